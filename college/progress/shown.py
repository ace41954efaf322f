"""What students showed in person: kept for them by staff, counted apart from what they did on the phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from college.core.clock import now
from college.core.db import db
from college.progress.models import ShownInPerson
from college.progress.queries import chunks


@dataclass(frozen=True)
class Shown:
    """One lesson that somebody showed in person."""

    person_id: UUID
    course_id: str
    lesson_id: str
    shown_at: datetime
    seen_by: UUID
    note: str
    #: When the college first heard of it: for a day its keeper may take it back.
    received_at: datetime | None = None


def shown_by(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> list[Shown]:
    """Give which lessons of these courses these people have shown in person, for whoever may see their progress."""
    found = []
    for some in chunks(person_ids):
        asked = select(ShownInPerson).where(ShownInPerson.person_id.in_(some), ShownInPerson.course_id.in_(course_ids))
        found += [
            Shown(row.person_id, row.course_id, row.lesson_id, row.shown_at, row.seen_by, row.note, row.received_at)
            for row in db.session.scalars(asked)
        ]
    return found


def keep_shown(
    *, person_ids: Collection[UUID], course_id: str, lesson_id: str, seen_by: UUID, shown_at: datetime, note: str = ""
) -> list[UUID]:
    """Keep that these people showed a lesson in person, as ``seen_by`` saw it; give those of whom it is new.

    What was kept before stays as it is. Entered by board, who has asked whether she may; raises IntegrityError for a
    lesson that is not there.
    """
    facts = {"seen_by": seen_by, "shown_at": shown_at, "received_at": now(), "note": note}
    lesson = {"course_id": course_id, "lesson_id": lesson_id}
    new: set[UUID] = set()
    for some in chunks(sorted(set(person_ids))):
        new.update(_insert_new([{"person_id": each, **lesson, **facts} for each in some]))
    return sorted(new)


def _insert_new(rows: list[dict[str, Any]]) -> Iterable[UUID]:
    """Insert those rows that are not there yet, in one statement; give whose they are."""
    make = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.session.get_bind().dialect.name]
    table = ShownInPerson.__table__
    return db.session.scalars(make(table).values(rows).on_conflict_do_nothing().returning(table.c.person_id))


def take_shown_back(*, person_id: UUID, course_id: str, lesson_id: str) -> bool:
    """Delete that somebody showed a lesson; gives False when nothing was kept of it."""
    hers = delete(ShownInPerson).where(
        ShownInPerson.person_id == person_id, ShownInPerson.course_id == course_id, ShownInPerson.lesson_id == lesson_id
    )
    return db.session.execute(hers).rowcount == 1
