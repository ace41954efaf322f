"""Counts progress again from the finished steps: for the command that proves it, and after texts were changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from college.core.db import db
from college.library import service as library
from college.progress import queries
from college.progress.models import LessonProgress
from college.progress.rules import Place
from college.progress.rules_places import Fact, Texts, counted

#: People counted in one transaction, so that nobody waits long for the write lock.
BATCH = 200


@dataclass(frozen=True)
class Difference:
    """One value that was not what the finished steps say."""

    person_id: UUID
    course_id: str
    lesson_id: str
    what: str
    was: object
    now: object

    def __str__(self) -> str:
        return f"{self.course_id}/{self.lesson_id} person {self.person_id}: {self.what} was {self.was}, is {self.now}"


@dataclass(frozen=True)
class Batch:
    """What a part of the people differed in, and the last of them (None when nobody was left)."""

    differences: list[Difference]
    last: UUID | None


def texts_of(course_id: str) -> Texts:
    """Give the lessons of a course as they are taught today. Raises NotFound when it is not published."""
    known: dict[tuple[str, str], tuple[str, ...]] = {}

    def held(lesson_id: str, step_id: str) -> tuple[str, ...]:
        if (lesson_id, step_id) not in known:
            known[lesson_id, step_id] = library.held_steps(course_id, lesson_id, step_id)
        return known[lesson_id, step_id]

    steps = {head.id: head.step_ids for head in library.course(course_id).lessons}
    return Texts(steps, library.former_ids(course_id), held)


def rebuild(*, course_id: str, after: UUID | None = None) -> Batch:
    """Mend the progress in one course of the next `BATCH` people after ``after``, in the caller's unit of work.

    What is finished stays finished. Raises NotFound when the course is not published.
    """
    texts = texts_of(course_id)
    people = queries.people_after(course_id, after, BATCH)
    if not people:
        return Batch([], None)
    stored = queries.stored_progress(course_id, people)
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    for row in queries.done_rows(course_id, people):
        facts[row.person_id].append(Fact(row.step_id, row.lesson_id, row.done_at))
    differences: list[Difference] = []
    for person_id in people:
        rows = stored.get(person_id, {})
        places = counted(texts, facts[person_id], {lesson_id: row.place for lesson_id, row in rows.items()})
        differences += _mend(person_id, course_id, rows, places)
    db.session.flush()
    return Batch(differences, people[-1])


def _mend(
    person_id: UUID, course_id: str, rows: Mapping[str, LessonProgress], places: Mapping[str, Place]
) -> Iterable[Difference]:
    for lesson_id in sorted({*rows, *places}):
        key, row, place = (person_id, course_id, lesson_id), rows.get(lesson_id), places.get(lesson_id)
        if row is None:
            db.session.add(LessonProgress(person_id=person_id, course_id=course_id, lesson_id=lesson_id, **vars(place)))
            yield Difference(*key, "the whole row", "missing", "kept")
        elif place is None:
            db.session.delete(row)
            yield Difference(*key, "the whole row", "kept", "that of the lesson as it is called today")
        else:
            yield from _changed(key, row, place)


def _changed(key: tuple[UUID, str, str], row: LessonProgress, place: Place) -> Iterable[Difference]:
    before = row.place
    for name, value in vars(place).items():
        if getattr(before, name) != value:
            setattr(row, name, value)
            yield Difference(*key, name, getattr(before, name), value)
