"""Places of two records of one person: joined to one place in each lesson, and parted again as they were."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from college.core.db import db
from college.core.errors import NotFound
from college.library import service as library
from college.progress.models import LessonProgress, StepDone
from college.progress.rebuilding import recount
from college.progress.rules import Place

#: A lesson of a course: (course id, lesson id).
Key = tuple[str, str]


class Counting:
    """Counts one person's places from her finished steps, as `progress rebuild` does; reads each course once."""

    def __init__(self, person_id: UUID, courses: Iterable[str]) -> None:
        self.person_id = person_id
        self.steps = {course_id: _steps_of(course_id) for course_id in set(courses)}
        self.done: dict[Key, dict[str, datetime]] = {}
        for course_id, lessons in self.steps.items():
            holder = {step_id: lesson_id for lesson_id, held in lessons.items() for step_id in held}
            for step_id, lesson_id, done_at in _done_in(person_id, course_id):
                self.done.setdefault((course_id, holder.get(step_id, lesson_id)), {})[step_id] = done_at

    def place(self, key: Key, before: Place | None) -> Place | None:
        """Give her place in a lesson; where nothing is done or the lesson is no longer taught, it stays ``before``."""
        steps, done = self.steps[key[0]].get(key[1], ()), self.done.get(key)
        return recount(before, steps, done) if steps and done else before


def join(from_id: UUID, to_id: UUID, courses: Collection[str]) -> list[dict[str, Any]]:
    """Take the places of ``from_id`` away and count those of the kept record anew; give all as they were.

    ``courses`` are those in which finished steps have just moved.
    """
    db.session.expire_all()
    mine, hers = _places(from_id), _places(to_id)
    counting = Counting(to_id, {*courses, *(course_id for course_id, _lesson_id in mine)})
    touched = {*mine, *(key for key in counting.done if key[0] in courses)}
    joined = []
    for key in sorted(touched):
        before, other = hers.get(key), mine.get(key)
        after = counting.place(key, _together(before, other))
        _write(to_id, key, after)
        joined.append({"lesson": list(key), "kept": _said(before), "other": _said(other), "made": _said(after)})
    db.session.execute(delete(LessonProgress).where(LessonProgress.person_id == from_id))
    return joined


def part(from_id: UUID, to_id: UUID, joined: Sequence[Mapping[str, Any]]) -> None:
    """Give both their own places back; where the kept record went on since, hers is counted anew."""
    db.session.expire_all()
    mine, hers = _places(from_id), _places(to_id)
    counting = Counting(to_id, {each["lesson"][0] for each in joined})
    for each in joined:
        key = (each["lesson"][0], each["lesson"][1])
        kept, other, made = (_heard(each[name]) for name in ("kept", "other", "made"))
        if other is not None and key not in mine:
            _write(from_id, key, other)
        current = hers.get(key)
        if current is not None and made is not None:
            _write(to_id, key, kept if current == made else _gone_on(counting, key, current, kept))


def _gone_on(counting: Counting, key: Key, current: Place, kept: Place | None) -> Place | None:
    if not counting.done.get(key):
        return kept
    return counting.place(key, replace(current, finished_at=kept.finished_at if kept else None))


def _together(first: Place | None, second: Place | None) -> Place | None:
    """Give one place out of two: the later tap says where she is, the earlier end when she was through."""
    if first is None or second is None:
        return first or second
    later = first if first.seen_at >= second.seen_at else second
    ends = [each.finished_at for each in (first, second) if each.finished_at]
    return replace(
        later,
        started_at=min(first.started_at, second.started_at),
        finished_at=min(ends, default=None),
        done_count=max(first.done_count, second.done_count),
    )


def _steps_of(course_id: str) -> Mapping[str, Sequence[str]]:
    try:
        return {head.id: head.step_ids for head in library.course(course_id).lessons}
    except NotFound:
        return {}


def _done_in(person_id: UUID, course_id: str) -> Iterable[tuple[str, str, datetime]]:
    mine = select(StepDone.step_id, StepDone.lesson_id, StepDone.done_at)
    return db.session.execute(mine.where(StepDone.person_id == person_id, StepDone.course_id == course_id)).tuples().all()


def _places(person_id: UUID) -> dict[Key, Place]:
    held = select(LessonProgress).where(LessonProgress.person_id == person_id).with_for_update()
    rows = db.session.scalars(held.execution_options(populate_existing=True))
    return {(row.course_id, row.lesson_id): row.place for row in rows}


def _write(person_id: UUID, key: Key, place: Place | None) -> None:
    mine = (
        LessonProgress.person_id == person_id,
        LessonProgress.course_id == key[0],
        LessonProgress.lesson_id == key[1],
    )
    db.session.execute(delete(LessonProgress).where(*mine))
    if place is not None:
        values = {"person_id": person_id, "course_id": key[0], "lesson_id": key[1], **vars(place)}
        db.session.execute(insert(LessonProgress).values(**values))


def _said(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in vars(place).items()}


def _heard(said: Mapping[str, Any] | None) -> Place | None:
    if said is None:
        return None
    times = {name: said[name] and datetime.fromisoformat(said[name]) for name in ("started_at", "seen_at", "finished_at")}
    return Place(**{**said, **times})
