"""What two records of one person wrote for students: it goes over to the kept one, and back.

Marks of single pieces stay as they are: they name the record that sleeps, which is she, and are emptied with it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from college.authoring.models import CourseHome, LessonDraft, Presence, Reading
from college.core.db import db

#: (name, model, column, key): whose it is.
_HERS = (
    ("begun_courses", CourseHome, "created_by", "course_id"),
    ("begun", LessonDraft, "created_by", "id"),
    ("changed", LessonDraft, "changed_by", "id"),
    ("to_publish", LessonDraft, "publish_by", "id"),
    ("to_read", Reading, "reader_id", "id"),
    ("asked", Reading, "asked_by", "id"),
)


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move what ``from_id`` wrote and read to the kept record; give which, for `move_person_back`."""
    db.session.execute(delete(Presence).where(Presence.person_id == from_id))
    return {name: _move(model, column, key, from_id, to_id) for name, model, column, key in _HERS}


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and is still the kept record's."""
    for name, model, column, key in _HERS:
        keys = [UUID(each) if key == "id" else each for each in moved.get(name, [])]
        hers = update(model).where(getattr(model, key).in_(keys), getattr(model, column) == to_id)
        db.session.execute(hers.values({column: from_id}))


def _move(model: Any, column: str, key: str, from_id: UUID, to_id: UUID) -> list[str]:
    mine = select(getattr(model, key)).where(getattr(model, column) == from_id).order_by(getattr(model, key))
    moved = list(db.session.scalars(mine))
    db.session.execute(update(model).where(getattr(model, key).in_(moved)).values({column: to_id}))
    return [str(each) for each in moved]
