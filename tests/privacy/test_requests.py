"""A coordinator deletes for a student who asked, or for relatives; she sees what waits, gives a copy, takes it back."""

import json
from datetime import timedelta

import pytest

from college.core import clock
from college.core.audit import AuditEntry
from college.core.clock import now
from college.core.crypto import decrypt
from college.core.db import db
from college.core.permissions import Actor
from college.privacy import deletion
from college.privacy import service as privacy
from college.privacy.models import Deletion
from tests.privacy.conftest import NAME, OUTSIDE, PHONE

REASON = "女儿,看了死亡证明"


@pytest.fixture
def student(room):
    return room.student(NAME, PHONE, OUTSIDE)


@pytest.fixture
def desk(signed_in, room):
    return signed_in(room.coordinator)


def place(room, student, what: str) -> str:
    return f"/cohorts/{room.cohort}/people/{student}/{what}"


def rows(app) -> list[Deletion]:
    with app.app_context():
        return list(db.session.scalars(db.select(Deletion)))


def test_the_students_page_leads_to_it(room, student, desk):
    page = desk.get(f"/cohorts/{room.cohort}/people/{student}")
    assert page.page.main.find("a", href=place(room, student, "erase"))


@pytest.mark.parametrize(("way", "note", "status"), [("phone", "", 303), ("died", "", 422), ("died", REASON, 303), ("own", "", 422), (None, REASON, 422)])
def test_it_is_noted_who_asked(app, room, student, desk, way, note, status):
    page = desk.get(place(room, student, "erase"))
    token = page.page.main.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "note": note} | ({"way": way} if way else {})
    answer = desk.post(place(room, student, "erase"), data=data)
    assert answer.status_code == status
    kept = rows(app)
    assert len(kept) == (status == 303)
    if status == 422:
        assert note in answer.get_data(as_text=True)
    else:
        with app.app_context():
            assert (kept[0].way, kept[0].asked_by) == (way, room.coordinator)
            assert (decrypt(kept[0].note_cipher) if note else kept[0].note_cipher) == (note or None)


def test_the_list_masks_her_and_is_empty_afterwards(app, room, student, desk):
    assert desk.get("/privacy/requests").page.main.find("table") is None
    desk.submit(place(room, student, "erase"), {"way": "died", "note": REASON}, action="erase")
    page = desk.get("/privacy/requests")
    assert NAME not in page.words
    assert "卞*朵" in page.words and REASON in page.words
    assert "1" in desk.get("/").page.main.find("a", href="/privacy/requests").find_parent(class_="task").get_text()
    back = desk.follow(desk.submit(page, action="take-back"))
    assert back.request.path == f"/cohorts/{room.cohort}/people/{student}"
    assert back.page.select("main a[href*='/card']"), "a new card is made from here"
    assert desk.get("/privacy/requests").page.main.find("table") is None


def test_more_than_a_page_of_requests_has_pages(room, desk, college):
    people = [college.student(room.cohort, f"卞{number}号") for number in range(21)]
    with room.make.work():
        for each in people:
            deletion.ask_deletion(actor=Actor.system(), person_id=each, way="phone")
    assert len(desk.get("/privacy/requests").page.main.tbody.find_all("tr")) == 20
    assert len(desk.get("/privacy/requests?page=2").page.main.tbody.find_all("tr")) == 1


def test_relatives_get_a_copy_before_and_after_and_the_reason_is_kept(app, room, student, desk):
    for _ in range(2):
        desk.checks_pages = False
        answer = desk.submit(place(room, student, "copy"), {"reason": REASON, "kind": "json"}, action="copy")
        assert json.loads(answer.get_data(as_text=True))["person"]["phone"] == PHONE
        if not rows(app):
            desk.submit(place(room, student, "erase"), {"way": "died", "note": REASON}, action="erase")
    with app.app_context():
        noted = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "data.export")).all()
        assert [(each.actor_id, each.subject, each.detail["reason"]) for each in noted] == [
            (room.coordinator, f"person:{student}", REASON)
        ] * 2


def test_a_copy_needs_a_reason_and_a_fresh_password(app, room, student, desk, signed_in):
    answer = desk.submit(place(room, student, "copy"), {"reason": "", "kind": "page"}, action="copy")
    assert answer.status_code == 422
    unsure = signed_in(room.coordinator, confirmed=False)
    for what in ("copy", "erase"):
        assert "/confirm" in unsure.get(place(room, student, what)).headers["Location"]
    with app.app_context():
        assert db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "data.export")).all() == []


def test_an_operator_sees_numbers_and_no_names(app, room, student, college, signed_in):
    with room.make.work():
        deletion.ask_deletion(actor=Actor.system(), person_id=student, way="phone")
    operator = signed_in(college.operator())
    assert operator.get("/privacy/requests").status_code == 403
    with clock.freeze(now() + timedelta(days=16)):
        page = signed_in(college.operator()).get("/")
    assert "卞" not in page.words
    late = page.page.find(id="health").find_next("table").find_all("tr")
    assert any("1" in row.get_text() and row.find(class_="badge-care") for row in late)


def test_the_command_says_first_and_then_does(app, room, student):
    with room.make.work():
        deletion.ask_deletion(actor=Actor.system(), person_id=student, way="phone")
    runner = app.test_cli_runner()
    with clock.freeze(now() + timedelta(days=14)):
        assert "1" in runner.invoke(args=["privacy", "purge", "--dry-run"]).output
        assert rows(app)[0].purged_at is None
        assert "1" in runner.invoke(args=["privacy", "purge"]).output
    assert rows(app)[0].purged_at is not None
    with app.app_context():
        assert privacy.overdue_count() == 0
