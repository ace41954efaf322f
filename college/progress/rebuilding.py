"""Counts progress again from the finished steps, for the command that proves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.core.db import db
from college.library import service as library
from college.progress import queries, rules
from college.progress.models import LessonProgress
from college.progress.rules import Place

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


def rebuild(*, course_id: str, after: UUID | None = None) -> Batch:
    """Mend the progress in one course of the next `BATCH` people after ``after``, in the caller's unit of work.

    What is finished stays finished. Raises NotFound when the course is not published.
    """
    steps = {head.id: head.step_ids for head in library.course(course_id).lessons}
    rows = queries.done_rows(course_id, after, BATCH)
    if not rows:
        return Batch([], None)
    holder = {step_id: lesson_id for lesson_id, step_ids in steps.items() for step_id in step_ids}
    done: dict[UUID, dict[str, dict[str, datetime]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        done[row.person_id][holder.get(row.step_id, row.lesson_id)][row.step_id] = row.done_at
    stored = queries.stored_progress(course_id, list(done))
    differences: list[Difference] = []
    for person_id, lessons in done.items():
        for lesson_id in {*lessons, *(key[1] for key in stored if key[0] == person_id)}:
            row = stored.get((person_id, lesson_id))
            differences += _mend(row, (person_id, course_id, lesson_id), steps.get(lesson_id, ()), lessons[lesson_id])
    db.session.flush()
    return Batch(differences, max(done))


def recount(before: Place | None, steps: Sequence[str], done: Mapping[str, datetime]) -> Place:
    """Give the place that ``done`` proves; a later tap that ``before`` knows of still says where she is."""
    if not done:
        assert before is not None
        return Place(before.current_step_id, before.started_at, before.seen_at, before.finished_at, 0)
    last = max(done, key=lambda step: (done[step], steps.index(step) if step in steps else -1))
    keeps = before is not None and before.seen_at >= done[last]
    return Place(
        current_step_id=before.current_step_id if keeps else rules.following(steps, last),
        started_at=min(done.values()),
        seen_at=before.seen_at if keeps else done[last],
        finished_at=rules.finished_at(before.finished_at if before else None, steps, done),
        done_count=rules.count_done(steps, done),
    )


def _mend(
    row: LessonProgress | None, key: tuple[UUID, str, str], steps: Sequence[str], done: Mapping[str, datetime]
) -> list[Difference]:
    before = row.place if row else None
    after = recount(before, steps, done)
    if row is None:
        person_id, course_id, lesson_id = key
        db.session.add(LessonProgress(person_id=person_id, course_id=course_id, lesson_id=lesson_id, **vars(after)))
        return [Difference(*key, "the whole row", "missing", "kept")]
    found = [
        Difference(*key, name, getattr(before, name), value)
        for name, value in vars(after).items()
        if getattr(before, name) != value
    ]
    for difference in found:
        setattr(row, difference.what, difference.now)
    return found
