"""What students showed in person: kept for them by staff, counted apart from what they did on the phone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

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


def shown_by(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> list[Shown]:
    """Give which lessons of these courses these people have shown in person, for whoever may see their progress."""
    found = []
    for some in chunks(person_ids):
        asked = select(ShownInPerson).where(ShownInPerson.person_id.in_(some), ShownInPerson.course_id.in_(course_ids))
        found += [
            Shown(row.person_id, row.course_id, row.lesson_id, row.shown_at, row.seen_by, row.note)
            for row in db.session.scalars(asked)
        ]
    return found
