"""The second factor: set up by a first right code, asked for after the password, and what stands in for a lost phone."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from college.accounts import rules_second_factor as codes
from college.accounts import service as accounts
from college.accounts.models_secrets import Password, RecoveryCode, SecondFactor
from college.accounts.second_factor import new_recovery_codes, take_away, use_code
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import NotAllowed, RuleBroken
from college.core.permissions import Actor, Role, Scope
from tests.support.codes import give_factor, shown, wrong

#: RFC 6238, appendix B: seconds since 1970 → the last six digits of its SHA-1 codes.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")]


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(seconds, code):
    moment = datetime.fromtimestamp(seconds, UTC)
    assert codes.matching_step(RFC_SECRET, code, moment) == seconds // 30
    assert codes.matching_step(RFC_SECRET, f"{(int(code) + 1) % 10**6:06}", moment) is None


@pytest.mark.parametrize(("late", "fits"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_half_a_minute_before_and_after_still_fits(late, fits):
    moment = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)
    code = shown(RFC_SECRET, moment)
    assert (codes.matching_step(RFC_SECRET, code, moment + timedelta(seconds=late)) is not None) is fits


@pytest.mark.parametrize("typed", ["287 082", "287-082", "２８７０８２", " 287082 "])
def test_a_code_is_read_however_it_was_typed(typed):
    assert codes.clean_code(typed) == "287082"


def test_recovery_codes_are_read_with_the_letters_that_hands_mistake():
    assert codes.clean_code("ABCD-EF0H-1KMN") == codes.clean_code("abcd efoh lkmn") == "abcdef0h1kmn"


def begin(client, try_password, login="zhou"):
    """Type the right password; give the page that asks for the code."""
    answer = try_password(client, login)
    assert answer.headers["Location"].startswith("/staff/second-factor")
    return client.follow(answer)


def test_a_right_password_alone_signs_nobody_in(college, client, hire, try_password, is_signed_in):
    give_factor(college, hire())
    begin(client, try_password)
    assert not is_signed_in(client)
    assert client.get("/courses").headers["Location"].startswith("/staff/sign-in")


def test_password_and_code_sign_in_strongly_and_go_on(college, client, hire, try_password, is_signed_in, last_device):
    person = hire()
    secret = give_factor(college, person)
    page = client.follow(try_password(client, next="/courses"))
    assert client.submit(page, {"code": shown(secret)}).headers["Location"] == "/courses"
    assert is_signed_in(client)
    device = last_device(person)
    assert device.is_strong and device.confirmed_at is not None


def test_a_wrong_code_keeps_her_out_and_a_right_one_then_lets_her_in(college, client, hire, try_password, is_signed_in):
    secret = give_factor(college, hire())
    page = begin(client, try_password)
    page = client.submit(page, {"code": wrong(secret)})
    assert page.status_code == 422 and not is_signed_in(client)
    with college.work():
        deeds = db.session.scalars(select(AuditEntry.action)).all()
        assert "second_factor.failed" in deeds and "sign_in.failed" not in deeds
    assert client.submit(page, {"code": shown(secret)}).status_code == 303
    assert is_signed_in(client)


def test_a_code_opens_once(app, college, hire, try_password, is_signed_in):
    secret, first, second = give_factor(college, hire()), app.test_client(), app.test_client()
    with clock.freeze(clock.now()):
        code = shown(secret)
        assert first.submit(begin(first, try_password), {"code": code}).status_code == 303
        page = second.submit(begin(second, try_password), {"code": code})
        assert page.status_code == 422 and not is_signed_in(second)
    with clock.freeze(clock.now() + timedelta(seconds=90)):
        assert second.submit(page, {"code": shown(secret)}).status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(9.9, 200), (10, 303)])
def test_the_code_is_waited_for_ten_minutes(college, client, hire, try_password, minutes, status):
    give_factor(college, hire())
    began = clock.now()
    with clock.freeze(began):
        begin(client, try_password)
    with clock.freeze(began + timedelta(minutes=minutes)):
        assert client.get("/staff/second-factor").status_code == status


def test_the_note_is_worth_nothing_after_a_new_password(college, client, hire, try_password):
    person = hire()
    give_factor(college, person)
    begin(client, try_password)
    with college.work():
        db.session.get(Password, person).set_at = clock.now()
    assert client.get("/staff/second-factor").status_code == 303


def test_passwords_and_codes_share_one_count_and_a_right_password_makes_no_room(college, client, hire, try_password):
    secret, began = give_factor(college, hire()), clock.now()
    with clock.freeze(began):
        looked = 0
        for _ in range(8):
            answer = try_password(client)
            if answer.status_code != 303:
                break
            client.submit(client.follow(answer), {"code": wrong(secret)})
            looked += 1
        assert looked == 5
        assert try_password(client).status_code == 422
    with clock.freeze(began + timedelta(minutes=15, seconds=1)):
        assert client.submit(begin(client, try_password), {"code": shown(secret)}).status_code == 303


def test_whoever_was_signed_in_before_is_out_while_the_code_is_waited_for(app, college, client, hire, try_password, devices, student, signed_in):
    give_factor(college, hire())
    client = signed_in(student)
    begin(client, try_password)
    assert devices(student) == []


def set_up(client, page=None):
    """Walk through the page that sets a factor up; give the answer with the recovery codes, and the secret."""
    page = page or client.get("/second-factor/new")
    secret = page.page.find("code").get_text().replace(" ", "")
    return client.submit(page, {"code": shown(secret)}), secret


def test_a_factor_is_set_up_by_its_first_right_code(app, college, client, hire, try_password, is_signed_in):
    person = hire()
    try_password(client)
    page = client.get("/second-factor/new")
    secret = page.page.find("code").get_text().replace(" ", "")
    assert len(secret) == 32
    assert page.page.find("img")["src"].startswith("data:image/png;base64,")
    refused = client.submit(page, {"code": wrong(secret)})
    assert refused.status_code == 422
    with app.app_context():
        assert db.session.get(SecondFactor, person) is None
    answer, same = set_up(client, refused)
    assert same == secret and answer.status_code == 200
    with app.app_context():
        assert secret not in db.session.get(SecondFactor, person).secret_cipher
        assert accounts.has_second_factor(person)
    written = re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", answer.words)
    assert len(set(written)) == 10
    with app.app_context():
        kept = list(db.session.scalars(select(RecoveryCode.code_hash)))
        assert len(kept) == 10 and not set(kept) & {each.replace("-", "") for each in written}
    assert written[0] not in client.get("/devices").text


def test_reading_the_page_keeps_nothing_in_the_database(app, client, hire, try_password):
    hire()
    try_password(client)
    one, two = client.get("/second-factor/new"), client.get("/second-factor/new")
    assert one.page.find("code") == two.page.find("code")
    with app.app_context():
        assert db.session.scalars(select(SecondFactor)).all() == []


def test_a_session_that_was_not_confirmed_cannot_set_one_up(college, signed_in):
    manager = college.product_manager()
    assert signed_in(manager, confirmed=False).get("/second-factor/new").headers["Location"].startswith("/confirm")
    assert signed_in(manager).get("/second-factor/new").status_code == 200


def test_setting_up_signs_the_other_devices_out(app, client, hire, try_password, is_signed_in):
    hire()
    other = app.test_client()
    try_password(other)
    try_password(client)
    set_up(client)
    assert is_signed_in(client) and not is_signed_in(other)


def test_a_recovery_code_opens_once_and_few_left_are_told(app, college, client, hire, try_password, is_signed_in):
    person = hire()
    try_password(client)
    answer, _secret = set_up(client)
    written = re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", answer.words)
    phone_less = app.test_client()
    assert phone_less.submit(begin(phone_less, try_password), {"code": written[0].upper()}).status_code == 303
    assert is_signed_in(phone_less)
    again = app.test_client()
    assert again.submit(begin(again, try_password), {"code": written[0]}).status_code == 422
    with college.work():
        assert [use_code(person, each) for each in written[1:7]] == [True] * 6
    last = app.test_client()
    page = last.follow(last.submit(begin(last, try_password), {"code": written[7]}))
    assert page.page.find("div", class_="notice-care")


@pytest.mark.both_databases
def test_a_recovery_code_of_somebody_else_is_worth_nothing(college):
    mine, hers = college.product_manager(), college.operator()
    with college.work():
        for each in (mine, hers):
            db.session.add(SecondFactor(person_id=each, secret_cipher="x:y", made_at=clock.now(), confirmed_at=clock.now()))
    with college.work():
        from_mine = new_recovery_codes(actor=Actor(person_id=mine))
    with college.work():
        assert not use_code(hers, from_mine[0])
        assert use_code(mine, from_mine[0])
        assert not use_code(mine, from_mine[0])


def test_new_recovery_codes_void_the_old(college, client, hire, try_password):
    person = hire()
    try_password(client)
    answer, _secret = set_up(client)
    old = re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", answer.words)
    new = re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", client.submit("/second-factor/codes").words)
    assert len(new) == 10 and not set(new) & set(old)
    with college.work():
        assert not use_code(person, old[0])
        assert use_code(person, new[0])


def test_it_can_be_taken_away_after_a_confirmation(college, client, hire, try_password, app):
    person = hire()
    try_password(client)
    set_up(client)
    assert client.submit("/second-factor/remove", action="/second-factor/remove").headers["Location"] == "/devices"
    with app.app_context():
        assert not accounts.has_second_factor(person)
        assert not db.session.scalars(select(RecoveryCode)).all()
    assert try_password(app.test_client()).headers["Location"] == "/"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COORDINATOR])
def test_her_roles_rest_until_it_is_set_up_and_the_start_page_leads_there(app, college, hire, try_password, role):
    hire("zhou", role=Role.OPERATOR if role is Role.OPERATOR else None)
    if role is Role.COORDINATOR:
        _appoint(college, "zhou")
    address = {Role.OPERATOR: "/staff", Role.COORDINATOR: "/cohorts"}[role]
    client = app.test_client()
    answer = try_password(client)
    assert answer.headers["Location"] == "/second-factor/new"
    assert client.get(address).headers["Location"].startswith("/second-factor/new")
    start = client.get("/")
    assert start.page.find("a", href="/devices#second-factor") is not None
    assert client.get("/devices").page.find("a", href="/second-factor/new") is not None
    set_up(client)
    assert client.get(address).status_code == 200
    assert client.get("/").page.find("a", href="/devices#second-factor") is None


def _appoint(college, login):
    district = college.district()
    with college.work():
        person = next(each for each in accounts.staff_people() if accounts.login_of(each.id) == login)
        accounts.grant(actor=Actor.system(), person_id=person.id, role=Role.COORDINATOR, scope=Scope(district=district))


def test_where_it_is_only_offered_a_password_is_enough(app, college, hire, try_password):
    app.config["SECOND_FACTOR"] = "offered"
    hire(role=Role.OPERATOR)
    client = app.test_client()
    assert try_password(client).headers["Location"] == "/"
    assert client.get("/staff").status_code == 200


def test_other_roles_work_without_one(client, hire, try_password):
    hire(role=Role.PRODUCT_MANAGER)
    assert try_password(client).headers["Location"] == "/"
    assert client.get("/themes").status_code == 200


def test_an_operator_resets_a_colleagues_and_ends_her_sessions(app, college, signed_in, hire, try_password, is_signed_in):
    person, operator = hire(), college.operator()
    secret = give_factor(college, person)
    hers = app.test_client()
    hers.submit(begin(hers, try_password), {"code": shown(secret)})
    assert is_signed_in(hers)
    mine = signed_in(operator)
    answer = mine.submit(f"/staff/{person}/second-factor/reset")
    assert answer.status_code == 303
    assert not is_signed_in(hers)
    assert try_password(app.test_client()).headers["Location"] == "/"
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "second_factor.reset")).one()
        assert (entry.actor_id, entry.subject) == (operator, f"person:{person}")


def test_nobody_else_resets_it_nor_an_operator_her_own(college):
    person, operator, coordinator = college.product_manager(), college.operator(), college.coordinator()
    give_factor(college, person)
    with college.work():
        with pytest.raises(NotAllowed):
            accounts.reset_second_factor(actor=college.actor(coordinator), person_id=person)
        with pytest.raises(RuleBroken):
            accounts.reset_second_factor(actor=college.actor(operator), person_id=operator)
        assert accounts.has_second_factor(person)


def test_a_new_password_through_a_link_still_asks_for_the_code(college, client, hire, is_signed_in):
    person = hire()
    secret = give_factor(college, person)
    with college.work():
        link = accounts.make_password_link(actor=Actor.system(), person_id=person)
    client.get(link[link.index("/p/") :])
    answer = client.submit("/staff/password", {"password": "9 plums"})
    assert answer.status_code == 422
    answer = client.submit(answer, {"password": "nine plums"})
    assert answer.headers["Location"].startswith("/staff/second-factor")
    assert not is_signed_in(client)
    assert client.submit(client.follow(answer), {"code": shown(secret)}).status_code == 303


def test_a_password_too_short_to_stand_alone_does_not(college, hire, app):
    person, operator = hire(), college.operator()
    give_factor(college, person)
    with college.work():
        db.session.get(Password, person).is_short = True
    with college.work():
        with pytest.raises(RuleBroken):
            take_away(actor=Actor(person_id=person))
        accounts.reset_second_factor(actor=college.actor(operator), person_id=person)
    with app.app_context():
        assert db.session.get(Password, person).hash is None


def test_students_have_none_to_set_up(signed_in, student):
    assert signed_in(student, confirmed=True).get("/second-factor/new").status_code == 404


def test_a_last_operator_comes_in_again_from_the_machine_itself(app, college, hire, try_password, client):
    person = hire("zhou", role=Role.OPERATOR)
    give_factor(college, person)
    for _ in range(5):
        try_password(client, password="not the right words")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["staff", "link", "nobody"]).exit_code == 1
    assert runner.invoke(args=["staff", "reset-second-factor", "Zhou"]).exit_code == 0
    link = runner.invoke(args=["staff", "link", "zhou"]).output.strip()
    client.get(link[link.index("/p/") :])
    assert client.submit("/staff/password", {"password": "five red plums in a bowl"}).status_code == 303
    assert set_up(client)[0].status_code == 200
    assert client.get("/staff").status_code == 200


def test_the_page_of_the_codes_loaded_again_says_what_happened_and_shows_no_new_secret(client, hire, try_password):
    hire(role=Role.OPERATOR)
    try_password(client)
    form = client.get("/second-factor/new")
    secret = form.page.find("code").get_text().replace(" ", "")
    sent = {"code": shown(secret)}
    assert client.submit(form, sent).status_code == 200
    again = client.submit(form, sent)
    assert (again.status_code, again.headers["Location"]) == (303, "/devices")
    assert client.follow(again).page.find("div", class_="notice-care") is not None
