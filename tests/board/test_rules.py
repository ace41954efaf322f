"""The numbers of a board and who stands behind each, without a database."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from college.board.rules import chosen, summary
from college.board.rules_rows import Beside, person_rows
from college.board.shapes import Course, Kind, Lesson, Mark, Member, Show

FIRST = Lesson("first", "第一课", (("open", "打开"), ("tap", "点一下")))
SECOND = Lesson("second", "第二课", (("look", "看一看"),))
REFUNDS = Course("refunds", "退货退款", (FIRST, SECOND))
SEARCH = Course("search", "搜索", (Lesson("typing", "打字", (("type", "打字"),)),))
EMPTY = Course("later", "以后", ())


def at(hour: int) -> datetime:
    return datetime(2026, 11, 21, hour, tzinfo=UTC)


def person(number: int, *, opened: bool = True) -> Member:
    return Member(UUID(int=number), f"学员{number}", opened, None)


def mark(number: int, lesson: str, step: str | None, hour: int = 8, *, finished: bool = False, course: str = "refunds"):
    return Mark(UUID(int=number), course, lesson, step, at(hour), finished)


#: 1 has not opened, 2 has opened, 3 stands at a step, 4 finished one lesson, 5 finished the course, 6 at a gone step.
MEMBERS = [person(1, opened=False), *(person(number) for number in range(2, 7))]
MARKS = [
    mark(3, "first", "tap"),
    mark(4, "first", None, finished=True),
    mark(5, "first", None, 7, finished=True),
    mark(5, "second", None, 9, finished=True),
    mark(6, "first", "gone"),
    mark(6, "retired-lesson", "open"),
    mark(9, "first", "open"),
]
COURSES = [REFUNDS]
ROWS = person_rows(MEMBERS, COURSES, MARKS)


def numbers(show: Show) -> list[int]:
    return [row.member.person_id.int for row in chosen(ROWS, show, COURSES)]


@pytest.mark.parametrize(
    ("show", "who"),
    [
        (Show(), [1, 2, 3, 4, 5, 6]),
        (Show(Kind.OPENED), [2, 3, 4, 5, 6]),
        (Show(Kind.UNOPENED), [1]),
        (Show(Kind.STARTED), [3, 4, 5, 6]),
        (Show(Kind.WAITING), [1, 2]),
        (Show(Kind.FINISHED), [5]),
        (Show(Kind.STARTED, "refunds"), [3, 4, 5, 6]),
        (Show(Kind.STARTED, "search"), []),
        (Show(Kind.FINISHED, "refunds"), [5]),
        (Show(Kind.STARTED, "refunds", "second"), [5]),
        (Show(Kind.WAITING, "refunds", "second"), [1, 2, 3, 4, 6]),
        (Show(Kind.FINISHED, "refunds", "first"), [4, 5]),
        (Show(Kind.AT, "refunds", "first", "tap"), [3]),
        (Show(Kind.AT, "refunds", "first", "open"), []),
        (Show(Kind.AT, "refunds", "first", ""), [6]),
        (Show(Kind.AT, "refunds", "second", "look"), []),
    ],
)
def test_a_number_opens_its_people(show, who):
    assert numbers(show) == who


def test_the_summary_counts_what_its_lists_hold():
    given = summary(ROWS, COURSES)
    assert (given.numbers.enrolled, given.numbers.opened, given.numbers.started, given.numbers.finished) == (6, 5, 4, 1)
    (course,) = given.courses
    assert (course.started, course.finished) == (4, 1)
    first, second = course.lessons
    assert (first.started, first.finished, second.started, second.finished) == (4, 2, 1, 1)
    assert [(step.step_id, step.number, step.people) for step in first.at] == [("tap", 2, 1), ("", None, 1)]
    assert first.started == first.finished + sum(step.people for step in first.at)


def test_a_person_was_last_where_she_was_seen_last():
    where = {row.member.person_id.int: row.where for row in ROWS}
    assert where[1] is None
    assert (where[3].lesson, where[3].step_number, where[3].is_finished) == (FIRST, 2, False)
    assert (where[5].lesson, where[5].step_number, where[5].is_finished) == (SECOND, None, True)
    assert where[6].step_number is None


def test_finished_means_every_course_that_has_lessons():
    both = person_rows([person(5)], [REFUNDS, SEARCH, EMPTY], [each for each in MARKS if each.person_id.int == 5])
    assert (both[0].has_finished, both[0].finished_courses) == (False, {"refunds"})
    assert both[0].finished_lessons(REFUNDS) == 2
    done = person_rows([person(5)], [REFUNDS, EMPTY], [each for each in MARKS if each.person_id.int == 5])
    assert done[0].has_finished


def test_a_cohort_without_lessons_has_finished_nothing():
    rows = person_rows([person(1)], [EMPTY], [])
    assert not rows[0].has_finished
    assert summary(rows, []).numbers.finished == 0


@pytest.mark.parametrize(("since", "stuck"), [(None, []), (at(8), []), (at(9), [3, 4, 6])])
def test_whoever_kept_nothing_since_then_and_has_not_finished_is_stuck(since, stuck):
    rows = person_rows(MEMBERS, COURSES, MARKS, Beside(since))
    assert [row.member.person_id.int for row in chosen(rows, Show(Kind.STUCK))] == stuck
