"""Recordings of two records of one person: they go over to the kept one, and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from college.core.db import db
from college.library.models_recordings import Recording


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move what ``from_id`` recorded to the kept record; give which, for `move_person_back`."""
    mine = select(Recording.id).where(Recording.recorded_by == from_id).order_by(Recording.id)
    moved = list(db.session.scalars(mine))
    db.session.execute(update(Recording).where(Recording.id.in_(moved)).values(recorded_by=to_id))
    return {"recordings": [str(each) for each in moved]}


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and is still there."""
    ids = [UUID(each) for each in moved.get("recordings", [])]
    back = update(Recording).where(Recording.id.in_(ids), Recording.recorded_by == to_id)
    db.session.execute(back.values(recorded_by=from_id))
