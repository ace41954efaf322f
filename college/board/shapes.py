"""The plain values of which a board is made: courses, people, their places, and the numbers over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from college.board.counting_shapes import CohortNumbers, Deeds


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
    finished_at: datetime | None = None


@dataclass(frozen=True)
class Where:
    """The lesson in which somebody was last; ``step_number`` is None when it is finished or the step is gone.

    ``is_missing`` says that she has kept the last step, but not all before it.
    """

    course: Course
    lesson: Lesson
    step_number: int | None
    is_finished: bool
    is_missing: bool = False


@dataclass(frozen=True)
class PersonRow:
    """One person of the board with her places by (course id, lesson id)."""

    member: Member
    marks: dict[tuple[str, str], Mark]
    finished_courses: frozenset[str]
    has_finished: bool
    where: Where | None
    #: She has begun, not finished or shown every lesson, and kept no step for long.
    is_stuck: bool = False
    #: She has finished or shown in person every lesson of every course.
    has_reached: bool = False
    deeds: Deeds = Deeds()
    #: She has called for help since Monday.
    has_called: bool = False
    #: How many lessons she finished in each week, by the week's key.
    done_in: Mapping[str, int] = field(default_factory=dict)

    @property
    def last_step_at(self) -> datetime | None:
        """When she last kept a step of the cohort's courses."""
        return max((mark.seen_at for mark in self.marks.values()), default=None)

    @property
    def is_calling(self) -> bool:
        """Tell whether she called for help and has kept no step since."""
        called, last = self.deeds.called_at, self.last_step_at
        return called is not None and (last is None or last < called)

    @property
    def lessons_finished(self) -> int:
        """Count the lessons that she has finished."""
        return sum(1 for mark in self.marks.values() if mark.is_finished)

    @property
    def has_started(self) -> bool:
        """Tell whether she has kept a step in any of the cohort's courses."""
        return bool(self.marks)

    def has_finished_lesson(self, course_id: str, lesson_id: str) -> bool:
        """Tell whether she has finished a lesson."""
        mark = self.marks.get((course_id, lesson_id))
        return mark is not None and mark.is_finished

    def has_reached_lesson(self, course_id: str, lesson_id: str) -> bool:
        """Tell whether she has finished a lesson or shown it in person."""
        return self.has_finished_lesson(course_id, lesson_id) or (course_id, lesson_id) in self.deeds.shown

    def finished_lessons(self, course: Course) -> int:
        """Count the living lessons of a course that she has finished."""
        return sum(1 for lesson in course.lessons if self.has_finished_lesson(course.id, lesson.id))


@dataclass(frozen=True)
class StepCount:
    """How many people stand at one step; ``number`` is None for steps that are gone, and for `MISSING`."""

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
class StuckAt:
    """A place at which people stand who are silent: how many, and since when the longest.

    ``step_id`` is a step, "" for one that is gone, `BEHIND` or `MISSING`; ``number`` is None but for a step.
    """

    course: Course
    lesson: Lesson
    step_id: str
    number: int | None
    title: str
    people: int
    since: datetime


@dataclass(frozen=True)
class Summary:
    """The numbers of the board, and of each course; where the silent ones stand, the most people first."""

    numbers: CohortNumbers
    courses: tuple[CourseNumbers, ...]
    stuck_at: tuple[StuckAt, ...]


#: Stand in the place of a step, and no step has such an id: for whoever has finished the lesson and not gone on, and
#: for whoever has kept its last step while earlier ones are missing.
BEHIND, MISSING = ".", "~"


class Kind(StrEnum):
    """What a number of the board counts."""

    ALL = "all"
    OPENED = "opened"
    UNOPENED = "unopened"
    CAME = "came"
    NEVER_CAME = "never-came"
    THERE = "there"
    STARTED = "started"
    WAITING = "waiting"
    FINISHED = "finished"
    FINISHED_ONE = "finished-one"
    PRACTISED = "practised"
    SHOWN = "shown"
    REACHED = "reached"
    STUCK = "stuck"
    AT = "at"
    CALLING = "calling"
    CALLED = "called"
    ASKING = "asking"
    ACTIVE = "active"
    DONE = "done"


@dataclass(frozen=True)
class Show:
    """Which people to show: those whom one number counts. Without a course, of the whole board.

    ``week`` is a week's key for `Kind.ACTIVE` and `Kind.DONE`, ``meeting_id`` a held meeting for `Kind.THERE`.
    """

    kind: Kind = Kind.ALL
    course_id: str = ""
    lesson_id: str = ""
    step_id: str = ""
    week: str = ""
    meeting_id: UUID | None = None
