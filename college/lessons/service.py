"""What a reader may follow and keep: her courses, a lesson, a step, a practice tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from college.cohorts import service as cohorts
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.lessons import rules
from college.library import service as library
from college.library.service import CourseView, LessonHead, LessonView
from college.progress import service as progress
from college.progress.service import Place, State


@dataclass(frozen=True)
class Reader:
    """How somebody stands to a course: a student of it (her cohort is there), another signed-in person, or nobody."""

    person_id: UUID | None
    cohort: cohorts.ClassOf | None
    #: A student who has not agreed that anything is kept: she reads like a visitor.
    may_agree: bool = False

    @property
    def is_student(self) -> bool:
        """Whether what she does is kept."""
        return self.cohort is not None

    @property
    def teacher(self) -> tuple[str, str] | None:
        """Name and telephone of the teacher whom she may call, when her class has given one."""
        return (self.cohort.teacher_name, self.cohort.teacher_phone) if self.cohort and self.cohort.teacher_phone else None

    @property
    def is_visitor(self) -> bool:
        """Whether she has not signed in."""
        return self.person_id is None


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a course's list; ``number`` counts from 1, ``step_number`` is where she goes on."""

    head: LessonHead
    number: int
    state: State
    step_number: int
    new_steps: int
    seen_at: datetime | None


@dataclass(frozen=True)
class CourseLine:
    """A course with its lessons as one student has them."""

    course: CourseView
    lines: tuple[LessonLine, ...]

    @property
    def seen_at(self) -> datetime | None:
        """When she last kept a step of this course."""
        return max((line.seen_at for line in self.lines if line.seen_at), default=None)

    @property
    def state(self) -> State:
        """How far she is in the whole course."""
        if all(line.state == State.FINISHED for line in self.lines):
            return State.FINISHED
        return State.NOT_STARTED if self.seen_at is None else State.STARTED

    @property
    def finished_count(self) -> int:
        """How many lessons she has finished."""
        return len(self.finished_ids)

    @property
    def finished_ids(self) -> frozenset[str]:
        """Which lessons she has finished."""
        return frozenset(line.head.id for line in self.lines if line.state == State.FINISHED)

    @property
    def go_on(self) -> LessonLine | None:
        """The lesson to go on with: where she was last, and when that is finished the next unfinished one."""
        by_id = {line.head.id: line for line in self.lines}
        last = max((line for line in self.lines if line.seen_at), key=lambda line: line.seen_at, default=None)
        if last and last.state != State.FINISHED:
            return last
        next_id = progress.next_lesson(list(by_id), self.finished_ids, last.head.id if last else None)
        return by_id[next_id] if next_id else None


@dataclass(frozen=True)
class End:
    """The end of a lesson: what comes next, and how many of the course's lessons are finished."""

    next: LessonHead | None
    finished_count: int
    total: int


def reader_of(*, actor: Actor, course_id: str) -> Reader:
    """Say how this actor stands to a course: one query when she is signed in, none otherwise."""
    if actor.person_id is None or not actor.may_keep:
        return Reader(actor.person_id, None, may_agree=actor.person_id is not None)
    return Reader(actor.person_id, cohorts.class_of(actor.person_id, course_id))


def student_of(*, actor: Actor, course_id: str) -> Reader:
    """Give the student who may keep something in this course.

    Raises NotAllowed when she follows no lessons at all, NotFound when no cohort of hers has this course.
    """
    reader = reader_of(actor=actor, course_id=course_id)
    if reader.cohort is None:
        raise NotFound
    ensure(actor, Permission.LESSON_FOLLOW, reader.cohort.scope)
    return reader


def my_courses(*, actor: Actor) -> list[CourseLine]:
    """Give the courses of this actor's cohorts, the one that she followed last first."""
    if actor.person_id is None:
        return []
    course_ids = list(dict.fromkeys(course_id for _, course_id in cohorts.courses_of(actor.person_id)))
    published = {course.id: course for course in library.published_courses()}
    places = progress.lesson_progress(person_id=actor.person_id, course_ids=course_ids)
    lines = [course_line(published[each], places) for each in course_ids if each in published]
    begun = sorted((line for line in lines if line.seen_at), key=lambda line: line.seen_at, reverse=True)
    return begun + [line for line in lines if not line.seen_at]


def course_for(*, reader: Reader, course_id: str) -> CourseLine:
    """Give one published course with what this reader has done of it. Raises NotFound."""
    course = library.course(course_id)
    if not reader.is_student:
        return course_line(course, {})
    return course_line(course, progress.lesson_progress(person_id=reader.person_id, course_ids=[course_id]))


