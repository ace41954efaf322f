"""Who is let through to a view, who is sent to sign in, who is refused; and that every refusal is written down."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from college.accounts import service as accounts
from college.accounts.models import DeviceSession
from college.core import audit, clock, guard
from college.core.db import db
from college.core.permissions import Actor, Permission, Role, Scope
from tests.support.college import SHANGCHENG, XIHU
from tests.support.rows import changed_tables, fingerprints


@pytest.mark.parametrize("mark", [guard.public, guard.signed_in, guard.needs(Permission.COHORT_VIEW)])
def test_an_endpoint_that_nobody_thought_about_stops_the_start(mark):
    app = Flask("small")
    app.view_functions["static"] = guard.public(app.view_functions["static"])
    app.add_url_rule("/thought-about", "thought_about", mark(lambda: "fine"))
    guard.check_every_endpoint(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open to all")
    with pytest.raises(RuntimeError, match="forgotten"):
        guard.check_every_endpoint(app)


def test_the_marks_say_who_may():
    assert guard.needs(Permission.CARD_ISSUE)(lambda: 0).access == guard.Access("needs", Permission.CARD_ISSUE)
    assert guard.signed_in(lambda: 0).access == guard.Access("signed_in")
    assert guard.public(lambda: 0).access == guard.Access("public")


@pytest.mark.parametrize("url", ["/cohorts", "/staff", "/courses", "/cohorts/new"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_stranger_who_reads_is_asked_to_sign_in_and_comes_back(client, url, method):
    answer = client.open(url, method=method)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?next={url}")


def test_what_she_asked_for_is_kept_whole_until_she_has_signed_in(client):
    page = client.follow(client.get("/cohorts?page=2&name=王"))
    assert page.page.find("input", attrs={"name": "next"})["value"] == "/cohorts?page=2&name=王"


@pytest.mark.parametrize("url", ["/cohorts/new", "/staff/new"])
@pytest.mark.parametrize("has_token", [True, False])
def test_a_stranger_who_writes_is_refused(app, client, url, has_token):
    token = client.get("/").page.find("input", attrs={"name": "csrf_token"})["value"]
    before = fingerprints(app)
    answer = client.post(url, data={"csrf_token": token} if has_token else {})
    assert answer.status_code == (403 if has_token else 400)
    assert not changed_tables(before, fingerprints(app))


def test_a_student_whose_session_ended_is_told_about_her_card(app, client):
    token = client.get("/").page.find("input", attrs={"name": "csrf_token"})["value"]
    before = fingerprints(app)
    answer = client.post("/learn/refunds/find-order/seven-days/done", data={"csrf_token": token})
    assert answer.status_code == 303 and answer.location.endswith("/card/help")
    assert not changed_tables(before, fingerprints(app))


def refusals(app) -> list[tuple]:
    """Give the refusals that were written down: who, where, for want of what."""
    with app.app_context():
        rows = db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.action == "access.refused"))
        return [(each.actor_id, each.subject, each.detail["permission"]) for each in rows]


#: role, address, what is missing
NOWHERE = [
    ("student", "/cohorts", "cohorts.index", "cohort:view"),
    ("student", "/staff", "cohorts.staff_index", "staff:manage"),
    ("operator", "/cohorts", "cohorts.index", "cohort:view"),
    ("coordinator", "/staff", "cohorts.staff_index", "staff:manage"),
    ("product_manager", "/cohorts", "cohorts.index", "cohort:view"),
]


@pytest.mark.parametrize(("role", "url", "endpoint", "permission"), NOWHERE)
def test_who_holds_it_nowhere_is_refused(app, college, signed_in, role, url, endpoint, permission):
    make = {
        "student": lambda: college.student(college.cohort()),
        "operator": college.operator,
        "coordinator": college.coordinator,
        "product_manager": college.product_manager,
    }
    person = make[role]()
    answer = signed_in(person).get(url)
    assert answer.status_code == 403
    assert answer.page.h1.get_text(strip=True)
    assert refusals(app) == [(person, endpoint, permission)]


def test_who_holds_it_elsewhere_finds_nothing_and_that_is_written_down(app, college, signed_in):
    far = college.cohort(XIHU)
    person = college.coordinator(SHANGCHENG)
    answer = signed_in(person).get(f"/cohorts/{far}")
    assert answer.status_code == 404
    assert refusals(app) == [(person, "cohorts.show", "cohort:view")]


def test_a_missing_page_and_a_foreign_one_look_the_same(college, signed_in):
    far = college.cohort(XIHU)
    client = signed_in(college.coordinator(SHANGCHENG))
    foreign, missing = client.get(f"/cohorts/{far}"), client.get("/cohorts/00000000-0000-7000-8000-000000000000")
    assert foreign.status_code == missing.status_code == 404
    for answer in (foreign, missing):
        answer.page.select_one(".read-out").decompose()
    assert foreign.page.main.get_text() == missing.page.main.get_text()


def test_a_refused_reading_changes_nothing_but_the_audit(app, college, signed_in):
    client = signed_in(college.student(college.cohort()))
    before = fingerprints(app)
    client.get("/staff")
    assert changed_tables(before, fingerprints(app)) == {"audit_entry"}


def test_a_role_that_ended_is_gone_with_the_next_request(college, signed_in):
    cohort = college.cohort()
    person = college.staff(Role.LECTURER, Scope(cohort=cohort))
    client = signed_in(person)
    assert client.get("/cohorts").status_code == 200
    with college.work():
        end_all_grants(person)
    assert client.get("/cohorts").status_code == 403


def end_all_grants(person) -> None:
    """End what a person holds."""
    for each in accounts.grants_of(person):
        accounts.end_grant(actor=Actor.system(), grant_id=each.id)


@pytest.mark.parametrize("url", ["/devices", "/my-data", "/my-data/whole"])
def test_a_page_of_everybody_leads_a_stranger_and_a_student_to_the_card(app, college, client, signed_in, url):
    student = signed_in(college.student(college.cohort()))
    assert student.get("/devices").status_code == 200, "the control: she was signed in"
    with college.work():
        db.session.execute(update(DeviceSession).values(ended_at=clock.now()))
    for each in (client, student):
        answer = each.get(url)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/card/help?next={url}")
    page = client.follow(client.get(url))
    assert page.page.find("a", href=f"/staff/sign-in?next={url}") is not None


def test_a_member_of_staff_whose_session_ended_is_led_to_her_own_door(college, signed_in):
    staff = signed_in(college.product_manager())
    staff.get("/devices")
    with college.work():
        db.session.execute(update(DeviceSession).values(ended_at=clock.now()))
    assert staff.get("/devices").headers["Location"] == "/staff/sign-in?next=/devices"


@pytest.mark.parametrize("url", ["/second-factor/new", "/second-factor/codes"])
def test_what_only_staff_has_leads_to_their_door(client, url):
    assert client.get(url).headers["Location"] == f"/staff/sign-in?next={url}"


@pytest.mark.parametrize(("role", "url"), [("coordinator", "/cohorts"), ("operator", "/staff")])
def test_who_lacks_only_the_second_factor_is_led_to_set_it_up(college, signed_in, role, url):
    person = getattr(college, role)()
    client = signed_in(person)
    with college.work():
        db.session.execute(update(DeviceSession).values(is_strong=False))
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/second-factor/new")
    stranger = signed_in(college.product_manager())
    assert stranger.get(url).status_code == 403, "the control: she may not in any case"
