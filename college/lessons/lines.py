"""Courses and lessons as one student has them: where she is, what is finished, where she goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.library import service as library
from college.library.service import CourseView, LessonHead
from college.progress import service as progress
from college.progress.service import Place, State


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


def course_line(
    course: CourseView, places: Mapping[tuple[str, str], Place], person_id: UUID | None = None
) -> CourseLine:
    """Put a course and a student's places in it together; ``person_id`` is whose places they are."""
    mine = [places.get((course.id, head.id)) for head in course.lessons]
    pairs = enumerate(zip(course.lessons, mine, strict=True), start=1)
    return CourseLine(course, tuple(_lesson_line(head, number, place, person_id) for number, (head, place) in pairs))


def goes_on(
    person_id: UUID, course_id: str, lesson_id: str, step_ids: Sequence[str], place: Place | None
) -> tuple[str, bool]:
    """Give the step at which she goes on in a lesson that has steps, and whether she has done all of them."""
    done = progress.done_steps(person_id=person_id, course_id=course_id, step_ids=step_ids)
    current = place.current_step_id if place else None
    held = library.held_steps(course_id, lesson_id, current) if current and current not in step_ids else ()
    return progress.resume_step(step_ids, done, current, held) or step_ids[0], len(done) == len(step_ids)


def _lesson_line(head: LessonHead, number: int, place: Place | None, person_id: UUID | None) -> LessonLine:
    current, state = place.current_step_id if place else None, progress.state(place)
    if state == State.STARTED and person_id and head.step_ids and current not in head.step_ids:
        current, _is_all_done = goes_on(person_id, head.course_id, head.id, head.step_ids, place)
    step_number = head.step_ids.index(current) + 1 if current in head.step_ids else 1
    new_steps = max(len(head.step_ids) - place.done_count, 0) if place and state == State.FINISHED else 0
    return LessonLine(head, number, state, step_number, new_steps, place.seen_at if place else None)
