"""Codes by message: six digits, once, ten minutes, five tries at most; known and unknown numbers are answered alike."""

import json
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from college.accounts import service as accounts
from college.accounts import sms_codes
from college.accounts.code_rules import SMS_TRIES
from college.accounts.models_secrets import CredentialFailure, Quota, SmsCode
from college.cohorts import service as cohorts
from college.core import clock, jobs
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.permissions import Actor, Scope
from tests.accounts.conftest import PHONE
from tests.support.at_once import at_once
from tests.support.college import SHANGCHENG

UNKNOWN = "14000009999"


@pytest.fixture
def cohort(college):
    """Make a cohort."""
    return college.cohort()


@pytest.fixture
def student(college, cohort):
    """Make 王桂明 with a telephone."""
    return college.student(cohort, "王桂明", phone=PHONE)


def type_in(client, code):
    """Type a code on the page that asks for it."""
    return client.submit("/sms/code", {"code": code})


def not_it(code) -> str:
    """Give six digits that are not those."""
    return f"{(int(code) + 1) % 10**6:06d}"


@contextmanager
def watched(app):
    """Note the statements that are sent to the database."""
    seen = []

    def note(connection, cursor, statement, *_rest):
        seen.append(re.sub(r"\s+", " ", statement))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.both_databases
def test_a_code_lets_her_in(app, client, student, outbox, ask, last_device, is_signed_in):
    assert ask(client, "+86 140-0000 1234").headers["Location"] == "/sms/code"
    assert [phone for phone, _code in outbox] == [PHONE]
    page = client.get("/sms/code")
    assert PHONE not in page.text and "140****1234" in page.words
    assert type_in(client, f" {outbox[0][1][:3]} {outbox[0][1][3:]}").headers["Location"] == "/card/phone"
    assert client.submit("/card/phone", {"phone": "own"}).headers["Location"] == "/"
    device = last_device(student)
    assert (device.way, device.kind) == ("sms", "own") and device.confirmed_at is not None
    assert is_signed_in(client)


@pytest.mark.both_databases
def test_several_who_share_a_number_are_asked_which_one(college, cohort, client, student, outbox, ask, devices):
    other = college.student(cohort, "李秀兰", phone=PHONE)
    ask(client)
    assert type_in(client, outbox[0][1]).headers["Location"] == "/sms/who"
    page = client.get("/sms/who")
    assert "王*明" in page.words and "李*兰" in page.words and "王桂明" not in page.text
    assert client.get("/card/phone").headers["Location"] == "/card", "nobody is chosen yet"
    assert client.submit("/sms/who", {}).status_code == 422
    assert client.submit("/sms/who", {"person": str(college.person("陈玉珍"))}).status_code == 422
    assert client.submit("/sms/who", {"person": str(other)}).headers["Location"] == "/card/phone"
    client.submit("/card/phone", {"phone": "class"})
    assert (devices(other), devices(student)) == (["class"], [])


@pytest.mark.parametrize("who", ["closed", "ended", "never enrolled", "staff", "unknown"])
def test_nobody_but_an_enrolled_student_is_sent_anything(app, college, cohort, client, outbox, ask, who):
    if who == "staff":
        person = college.helper(cohort)
        with college.work():
            accounts.update_person(accounts.get_person(person), name="吴助教", phone=PHONE, age_band=None)
    elif who == "never enrolled":
        college.person("王桂明", phone=PHONE)
    elif who != "unknown":
        person = college.student(cohort, "王桂明", phone=PHONE)
        with college.work():
            if who == "closed":
                accounts.get_person(person).disabled_at = clock.now()
            else:
                cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=person)
    assert ask(client).headers["Location"] == "/sms/code"
    assert outbox == []
    with app.app_context():
        row = db.session.scalars(select(SmsCode)).one()
        assert row.message_cipher is None and row.sent_at is None


def test_a_right_code_of_somebody_who_is_no_student_any_more_is_a_wrong_one(college, cohort, client, student, outbox, ask):
    ask(client)
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=student)
    assert type_in(client, outbox[0][1]).status_code == 422


@pytest.mark.both_databases
def test_known_and_unknown_numbers_are_answered_by_the_same_words_and_statements(app, student, outbox):
    seen = {}
    for phone in (PHONE, UNKNOWN):
        client = app.test_client()
        form = client.get("/sms")
        with watched(app) as asked:
            answers = [client.submit(form, {"phone": phone})]
        code = client.get("/sms/code")
        with watched(app) as typed:
            answers += [client.submit(code, {"code": "000000"}) for _ in range(6)]
        with watched(app) as again:
            answers.append(client.submit("/sms", {"phone": phone}))
        words = [(each.status_code, each.words.replace(f"140****{phone[-4:]}", "number")) for each in answers]
        seen[phone] = (words, list(asked), list(typed), list(again))
    assert seen[PHONE] == seen[UNKNOWN]
    assert len(seen[PHONE][1]) > 5, "the control: statements were seen"
    reads_people = re.compile(r'\b(from|join|update|into)\s+"?person\b', re.IGNORECASE)
    assert not [each for each in seen[PHONE][1] + seen[PHONE][2] if reads_people.search(each)]


