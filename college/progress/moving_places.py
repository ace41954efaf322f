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
from college.progress import queries, rules_places
from college.progress.models import LessonProgress
from college.progress.rebuilding import texts_of
from college.progress.rules import Place, together
from college.progress.rules_places import Fact, Texts

#: A lesson of a course: (course id, lesson id).
Key = tuple[str, str]


class Counting:
    """Counts one person's places from her finished steps, as `progress rebuild` does; reads each course once."""

    def __init__(self, person_id: UUID, courses: Iterable[str]) -> None:
        self.courses = {each: rules_places.Counting(_texts(each), _facts(person_id, each)) for each in set(courses)}

    @property
    def done(self) -> set[Key]:
        """The lessons that hold a finished step of hers."""
        return {(course_id, lesson_id) for course_id, each in self.courses.items() for lesson_id in each.done}

    def place(self, key: Key, before: Place | None) -> Place | None:
        """Give her place in a lesson; where nothing is done or the lesson is no longer taught, it stays ``before``."""
        counting = self.courses[key[0]]
        return counting.place(key[1], before) if counting.done.get(key[1]) else before


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
        after = counting.place(key, together(before, other))
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
    if key not in counting.done:
        return kept
    end, start = (kept.finished_at, kept.started_at) if kept else (None, current.seen_at)
    return counting.place(key, replace(current, finished_at=end, started_at=start))


def _texts(course_id: str) -> Texts:
    try:
        return texts_of(course_id)
    except NotFound:
        return Texts({})


def _facts(person_id: UUID, course_id: str) -> list[Fact]:
    return [Fact(row.step_id, row.lesson_id, row.done_at) for row in queries.done_rows(course_id, [person_id])]


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