def course_line(course: CourseView, places: Mapping[tuple[str, str], Place]) -> CourseLine:
    """Put a course and a student's places in it together."""
    mine = [places.get((course.id, head.id)) for head in course.lessons]
    lines = [_lesson_line(head, number, place) for number, (head, place) in enumerate(zip(course.lessons, mine), 1)]
    return CourseLine(course, tuple(lines))


def _lesson_line(head: LessonHead, number: int, place: Place | None) -> LessonLine:
    current = place.current_step_id if place else None
    step_number = head.step_ids.index(current) + 1 if current in head.step_ids else 1
    state = progress.state(place)
    new_steps = max(len(head.step_ids) - place.done_count, 0) if place and state == State.FINISHED else 0
    return LessonLine(head, number, state, step_number, new_steps, place.seen_at if place else None)


def resume_step(*, reader: Reader, lesson: LessonView) -> str:
    """Give the step at which this reader goes on with a lesson. Raises NotFound for a lesson without steps."""
    if not lesson.step_ids:
        raise NotFound
    place = _place(reader, lesson)
    if place is None:
        return lesson.step_ids[0]
    if place.current_step_id in lesson.step_ids:
        return place.current_step_id
    done = progress.done_steps(person_id=reader.person_id, course_id=lesson.course_id, step_ids=lesson.step_ids)
    retired = library.retired_steps(lesson.course_id, lesson.id)
    return progress.resume_step(lesson.step_ids, done, place.current_step_id, retired) or lesson.step_ids[0]


def _place(reader: Reader, lesson: LessonView) -> Place | None:
    if not reader.is_student:
        return None
    places = progress.lesson_progress(person_id=reader.person_id, course_ids=[lesson.course_id])
    return places.get((lesson.course_id, lesson.id))


def keep_step(*, actor: Actor, lesson: LessonView, step_id: str, waited: float | None = None) -> str | None:
    """Keep that this student finished a step; give the step to show next, or None when the lesson is finished.

    ``waited`` is the seconds that her phone held the tap back. Safe to repeat.
    Raises NotFound when the step is not in the lesson or the course is not hers, NotAllowed when she is no student.
    """
    student = student_of(actor=actor, course_id=lesson.course_id)
    place = progress.keep_step(
        person_id=student.person_id,
        course_id=lesson.course_id,
        lesson_id=lesson.id,
        step_ids=lesson.step_ids,
        step_id=step_id,
        waited=waited,
    )
    follows = rules.neighbours(lesson.step_ids, step_id)
    if follows.next or place.finished_at:
        return follows.next
    done = progress.done_steps(person_id=student.person_id, course_id=lesson.course_id, step_ids=lesson.step_ids)
    return progress.resume_step(lesson.step_ids, done, None)


def keep_tap(
    *, actor: Actor, lesson: LessonView, step_id: str, at: int, tapped: str, client_id: UUID, waited: float | None = None
) -> bool:
    """Keep one practice tap of this student; False when it was kept before or is not a place on that screen.

    ``at`` is the screen of the path, from 1; ``waited`` the seconds that her phone held the tap back.
    Raises NotFound when there is no such screen or the course is not hers, NotAllowed when she is no student.
    """
    student = student_of(actor=actor, course_id=lesson.course_id)
    step = lesson.in_language("zh").step(step_id)
    if step is None or not 1 <= at <= len(step.practice):
        raise NotFound
    screen = step.practice[at - 1]
    if tapped not in library.screens().targets(screen.screen, screen.values):
        return False
    return progress.keep_tap(
        person_id=student.person_id,
        client_id=client_id,
        course_id=lesson.course_id,
        step_id=step_id,
        screen=screen.screen,
        target=tapped,
        expected=screen.target or "",
        waited=waited,
    )


def end_of(*, reader: Reader, lesson: LessonView) -> End | None:
    """Give what follows a finished lesson, or None when this student has not finished it yet."""
    course = course_for(reader=reader, course_id=lesson.course_id)
    ids = [line.head.id for line in course.lines]
    if reader.is_student and lesson.id not in course.finished_ids:
        return None
    behind = set(ids[: ids.index(lesson.id) + 1]) if lesson.id in ids and not reader.is_student else {lesson.id}
    next_id = progress.next_lesson(ids, course.finished_ids | behind, lesson.id)
    return End(course.course.lesson(next_id) if next_id else None, course.finished_count, len(ids))


def lesson_holding(*, lesson: LessonView, step_id: str) -> str:
    """Give the lesson in which a step stands now; this one when it stood here before. Raises NotFound."""
    if step_id in library.retired_steps(lesson.course_id, lesson.id):
        return lesson.id
    return library.lesson_of_step(lesson.course_id, step_id)


def owner_mark(reader: Reader) -> str:
    """Give a short mark of this reader for the phone's waiting list: it tells two people apart and names nobody."""
    return sha256(str(reader.person_id).encode()).hexdigest()[:12] if reader.person_id else ""
