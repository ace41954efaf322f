"""People in what is written: she reads what she wrote, it goes with her, and two records of hers become one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.authoring import service
from college.authoring.models import CourseHome, LessonDraft, Presence, Reading
from college.core.clock import now, today
from college.core.db import db, new_id
from college.library import service as library
from college.library.models import Lesson
from college.privacy import own

pytestmark = pytest.mark.usefixtures("refunds")
TABLES = (CourseHome, LessonDraft, Presence, Reading)


@pytest.fixture
def two(college):
    """Give two authors, one of whom stands everywhere where somebody can stand."""
    return college.person("卞秋声"), college.person("钱讲师")


@pytest.fixture
def written(college, two):
    """Write a course in which both have a hand; give what stands in it afterwards."""
    hers, other = (str(each) for each in two)
    at = now().isoformat()
    with college.work():
        db.session.add(CourseHome(course_id="refunds", created_by=two[0]))
        draft = LessonDraft(
            course_id="refunds", lesson_id="find-order", zh="---\ntitle: 找到那一单\n---\n她写的话。", publish_by=two[0],
            publish_on=today() + timedelta(days=3), publish_version=1, publish_why="更好懂",
            touched={"head": {"by": hers, "at": at, "version": 2}, "open": {"by": other, "at": at, "version": 1}},
            removed=[{"id": "gone", "after": "", "zh": "## 一步 {#gone}", "en": "", "by": hers, "at": at}],
            aside=[{"id": "1", "part": "head", "zh": "x", "en": "", "by": other, "at": at, "instead_by": hers, "instead_at": at}],
            created_by=two[0], changed_by=two[0],
        )  # fmt: skip
        db.session.add(draft)
        db.session.flush()
        asked = {"draft_id": draft.id, "asked": "看得懂吗？"}
        db.session.add(Reading(**asked, client_id=new_id(), reader_id=two[1], asked_by=two[0]))
        db.session.add(Reading(**asked, client_id=new_id(), reader_id=two[0], asked_by=two[1], verdict="good", answered_at=now()))
        db.session.add(Presence(course_id="refunds", lesson_id="find-order", person_id=two[0], part="head", seen_at=now()))
    return lambda: _rows(college)


def _rows(college) -> dict:
    with college.app.app_context():
        ordered = {model.__name__: select(model.__table__).order_by(*model.__table__.primary_key) for model in TABLES}
        return {name: [dict(row) for row in db.session.execute(each).mappings()] for name, each in ordered.items()}


def test_she_reads_what_she_wrote_and_read(college, two, written):
    with college.app.test_request_context():
        told, others = own.gathered(two[0]), own.gathered(two[1])
    assert [(each["course"], each["lesson"], each["begun_by_her"]) for each in told["written"]] == [("退货退款不用怕", "找到那一单", True)]
    assert [each["given_by_her"] for each in told["readings"]] == [True, False]
    assert told["open_texts"] and not others["open_texts"]
    assert [each["begun_by_her"] for each in others["written"]] == [False]


@pytest.mark.both_databases
def test_she_goes_and_the_course_keeps_its_words(college, two, written):
    before = written()
    for _ in range(2):
        with college.work():
            service.forget(two[0])
    after = written()
    assert str(two[0]) not in repr(after) and two[0].hex not in repr(after)
    (draft,), (old,) = after["LessonDraft"], before["LessonDraft"]
    assert (draft["zh"], draft["removed"][0]["zh"], draft["aside"][0]["zh"]) == (old["zh"], "## 一步 {#gone}", "x")
    assert draft["touched"]["open"] == old["touched"]["open"] and draft["touched"]["head"]["by"] == ""
    assert (draft["publish_on"], draft["publish_by"], draft["publish_why"]) == (None, None, "")
    assert (after["Reading"], after["Presence"]) == ([], [])


@pytest.mark.both_databases
def test_two_records_become_one_and_are_parted_again(college, two, written):
    third = college.person("卞秋声")
    before = written()
    with college.work():
        moved = service.move_person(from_id=two[0], to_id=third)
    together = written()
    assert together["CourseHome"][0]["created_by"] == together["LessonDraft"][0]["publish_by"] == third
    assert {third} < {each for row in together["Reading"] for each in (row["reader_id"], row["asked_by"])}
    with college.work():
        service.move_person_back(from_id=two[0], to_id=third, moved=moved)
    assert {**written(), "Presence": before["Presence"]} == before


@pytest.mark.both_databases
def test_who_held_a_lesson_beside_a_phone_goes_and_the_day_stays(college, two):
    with college.work():
        row = db.session.get_one(Lesson, ("refunds", "find-order"))
        row.checked_on, row.checked_by = today(), two[0]
        row.checked_before = {"on": "2026-05-01", "version": "", "by": str(two[0]), "at": now().isoformat()}
    with college.work():
        library.forget(two[0])
    with college.work():
        row = db.session.get_one(Lesson, ("refunds", "find-order"))
        assert (row.checked_on, row.checked_by, row.checked_before["on"], row.checked_before["by"]) == (today(), None, "2026-05-01", "")
