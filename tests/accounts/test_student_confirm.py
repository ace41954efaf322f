"""How a student shows that it is she: a code made for her very self, or a message to her own number."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts import sms_sender
from college.accounts.models_secrets import Handover
from college.core import clock, jobs
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.permissions import Scope
from tests.support.at_once import at_once
from tests.support.college import SHANGCHENG

pytestmark = pytest.mark.both_databases


@pytest.fixture
def cohort(college):
    """Make a cohort."""
    return college.cohort()


@pytest.fixture
def student(college, cohort):
    """Make 王桂明."""
    return college.student(cohort, "王桂明", phone="14000001234")


@pytest.fixture
def give(college, cohort):
    """Give a function that makes a handover for a person, by a coordinator or by whom is named."""
    coordinator = college.coordinator()

    def make(person_id, giver=None):
        with college.work():
            place = Scope(district=SHANGCHENG, cohort=cohort)
            return accounts.give_handover(actor=college.actor(giver or coordinator), person_id=person_id, scope=place)

    return make


def confirm(client, code):
    """Type a code on the page that asks for it."""
    return client.submit("/confirm?next=/learn", {"code": code}, action="/confirm")


def test_a_code_made_for_her_confirms_this_device(app, signed_in, student, give, last_device):
    client = signed_in(student)
    assert last_device(student).confirmed_at is None
    answer = confirm(client, accounts.in_groups(give(student).code))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/learn")
    assert last_device(student).confirmed_at is not None
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "session.confirm")).one()
        assert (entry.actor_id, entry.detail) == (student, {"way": "handover"})


def test_a_code_of_a_helper_does_not_and_still_lets_her_in(app, college, cohort, client, signed_in, student, give, last_device):
    given = give(student, giver=college.helper(cohort))
    answer = confirm(signed_in(student), given.code)
    assert answer.status_code == 422
    said = answer.page.find("p", class_="wrong").get_text()
    assert "协调员" in said or "coordinator" in said
    assert last_device(student).confirmed_at is None
    with app.app_context():
        assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "confirm.code_of_helper")).one().actor_id == student
        assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "session.confirm")).all() == []
    assert client.submit("/code", {"code": given.code}).headers["Location"] == "/card"


def test_the_page_asks_for_the_coordinator_not_for_a_helper(signed_in, student):
    text = signed_in(student).get("/confirm").page.find("main").get_text()
    assert "协调员" in text or "coordinator" in text
    assert "助教" not in text and "helper" not in text


def test_a_code_made_for_somebody_else_does_not(college, cohort, signed_in, student, give, last_device):
    other = give(college.student(cohort, "李秀兰"))
    assert confirm(signed_in(student), other.code).status_code == 422
    assert last_device(student).confirmed_at is None


def test_it_confirms_once(app, signed_in, student, give):
    given = give(student)
    assert confirm(signed_in(student), given.code).status_code == 303
    assert confirm(signed_in(student), given.code).status_code == 422


def test_five_tries_however_many_come_at_once(app, signed_in, student, give, last_device):
    given = give(student)
    cookie = signed_in(student).get_cookie(app.config["SESSION_COOKIE_NAME"]).value
    wrong = f"{(int(given.code) + 1) % 10**8:08d}"

    def prepare(each):
        each.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
        return each.get("/confirm")

    def submit(each, page):
        return each.submit(page, {"code": wrong}, action="/confirm").status_code

    assert at_once(app, 24, prepare, submit) == [422] * 24
    with app.app_context():
        looked = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "confirm.wrong_code")).all()
        assert len(looked) == 5
        assert db.session.scalars(select(Handover.used_at)).one() is None
    assert confirm(signed_in(student), given.code).status_code == 422
    with clock.freeze(clock.now() + timedelta(minutes=16)):
        assert confirm(signed_in(student), give(student).code).status_code == 303


def test_a_message_to_her_own_number_confirms_too(app, signed_in, student, monkeypatch, last_device):
    sent = []

    class Box:
        def send(self, phone, code):
            sent.append((phone, code))

    monkeypatch.setitem(sms_sender.SENDERS, "console", lambda settings: Box())
    client = signed_in(student)
    asked = client.submit("/confirm?next=/learn", {}, action="/confirm/sms")
    assert asked.headers["Location"] == "/confirm?next=/learn"
    page = client.follow(asked).page.find("main").get_text()
    assert "6" in page and "8" not in page
    early = client.submit("/confirm?next=/learn", {}, action="/confirm/sms")
    assert client.follow(early).page.find("div", class_="notice-care") is not None, "too often leads back to the field"
    with app.app_context():
        jobs.run_pending()
    assert [phone for phone, _code in sent] == ["14000001234"]
    assert confirm(client, sent[0][1]).status_code == 303
    assert last_device(student).confirmed_at is not None


def test_without_a_number_no_message_is_offered(college, cohort, signed_in):
    client = signed_in(college.student(cohort, "陈玉珍"))
    assert client.get("/confirm").page.find("form", action="/confirm/sms") is None
    page = client.get("/confirm")
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert client.post("/confirm/sms", data={"csrf_token": token}).status_code == 409


@pytest.mark.parametrize("text", ["", "1", "1234567", "abc"])
def test_what_is_no_code_is_said(signed_in, student, text):
    answer = confirm(signed_in(student), text)
    assert answer.status_code == 422
    assert answer.page.find("input", attrs={"name": "code"})["value"] == text
