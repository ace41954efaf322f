"""The numbers of a cohort's board and who stands behind each of them, over plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

#: The signs with which a spreadsheet begins a formula, narrow and full width.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


@dataclass(frozen=True)
class Lesson:
    """A living lesson in one language: its steps in order."""

    id: str
    title: str
    steps: tuple[tuple[str, str], ...]

    def number_of(self, step_id: str | None) -> int | None:
        """Give the number (from 1) of a step, None when the lesson has it no longer."""
        ids = [each for each, _title in self.steps]
        return ids.index(step_id) + 1 if step_id in ids else None


@dataclass(frozen=True)
class Course:
    """A course that the cohort follows."""

    id: str
    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Member:
    """Somebody who is in the cohort today."""

    person_id: UUID
    name: str
    has_opened: bool
    last_seen: datetime | None


@dataclass(frozen=True)
class Mark:
    """One person's place in one lesson. ``step_id`` is the step she stands at."""

    person_id: UUID
    course_id: str
    lesson_id: str
    step_id: str | None
    seen_at: datetime
    is_finished: bool


@dataclass(frozen=True)
class Where:
    """The lesson in which somebody was last; ``step_number`` is None when it is finished or the step is gone."""

    course: Course
    lesson: Lesson
    step_number: int | None
    is_finished: bool


@dataclass(frozen=True)
class PersonRow:
    """One person of the board with her places by (course id, lesson id)."""

    member: Member
    marks: dict[tuple[str, str], Mark]
    finished_courses: frozenset[str]
    has_finished: bool
    where: Where | None

    @property
    def has_started(self) -> bool:
        """Tell whether she has kept a step in any of the cohort's courses."""
        return bool(self.marks)

    def finished_lessons(self, course: Course) -> int:
        """Count the living lessons of a course that she has finished."""
        return sum(1 for lesson in course.lessons if _is_finished(self, course.id, lesson.id))


@dataclass(frozen=True)
class StepCount:
    """How many people stand at one step; ``number`` is None for steps that are gone."""

    step_id: str
    number: int | None
    title: str
    people: int


@dataclass(frozen=True)
class LessonNumbers:
    """Of one lesson: how many began it, finished it, and where the others stand."""

    lesson: Lesson
    started: int
    finished: int
    at: tuple[StepCount, ...]


@dataclass(frozen=True)
class CourseNumbers:
    """Of one course: how many began it and finished all its lessons."""

    course: Course
    started: int
    finished: int
    lessons: tuple[LessonNumbers, ...]


@dataclass(frozen=True)
class Summary:
    """The numbers on top of the board; each counts people."""

    enrolled: int
    opened: int
    started: int
    finished: int
    courses: tuple[CourseNumbers, ...]


class Kind(StrEnum):
    """What a number of the board counts."""

    ALL = "all"
    OPENED = "opened"
    UNOPENED = "unopened"
    STARTED = "started"
    WAITING = "waiting"
    FINISHED = "finished"
    AT = "at"


@dataclass(frozen=True)
class Show:
    """Which people to show: those whom one number counts. Without a course, of the whole board."""

    kind: Kind = Kind.ALL
    course_id: str = ""
    lesson_id: str = ""
    step_id: str = ""


def person_rows(members: Iterable[Member], courses: Sequence[Course], marks: Iterable[Mark]) -> list[PersonRow]:
    """Put each member together with her places in the cohort's living lessons, in the order of the members."""
    living = {(course.id, lesson.id) for course in courses for lesson in course.lessons}
    places: dict[UUID, dict[tuple[str, str], Mark]] = {}
    for mark in marks:
        if (mark.course_id, mark.lesson_id) in living:
            places.setdefault(mark.person_id, {})[mark.course_id, mark.lesson_id] = mark
    return [_person_row(member, courses, places.get(member.person_id, {})) for member in members]


def _person_row(member: Member, courses: Sequence[Course], marks: dict[tuple[str, str], Mark]) -> PersonRow:
    done = {key for key, mark in marks.items() if mark.is_finished}
    taught = [course for course in courses if course.lessons]
    finished = frozenset(
        course.id for course in taught if all((course.id, lesson.id) in done for lesson in course.lessons)
    )
    return PersonRow(member, marks, finished, bool(taught) and len(finished) == len(taught), _where(courses, marks))


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


def _is_finished(row: PersonRow, course_id: str, lesson_id: str) -> bool:
    mark = row.marks.get((course_id, lesson_id))
    return mark is not None and mark.is_finished


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
        return _is_finished(row, show.course_id, show.lesson_id)
    if show.course_id:
        return show.course_id in row.finished_courses
    return row.has_finished


def safe_cell(value: object) -> str:
    """Give a value as a cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text
