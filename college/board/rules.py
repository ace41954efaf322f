"""The numbers of a cohort's board and who stands behind each of them, over plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from college.board.shapes import (
    Course,
    CourseNumbers,
    Kind,
    Lesson,
    LessonNumbers,
    Mark,
    Member,
    PersonRow,
    Show,
    StepCount,
    Summary,
    Where,
)


def person_rows(
    members: Iterable[Member],
    courses: Sequence[Course],
    marks: Iterable[Mark],
    quiet_since: datetime | None = None,
) -> list[PersonRow]:
    """Put each member together with her places in the cohort's living lessons, in the order of the members.

    Whoever has begun, not finished, and kept no step since ``quiet_since`` is stuck; without it nobody is.
    """
    living = {(course.id, lesson.id) for course in courses for lesson in course.lessons}
    places: dict[UUID, dict[tuple[str, str], Mark]] = {}
    for mark in marks:
        if (mark.course_id, mark.lesson_id) in living:
            places.setdefault(mark.person_id, {})[mark.course_id, mark.lesson_id] = mark
    return [_person_row(member, courses, places.get(member.person_id, {}), quiet_since) for member in members]


def _person_row(
    member: Member, courses: Sequence[Course], marks: dict[tuple[str, str], Mark], quiet_since: datetime | None
) -> PersonRow:
    done = {key for key, mark in marks.items() if mark.is_finished}
    taught = [course for course in courses if course.lessons]
    finished = frozenset(
        course.id for course in taught if all((course.id, lesson.id) in done for lesson in course.lessons)
    )
    has_finished = bool(taught) and len(finished) == len(taught)
    last = max((mark.seen_at for mark in marks.values()), default=None)
    is_stuck = bool(last and quiet_since and last < quiet_since) and not has_finished
    return PersonRow(member, marks, finished, has_finished, _where(courses, marks), is_stuck)


def _where(courses: Sequence[Course], marks: dict[tuple[str, str], Mark]) -> Where | None:
    if not marks:
        return None
    latest = max(marks.values(), key=lambda mark: (mark.seen_at, not mark.is_finished))
    course = next(each for each in courses if each.id == latest.course_id)
    lesson = next(each for each in course.lessons if each.id == latest.lesson_id)
    number = None if latest.is_finished else lesson.number_of(latest.step_id)
    return Where(course, lesson, number, latest.is_finished)


def summary(rows: Sequence[PersonRow], courses: Sequence[Course]) -> Summary:
    """Count the people of a board. Every number is the length of the list that `chosen` gives for it."""
    return Summary(
        enrolled=len(rows),
        opened=len(chosen(rows, Show(Kind.OPENED))),
        started=len(chosen(rows, Show(Kind.STARTED))),
        finished=len(chosen(rows, Show(Kind.FINISHED))),
        courses=tuple(_course_numbers(rows, course) for course in courses),
    )


def _course_numbers(rows: Sequence[PersonRow], course: Course) -> CourseNumbers:
    return CourseNumbers(
        course=course,
        started=len(chosen(rows, Show(Kind.STARTED, course.id))),
        finished=len(chosen(rows, Show(Kind.FINISHED, course.id))),
        lessons=tuple(_lesson_numbers(rows, course, lesson) for lesson in course.lessons),
    )


def _lesson_numbers(rows: Sequence[PersonRow], course: Course, lesson: Lesson) -> LessonNumbers:
    stands = Counter(
        standing for row in rows if (standing := standing_at(row, course.id, lesson)) is not None
    )
    steps = [*((step_id, number, title) for number, (step_id, title) in enumerate(lesson.steps, start=1)), ("", None, "")]
    return LessonNumbers(
        lesson=lesson,
        started=len(chosen(rows, Show(Kind.STARTED, course.id, lesson.id))),
        finished=len(chosen(rows, Show(Kind.FINISHED, course.id, lesson.id))),
        at=tuple(StepCount(step_id, number, title, stands[step_id]) for step_id, number, title in steps if stands[step_id]),
    )


def standing_at(row: PersonRow, course_id: str, lesson: Lesson) -> str | None:
    """Give the step at which somebody stands in a lesson, '' for one that is gone, None when she is not in it."""
    mark = row.marks.get((course_id, lesson.id))
    if mark is None or mark.is_finished:
        return None
    return mark.step_id if mark.step_id and lesson.number_of(mark.step_id) else ""


def chosen(rows: Sequence[PersonRow], show: Show, courses: Sequence[Course] = ()) -> list[PersonRow]:
    """Give the people whom a number of the board counts; ``courses`` are needed for `Kind.AT` alone."""
    return [row for row in rows if _is_meant(row, show, courses)]


def _is_meant(row: PersonRow, show: Show, courses: Sequence[Course]) -> bool:
    if show.kind is Kind.OPENED:
        return row.member.has_opened
    if show.kind is Kind.UNOPENED:
        return not row.member.has_opened
    if show.kind is Kind.STARTED:
        return _began(row, show)
    if show.kind is Kind.WAITING:
        return not _began(row, show)
    if show.kind is Kind.FINISHED:
        return _ended(row, show)
    if show.kind is Kind.STUCK:
        return row.is_stuck
    if show.kind is Kind.AT:
        return any(
            standing_at(row, course.id, lesson) == show.step_id
            for course in courses
            if course.id == show.course_id
            for lesson in course.lessons
            if lesson.id == show.lesson_id
        )
    return True


def _began(row: PersonRow, show: Show) -> bool:
    if show.lesson_id:
        return (show.course_id, show.lesson_id) in row.marks
    if show.course_id:
        return any(course_id == show.course_id for course_id, _lesson in row.marks)
    return row.has_started


def _ended(row: PersonRow, show: Show) -> bool:
    if show.lesson_id:
        return row.has_finished_lesson(show.course_id, show.lesson_id)
    if show.course_id:
        return show.course_id in row.finished_courses
    return row.has_finished
