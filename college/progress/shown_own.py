"""What one person showed in person: for herself, deleted with her, and moved with her record."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from college.accounts import service as accounts
from college.core.db import db, insert_once
from college.progress.models import ShownInPerson


def own_shown(person_id: UUID) -> list[dict[str, Any]]:
    """Give what a person showed, as (course id, lesson id) with when and who saw it, the latest first."""
    rows = list(db.session.scalars(_hers(person_id).order_by(ShownInPerson.shown_at.desc(), ShownInPerson.lesson_id)))
    people = accounts.people_by_ids({row.seen_by for row in rows})
    return [
        {
            "course_id": row.course_id,
            "lesson_id": row.lesson_id,
            "shown_at": row.shown_at,
            "seen_by": people[row.seen_by].name if row.seen_by in people else "",
            "note": row.note,
        }
        for row in rows
    ]


def forget_shown(person_id: UUID) -> None:
    """Delete what a person showed. Safe to repeat."""
    db.session.execute(delete(ShownInPerson).where(ShownInPerson.person_id == person_id))


def move_shown(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move what a record showed to the kept one, and lay aside what both have; give which, for `move_shown_back`."""
    hers = {(row.course_id, row.lesson_id) for row in db.session.scalars(_hers(to_id))}
    rows = [row for row in db.session.scalars(_hers(from_id))]
    both = [row for row in rows if (row.course_id, row.lesson_id) in hers]
    going = [(row.course_id, row.lesson_id) for row in rows if (row.course_id, row.lesson_id) not in hers]
    aside = [_packed(row) for row in both]
    for row in both:
        db.session.delete(row)
    db.session.flush()
    for course_id, lesson_id in going:
        _give(course_id, lesson_id, from_id, to_id)
    return {"shown": [list(key) for key in going], "shown_aside": aside}


def move_shown_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back what `move_shown` took and the kept record still has, and what was laid aside."""
    for course_id, lesson_id in moved.get("shown", []):
        _give(course_id, lesson_id, to_id, from_id)
    for each in moved.get("shown_aside", []):
        times = {name: datetime.fromisoformat(each[name]) for name in ("shown_at", "received_at")}
        insert_once(ShownInPerson, **{**each, **times, "seen_by": UUID(each["seen_by"]), "person_id": from_id})


def _hers(person_id: UUID) -> Any:
    return select(ShownInPerson).where(ShownInPerson.person_id == person_id)


def _give(course_id: str, lesson_id: str, from_id: UUID, to_id: UUID) -> None:
    mine = update(ShownInPerson).where(
        ShownInPerson.person_id == from_id, ShownInPerson.course_id == course_id, ShownInPerson.lesson_id == lesson_id
    )
    db.session.execute(mine.values(person_id=to_id), execution_options={"synchronize_session": False})
    db.session.expire_all()


def _packed(row: ShownInPerson) -> dict[str, Any]:
    return {
        "course_id": row.course_id,
        "lesson_id": row.lesson_id,
        "shown_at": row.shown_at.isoformat(),
        "received_at": row.received_at.isoformat(),
        "seen_by": str(row.seen_by),
        "note": row.note,
    }
