"""A cohort's board on a real database: what is read, what is refused, that page and export agree."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.board import service
from college.board.shapes import Kind, Show
from college.cohorts import service as cohorts
from college.core.audit import AuditEntry
from college.core.clock import today
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.progress import service as progress
from tests.support.college import XIHU

pytestmark = pytest.mark.both_databases

SYSTEM = Actor.system()


@pytest.fixture
def cohort(college, refunds):
    """Make a cohort that follows the shipped course: one waits, one opened, one began, one finished a lesson."""
    cohort_id = college.cohort(courses=(refunds,))
    names = ("=安娜", "李秀兰", "陈玉珍", "张建国")
    made = {name: college.student(cohort_id, name, phone="14000000011") for name in names}
    with college.work():
        lesson = library.course(refunds).lessons[0]
        for name in ("陈玉珍", "张建国"):
            steps = lesson.step_ids[:1] if name == "陈玉珍" else lesson.step_ids
            for step_id in steps:
                progress.keep_step(
                    person_id=made[name],
                    course_id=refunds,
                    lesson_id=lesson.id,
                    step_ids=lesson.step_ids,
                    step_id=step_id,
                )
        for name in ("李秀兰", "陈玉珍", "张建国"):
            card, _token = accounts.issue_card(
                actor=SYSTEM, person_id=made[name], expires_on=today() + timedelta(days=30)
            )
            card.first_used_at = card.made_at
    return cohort_id


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def board(college, cohort_id, who=None):
    actor = college.actor(who) if who else SYSTEM
    return service.board_of(actor, Permission.BOARD_VIEW, cohort_id, "zh")


def test_the_board_counts_cards_and_places(college, cohort, refunds):
    with college.work():
        given = board(college, cohort)
        lesson = library.course(refunds).lessons[0]
    numbers = given.numbers
    assert (numbers.enrolled, numbers.opened, numbers.started, numbers.finished) == (4, 3, 2, 0)
    first = given.summary.courses[0].lessons[0]
    assert (first.started, first.finished) == (2, 1)
    assert [(step.step_id, step.number, step.people) for step in first.at] == [(lesson.step_ids[1], 2, 1)]


def test_whoever_left_is_not_counted(college, cohort):
    with college.work():
        gone = next(person for _each, person in cohorts.enrolled(cohort) if person.name == "张建国")
        cohorts.end_enrollment(actor=SYSTEM, cohort_id=cohort, person_id=gone.id)
    with college.work():
        given = board(college, cohort).numbers
    assert (given.enrolled, given.started) == (3, 1)


def test_a_cohort_without_people_or_courses_has_a_board(college):
    with college.work():
        given = board(college, college_cohort(college))
    assert (given.rows, given.courses, given.numbers.enrolled) == ([], [], 0)


def college_cohort(college):
    cohort = cohorts.Cohort(
        district_code="330102", name="空班", starts_on=today(), ends_on=today(), teacher_name="", teacher_phone=""
    )
    cohorts.ensure_districts()
    db.session.add(cohort)
    db.session.flush()
    return cohort.id


def test_the_export_holds_the_people_of_the_page(college, cohort):
    coordinator = college.coordinator()
    with college.work():
        shown = board(college, cohort, coordinator)
        rows = service.people_of(shown, Show(Kind.STARTED))
        data = service.export_people(
            actor=college.actor(coordinator), cohort_id=cohort, show=Show(Kind.STARTED), lang="zh"
        )
    lines = read(data)
    assert [line[0] for line in lines[1:]] == [row.member.name for row in rows] == ["陈玉珍", "张建国"]
    assert len({len(line) for line in lines}) == 1


def test_the_export_is_safe_and_says_no_telephone(college, cohort):
    with college.work():
        data = service.export_people(actor=SYSTEM, cohort_id=cohort, show=Show(), lang="zh")
    assert read(data)[1][0] == "'=安娜"
    assert b"14000000011" not in data and b"0011" not in data


def test_the_numbers_are_those_of_the_board(college, cohort):
    with college.work():
        given = board(college, cohort).numbers
        data = service.export_table(actor=SYSTEM, cohort_id=cohort, what="numbers", lang="zh")
    people = [line[4] for line in read(data)[1:14]]
    told = (given.enrolled, given.opened, "", given.came, given.started, given.practised, given.finished_one)
    told += (given.finished, given.shown, given.silent, given.calling, given.called, given.asking)
    assert people == [str(each) for each in told]


def test_an_export_is_kept_in_the_audit(college, cohort):
    coordinator = college.coordinator()
    with college.work():
        service.export_people(actor=college.actor(coordinator), cohort_id=cohort, show=Show(), lang="zh")
    with college.work():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "board.export")).one()
        assert (entry.actor_id, entry.subject, entry.detail["people"]) == (coordinator, f"cohort:{cohort}", 4)


def test_a_lecturer_sees_the_board_and_takes_nothing_out(college, cohort):
    lecturer = college.lecturer(cohort)
    with college.work():
        assert board(college, cohort, lecturer).numbers.enrolled == 4
    with pytest.raises(NotAllowed), college.work():
        service.export_table(actor=college.actor(lecturer), cohort_id=cohort, what="weeks", lang="zh")


def test_another_district_sees_nothing(college, cohort):
    stranger = college.coordinator(XIHU)
    with pytest.raises(NotFound), college.work():
        board(college, cohort, stranger)
    with pytest.raises(NotFound), college.work():
        service.export_people(actor=college.actor(stranger), cohort_id=cohort, show=Show(), lang="zh")


@pytest.mark.parametrize("show", [Show(Kind.STARTED, "none"), Show(Kind.STARTED, "refunds", "none")])
def test_a_lesson_that_the_cohort_does_not_follow_is_not_found(college, cohort, show):
    with pytest.raises(NotFound), college.work():
        service.people_of(board(college, cohort), show)
