"""What staff do at the desk: help a student in, let a card go on, end the class on all its phones."""

import base64
import io
import re
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import clock
from college.core.audit import AuditEntry
from college.core.clock import now
from college.core.db import db
from college.core.permissions import Actor
from tests.support.college import XIHU


@pytest.fixture
def cohort(college):
    """Make a cohort."""
    return college.cohort()


@pytest.fixture
def student(college, cohort):
    """Make 王桂明."""
    return college.student(cohort, "王桂明", phone="14000001234")


@pytest.fixture
def desk(college, cohort, signed_in):
    """Give a coordinator who is signed in."""
    return signed_in(college.coordinator())


def page_of(cohort, student) -> str:
    """Give the address of a student's page."""
    return f"/cohorts/{cohort}/people/{student}"


def help_in(client, cohort, student):
    """Press the button that helps her in."""
    return client.submit(page_of(cohort, student), action="/handover")


def scanned(answer) -> str:
    """Read the square pattern of a page as a phone's camera would."""
    data = answer.page.find("img", class_="handover-picture")["src"].partition("base64,")[2]
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(base64.b64decode(data))))[0].text


def digits(answer) -> str:
    """Read the digits of a page."""
    return answer.page.select_one(".handover-digits").get_text(strip=True)


@pytest.mark.parametrize("role", ["coordinator", "helper"])
def test_the_pattern_and_the_digits_both_open(app, college, cohort, student, signed_in, role):
    client = signed_in(college.helper(cohort) if role == "helper" else college.coordinator())
    answer = help_in(client, cohort, student)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "王桂明" in answer.page.h1.get_text()
    assert re.fullmatch(r"\d{4} \d{4}", digits(answer))
    address = scanned(answer)
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/h/[0-9a-z]{26}", address)
    phone = app.test_client()
    assert phone.get(address.removeprefix("http://127.0.0.1:8000")).headers["Location"] == "/card"
    assert app.test_client().submit("/code", {"code": digits(answer)}).headers["Location"] == "/card"


def test_the_address_is_the_public_one_whatever_the_browser_says(app, desk, cohort, student):
    app.config["PUBLIC_URL"] = "http://localhost"
    assert scanned(help_in(desk, cohort, student)).startswith("http://localhost/h/")


def test_the_button_stands_on_her_page_and_in_the_list(desk, cohort, student):
    for address in (page_of(cohort, student), f"/cohorts/{cohort}"):
        assert desk.submit(address, action=f"{student}/handover").status_code == 200


def test_a_lecturer_sees_no_such_button_but_may_end_the_class(college, cohort, student, signed_in):
    client = signed_in(college.lecturer(cohort))
    page = client.get(page_of(cohort, student))
    assert not [form for form in page.page.find_all("form") if "/handover" in form["action"]]
    assert client.get(f"/cohorts/{cohort}").page.find("a", href=f"/cohorts/{cohort}/end-class")


@pytest.mark.parametrize("ago", [None, timedelta(minutes=61)])
def test_whoever_did_not_just_show_that_it_is_she_is_asked_first(app, college, cohort, student, signed_in, ago):
    client = signed_in(college.helper(cohort))
    page = client.get(page_of(cohort, student))
    with college.work():
        accounts.sessions_of(client.person_id)[0].confirmed_at = clock.now() - ago if ago else None
    answer = client.submit(page, action="/handover")
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/confirm")
    with app.app_context():
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "handover.give")).all()
    with college.work():
        accounts.sessions_of(client.person_id)[0].confirmed_at = clock.now() - timedelta(minutes=59)
    assert client.submit(page, action="/handover").status_code == 200, "the control"


def test_who_left_or_is_foreign_is_not_helped(college, cohort, student, signed_in, desk):
    own = desk.get(page_of(cohort, student))
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=student)
    assert desk.submit(own, action="/handover").status_code == 409
    far = college.cohort(XIHU)
    stranger = college.student(far, "李秀兰")
    token = own.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert desk.post(f"{page_of(far, stranger)}/handover", data={"csrf_token": token}).status_code == 404


def test_neither_pattern_nor_digits_stand_in_any_row(app, desk, cohort, student, capfd):
    answer = help_in(desk, cohort, student)
    secrets = [digits(answer).replace(" ", ""), scanned(answer).rpartition("/")[2]]
    with app.app_context(), db.engine.connect() as connection:
        rows = [repr(row) for table in db.metadata.sorted_tables for row in connection.execute(select(table))]
    assert rows and not [row for row in rows if any(secret in row for secret in secrets)]
    written = "".join(capfd.readouterr())
    assert not [secret for secret in secrets if secret in written]


@pytest.fixture
def resting(college, cohort, student):
    """Let 王桂明's card rest."""
    with college.work():
        card, _token = accounts.issue_card(actor=Actor.system(), person_id=student, expires_on=clock.today())
        card.paused_at = now()
    return student


def test_a_card_that_rests_is_seen_and_let_go_on_with_one_tap(app, desk, cohort, resting):
    def to_her():
        return [each for each in desk.get("/").page.main.find_all(class_="task") if each.find("a", href=page_of(cohort, resting))]

    assert len(to_her()) == 1
    page = desk.get(page_of(cohort, resting))
    assert page.page.find("form", action=f"{page_of(cohort, resting)}/card/resume")
    assert desk.submit(page, action="/card/resume").status_code == 303
    assert to_her() == []
    with app.app_context():
        assert accounts.resting() == {}
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "card.resume")).one()
        assert (entry.actor_id, entry.subject) == (desk.person_id, f"person:{resting}")


def test_a_card_that_rests_elsewhere_is_no_task_here(college, resting, signed_in):
    far = signed_in(college.coordinator(XIHU))
    assert not [link for link in far.get("/").page.main.find_all("a") if str(resting) in link["href"]]


@pytest.mark.both_databases
@pytest.mark.parametrize("role", ["coordinator", "lecturer", "helper"])
def test_the_end_of_the_class_signs_out_its_phones_and_not_their_own(app, college, cohort, signed_in, role):
    people = [college.student(cohort, f"王桂{number}") for number in "一二三"]
    tablets = [signed_in(each, kind="class") for each in people]
    own = [signed_in(each, kind="own") for each in people]
    stranger = signed_in(college.student(college.cohort(), "陈玉珍"), kind="class")
    staff = {"coordinator": college.coordinator, "lecturer": lambda: college.lecturer(cohort), "helper": lambda: college.helper(cohort)}
    client = signed_in(staff[role]())
    page = client.get(f"/cohorts/{cohort}/end-class")
    assert "3" in page.page.main.get_text()
    assert client.submit(page, action="/end-class").headers["Location"] == f"/cohorts/{cohort}"
    assert {each.get("/learn").status_code for each in tablets} == {303}
    assert {each.get("/learn").status_code for each in [*own, stranger]} == {200}
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "class.end")).one()
        assert (entry.actor_id, entry.subject, entry.detail) == (client.person_id, f"cohort:{cohort}", {"count": 3})