@pytest.mark.both_databases
def test_24_guesses_at_once_get_five_looks(app, client, student, outbox, ask):
    ask(client)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie, wrong = client.get_cookie(name).value, not_it(outbox[0][1])

    def prepare(each):
        each.set_cookie(name, cookie)
        return each.get("/sms/code")

    answers = at_once(app, 24, prepare, lambda each, page: each.submit(page, {"code": wrong}).status_code)
    assert answers == [422] * 24
    with app.app_context():
        assert db.session.scalars(select(SmsCode.tries)).one() == SMS_TRIES
        refused = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("sms.%"))).all()
        assert sorted(refused) == ["sms.failed"] * 5 + ["sms.locked"] * 19
    assert type_in(client, outbox[0][1]).status_code == 422, "the right one opens nothing either"


@pytest.mark.both_databases
def test_a_right_code_typed_by_many_at_once_opens_once(app, client, student, outbox, ask):
    ask(client)
    code = outbox[0][1]

    def prepare(each):
        """Each is another visit that asked for this number; the limits are lifted between them."""
        with app.app_context():
            db.session.execute(Quota.__table__.delete())
            db.session.commit()
        each.submit("/sms", {"phone": PHONE})
        return each.get("/sms/code")

    answers = at_once(app, 4, prepare, lambda client, page: client.submit(page, {"code": code}))
    assert sorted(each.status_code for each in answers) == [303, 422, 422, 422]
    with app.app_context():
        assert len([each for each in db.session.scalars(select(SmsCode)) if each.used_at]) == 1


def test_the_second_tap_of_the_same_hand_takes_the_place_of_the_first(app, client, student, outbox, ask, devices):
    ask(client)
    name = app.config["SESSION_COOKIE_NAME"]
    page, cookie = client.get("/sms/code"), client.get_cookie(name).value
    for _ in range(2):
        client.set_cookie(name, cookie)
        assert client.submit(page, {"code": outbox[0][1]}).headers["Location"] == "/card/phone"
    page, cookie = client.get("/card/phone"), client.get_cookie(name).value
    for _ in range(2):
        client.set_cookie(name, cookie)
        assert client.submit(page, {"phone": "own"}).headers["Location"] == "/"
    assert devices(student) == ["own"]


def test_it_is_over_after_ten_minutes(client, student, outbox, ask):
    began = clock.now()
    with clock.freeze(began):
        ask(client)
    with clock.freeze(began + timedelta(minutes=10, seconds=1)):
        assert type_in(client, outbox[0][1]).status_code == 422
    with clock.freeze(began + timedelta(minutes=9, seconds=59)):
        assert type_in(client, outbox[0][1]).status_code == 303
    with clock.freeze(began + timedelta(minutes=20, seconds=1)):
        late = client.follow(client.get("/card/phone"))
        assert late.request.path == "/card/over" and late.page.main.find("a", href="/sms")


def test_a_new_code_leaves_the_earlier_one_valid_and_the_failures_counted(app, client, student, outbox, ask):
    began = clock.now()
    with clock.freeze(began):
        ask(client)
        for _ in range(3):
            type_in(client, not_it(outbox[0][1]))
    with clock.freeze(began + timedelta(minutes=2)):
        ask(client)
        with app.app_context():
            assert db.session.scalars(select(CredentialFailure.count)).one() == 3
        assert type_in(client, outbox[0][1]).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(CredentialFailure)).all() == []


def test_five_wrong_ones_wait_a_quarter_of_an_hour(client, student, outbox, ask):
    began = clock.now()
    with clock.freeze(began):
        ask(client)
        for _ in range(5):
            type_in(client, not_it(outbox[0][1]))
    with clock.freeze(began + timedelta(minutes=14)):
        ask(client)
        assert type_in(client, outbox[1][1]).status_code == 422
    with clock.freeze(began + timedelta(minutes=16)):
        assert type_in(client, outbox[1][1]).status_code == 303


