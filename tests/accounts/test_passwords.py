"""How staff sign in: one-time links, passwords, and what happens after wrong ones."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.failures import credential_key
from college.accounts.models_secrets import CredentialFailure, OneTimeLink, Password
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor
from tests.accounts.conftest import PASSWORD

WRONG = "not the right words at all"


@pytest.fixture
def link_for(college):
    """Give a function: person → the path of a new one-time link."""

    def make(person_id) -> str:
        with college.work():
            link = accounts.make_password_link(actor=Actor.system(), person_id=person_id)
        return link[link.index("/p/") :]

    return make


@pytest.fixture
def newcomer(college):
    """Make a member of staff who has no password yet."""
    with college.work():
        return accounts.create_staff(actor=Actor.system(), name="周老师", login="zhou").id


def failures(app, login: str = "zhou") -> int:
    """Give how many wrong passwords in a row are counted."""
    with app.app_context():
        row = db.session.get(CredentialFailure, credential_key("login", login))
        return row.count if row else 0


def said(answer) -> str:
    """Give the words with which a form was refused."""
    assert answer.status_code == 422
    return answer.page.find(id="password-error").get_text(strip=True)


def test_a_link_sets_the_first_password_and_signs_in(client, newcomer, link_for, is_signed_in, devices):
    path = link_for(newcomer)
    opened = client.get(path)
    assert (opened.status_code, opened.headers["Location"]) == (303, "/staff/password")
    page = client.follow(opened)
    assert "zhou" in page.words and path.removeprefix("/p/") not in page.text
    assert client.submit(page, {"password": PASSWORD}).headers["Location"] == "/"
    assert is_signed_in(client)
    assert devices(newcomer) == ["staff"]


def test_opening_a_link_uses_nothing_up(client, newcomer, link_for, devices):
    path = link_for(newcomer)
    for _ in range(3):
        client.follow(client.get(path))
    assert devices(newcomer) == []
    assert client.get(path).status_code == 303


@pytest.mark.parametrize("password", ["short", "x" * 20, "", "zhou-zhou-zhou-1", "a b c d " * 30])
def test_a_weak_password_is_refused_and_the_link_stays_good(client, newcomer, link_for, password, devices):
    client.get(link_for(newcomer))
    answer = client.submit("/staff/password", {"password": password})
    assert said(answer)
    assert not password or f'value="{password}"' not in answer.text
    assert devices(newcomer) == []
    assert client.submit(answer, {"password": PASSWORD}).status_code == 303


def test_a_link_works_once(app, newcomer, link_for):
    path, first, second = link_for(newcomer), app.test_client(), app.test_client()
    first.get(path)
    page = second.follow(second.get(path))
    assert first.submit("/staff/password", {"password": PASSWORD}).status_code == 303
    assert second.submit(page, {"password": PASSWORD}).status_code == 404
    assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize(("hours", "status"), [(23.99, 303), (24, 404), (48, 404)])
def test_a_link_lives_24_hours(client, newcomer, link_for, hours, status):
    began = clock.now()
    with clock.freeze(began):
        path = link_for(newcomer)
    with clock.freeze(began + timedelta(hours=hours)):
        assert client.get(path).status_code == status


def test_a_new_link_kills_the_older(client, newcomer, link_for):
    old, new = link_for(newcomer), link_for(newcomer)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 303


def test_a_link_dies_with_the_account(college, client, newcomer, link_for):
    path = link_for(newcomer)
    page = client.follow(client.get(path))
    with college.work():
        accounts.disable_person(actor=Actor.system(), person_id=newcomer)
    assert client.submit(page, {"password": PASSWORD}).status_code == 404


def test_a_reset_ends_every_other_session(app, client, hire, link_for, try_password, is_signed_in):
    person = hire()
    try_password(client)
    assert is_signed_in(client)
    other = app.test_client()
    other.get(link_for(person))
    other.submit("/staff/password", {"password": "five red plums in a bowl"})
    assert not is_signed_in(client)
    assert is_signed_in(other)


def test_the_links_secret_is_kept_as_a_hash_only(app, newcomer, link_for):
    token = link_for(newcomer).removeprefix("/p/")
    with app.app_context():
        (kept,) = db.session.scalars(select(OneTimeLink.token_hash))
        assert len(token) == 26 and token != kept and len(kept) == 64


def test_the_password_is_kept_as_argon2_only(app, hire):
    person = hire()
    with app.app_context():
        kept = db.session.get(Password, person).hash
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_link_is_made_by_an_operator_for_staff_only(college, newcomer):
    coordinator, operator, student = college.coordinator(), college.operator(), college.person()
    with college.work():
        with pytest.raises(NotAllowed):
            accounts.make_password_link(actor=college.actor(coordinator), person_id=newcomer)
        with pytest.raises(NotFound):
            accounts.make_password_link(actor=college.actor(operator), person_id=student)
        assert "/p/" in accounts.make_password_link(actor=college.actor(operator), person_id=newcomer)


@pytest.mark.parametrize("login", ["zhou", "ZHOU", " zhou ", "ｚｈｏｕ"])
def test_staff_sign_in_however_the_name_was_typed(client, hire, try_password, login, is_signed_in):
    hire()
    assert try_password(client, login).headers["Location"] == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize("target", ["/courses", "/courses?page=2"])
def test_staff_go_on_where_they_wanted_to_go(client, hire, try_password, target):
    hire()
    assert try_password(client, next=target).headers["Location"] == target


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_staff_are_never_sent_away(client, hire, try_password, target):
    hire()
    assert try_password(client, next=target).headers["Location"] == "/"


def test_unknown_name_wrong_password_and_no_password_yet_sound_alike(client, hire, college, try_password):
    hire()
    with college.work():
        accounts.create_staff(actor=Actor.system(), name="新人", login="new")
    words = {said(try_password(client, login, WRONG)) for login in ("zhou", "nobody", "new")}
    assert len(words) == 1


def test_what_was_typed_is_kept_but_not_the_password(client, hire, try_password):
    hire()
    page = try_password(client, "zhou", WRONG, next="/courses").page
    assert page.find("input", attrs={"name": "login"})["value"] == "zhou"
    assert page.find("input", attrs={"name": "next"})["value"] == "/courses"
    assert not page.find("input", attrs={"name": "password"}).get("value")


def test_a_closed_account_is_told_so_only_with_the_right_password(college, client, hire, try_password, is_signed_in):
    person = hire()
    with college.work():
        accounts.disable_person(actor=Actor.system(), person_id=person)
    wrong, right = said(try_password(client, "zhou", WRONG)), said(try_password(client))
    assert wrong == said(try_password(client, "nobody", WRONG)) != right
    assert not is_signed_in(client)


def test_a_count_survives_the_refused_request_and_success_clears_it(app, client, hire, try_password):
    hire()
    for number in (1, 2, 3, 4):
        try_password(client, password=WRONG)
        assert failures(app) == number
    assert try_password(client).status_code == 303
    assert failures(app) == 0


def test_five_wrong_ones_close_the_door_for_a_quarter_of_an_hour(app, client, hire, try_password):
    hire()
    began = clock.now()
    with clock.freeze(began):
        for _ in range(5):
            try_password(client, password=WRONG)
    with clock.freeze(began + timedelta(minutes=14, seconds=59)):
        waits = said(try_password(client))
        assert waits == said(try_password(client, password=WRONG)) != said(try_password(client, "nobody", WRONG))
        assert failures(app) == 5
    with clock.freeze(began + timedelta(minutes=15, seconds=1)):
        assert try_password(client).status_code == 303


def test_twenty_wrong_ones_need_a_new_link(app, client, hire, try_password, link_for):
    person, moment = hire(), clock.now()
    for number in range(20):
        moment += timedelta(minutes=1) if number % 5 else timedelta(hours=3)
        with clock.freeze(moment):
            try_password(client, password=WRONG)
    assert failures(app) == 20
    with clock.freeze(moment + timedelta(days=30)):
        assert said(try_password(client))
        client.get(link_for(person))
        assert client.submit("/staff/password", {"password": "five red plums in a bowl"}).status_code == 303
        assert try_password(app.test_client(), password="five red plums in a bowl").status_code == 303


def test_wrong_passwords_are_written_down_without_the_words(app, client, hire, try_password):
    person = hire()
    for _ in range(6):
        try_password(client, password=WRONG)
    try_password(client, "nobody-here", WRONG)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("sign_in.%"))).all()
        assert sorted(each.action for each in entries) == ["sign_in.failed"] * 6 + ["sign_in.locked"]
        assert {each.subject for each in entries} == {f"person:{person}", ""}
        details = "".join(str(each.detail) for each in entries)
        assert WRONG not in details and "nobody-here" not in details


@pytest.mark.both_databases
def test_a_login_name_is_taken_once(college):
    with college.work():
        first = accounts.create_staff(actor=Actor.system(), name="周老师", login="Zhou").id
    with college.work(), pytest.raises(RuleBroken):
        accounts.create_staff(actor=Actor.system(), name="周芳", login="zhou")
    with college.work():
        assert [each.id for each in accounts.staff_people()] == [first]


def test_a_form_sent_twice_hires_once(college):
    person_id = college.person("周老师")
    for _ in range(2):
        with college.work():
            assert accounts.create_staff(actor=Actor.system(), name="周老师", login="zhou", person_id=person_id).id == person_id
    with college.work():
        assert accounts.login_of(person_id) == "zhou"
        assert len(accounts.staff_people()) == 1


def test_the_first_operator_says_her_name_and_nobody_else_is_asked(app, college, client):
    with college.work():
        link = accounts.first_operator_link()
    client.get(link[link.index("/p/") :])
    assert client.submit("/staff/password", {"name": "周 运维", "password": "short"}).status_code == 422
    assert client.submit("/staff/password", {"name": "周运维", "password": PASSWORD}).status_code == 303
    with college.work():
        (operator,) = accounts.staff_people()
        assert operator.name == "周运维"
        again = accounts.make_password_link(actor=Actor.system(), person_id=operator.id)
    client.get(again[again.index("/p/") :])
    assert client.get("/staff/password").page.find("input", attrs={"name": "name"}) is None


def test_each_way_of_failing_to_sign_in_has_its_own_deed(app, college, hire, client, try_password):
    person = hire()
    try_password(client, password="not the right words")
    with college.work():
        accounts.get_person(person).disabled_at = clock.now()
    try_password(client)
    with app.app_context():
        failed = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("sign_in.%")).order_by(AuditEntry.at)).all()
    assert failed == ["sign_in.failed", "sign_in.closed"]