@pytest.mark.parametrize("way", ["handover", "card"])
def test_after_twenty_wrong_ones_somebody_who_knows_her_helps(app, college, cohort, client, student, outbox, ask, print_card, way):
    began, helper = clock.now(), college.helper(cohort)
    moment = began
    for day in range(3):
        moment = began + timedelta(days=day)
        for hour in (1, 5, 9):
            with clock.freeze(moment + timedelta(hours=hour)):
                ask(client)
                for _ in range(6):
                    type_in(client, not_it(outbox[-1][1]))
    with app.app_context():
        looks = sum(db.session.scalars(select(SmsCode.tries)))
        assert db.session.scalars(select(CredentialFailure.count)).one() == 20
    assert looks == 20, "one code lived at a time"
    assert looks / 10**6 <= 2e-5
    with clock.freeze(moment + timedelta(days=2)):
        ask(client)
        assert type_in(client, outbox[-1][1]).status_code == 422
        if way == "card":
            print_card(student)
        else:
            with college.work():
                place = Scope(district=SHANGCHENG, cohort=cohort)
                accounts.give_handover(actor=college.actor(helper), person_id=student, scope=place)
        assert type_in(client, outbox[-1][1]).status_code == 303


def test_the_codes_are_six_digits_all_equally_likely(app, student, monkeypatch):
    asked = []
    monkeypatch.setattr(sms_codes.secrets, "randbelow", lambda most: asked.append(most) or 7)
    with app.app_context(), app.test_request_context():
        sms_codes.ask_for_code(PHONE)
        row = db.session.scalars(select(SmsCode)).one()
        assert json.loads(sms_codes.decrypt(row.message_cipher)) == {"phone": PHONE, "code": "000007"}
        db.session.rollback()
    assert asked == [10**6]


@pytest.mark.parametrize("text", ["", "12345", "24000001234", "not a number"])
def test_what_is_no_number_is_said_with_all_input_kept(client, text):
    answer = client.submit("/sms", {"phone": text})
    assert answer.status_code == 422
    assert answer.page.find("input", attrs={"name": "phone"})["value"] == text


def test_nothing_of_it_is_kept_or_written(app, client, student, outbox, ask, capfd):
    pages = [ask(client)]
    code = outbox[0][1]
    pages += [client.get("/sms/code"), type_in(client, not_it(code)), type_in(client, code)]
    pages += [client.get("/card/phone"), client.submit("/card/phone", {"phone": "own"})]
    for page in pages:
        assert PHONE not in page.text and PHONE not in page.request.url and PHONE not in str(page.headers)
        assert code not in page.headers.get("Location", "")
    with app.app_context(), db.engine.connect() as connection:
        rows = [repr(row) for table in db.metadata.sorted_tables for row in connection.execute(select(table))]
    assert not [row for row in rows if PHONE in row]
    assert not [row for row in rows if re.search(rf"(?<![0-9a-f.]){code}(?![0-9a-f])", row)]
    written = "".join(capfd.readouterr())
    assert PHONE not in written and code not in written


def test_a_new_code_goes_to_the_same_number_without_typing_it(app, client, student, outbox, ask):
    began = clock.now()
    with clock.freeze(began):
        ask(client)
        early = client.submit("/sms/code", {"again": "1"}, action="/sms")
        assert early.headers["Location"] == "/sms/code"
        assert client.follow(early).page.find("div", class_="notice-care") is not None
    with clock.freeze(began + timedelta(seconds=61)):
        assert client.submit("/sms/code", {"again": "1"}, action="/sms").headers["Location"] == "/sms/code"
        with app.app_context():
            jobs.run_pending()
        assert [phone for phone, _code in outbox] == [PHONE, PHONE]
        assert PHONE not in client.get("/sms/code").text
        assert type_in(client, outbox[1][1]).headers["Location"] == "/card/phone"


@pytest.mark.parametrize("phone", [PHONE, UNKNOWN])
def test_who_types_her_number_again_within_a_minute_is_led_to_the_field(app, client, student, outbox, ask, phone):
    ask(client, phone)
    other = app.test_client()
    page = other.submit("/sms", {"phone": phone})
    assert page.status_code == 422
    assert page.page.find("a", href="/sms/code") is not None
    assert other.get("/sms/code").status_code == 200
    wrong = other.submit("/sms", {"phone": "1"})
    assert wrong.page.find("a", href="/sms/code") is None, "the control: nothing was sent for what is no number"


@pytest.mark.both_databases
def test_a_right_code_that_came_too_late_is_called_late_and_not_wrong(client, student, outbox, ask):
    began = clock.now()
    with clock.freeze(began):
        ask(client)
    with clock.freeze(began + timedelta(minutes=10)):
        client.set_cookie("language", "en")
        late = type_in(client, outbox[0][1])
        assert late.status_code == 422 and "ten minutes of this code are over" in late.words
        wrong = type_in(client, not_it(outbox[0][1]))
        assert wrong.status_code == 422 and "not the code" in wrong.words
