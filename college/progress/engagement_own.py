"""The days on which one person was active: for herself, deleted with her, and moved with her record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from college.core.db import db, insert_once
from college.progress.models_engagement import ActiveDay


def own_days(person_id: UUID) -> list[dict[str, Any]]:
    """Give the days on which a person was active, the latest first."""
    mine = select(ActiveDay).where(ActiveDay.person_id == person_id).order_by(ActiveDay.day.desc())
    return [{"day": row.day, "opens": row.opens, "minutes": row.minutes} for row in db.session.scalars(mine)]


def forget_days(person_id: UUID) -> None:
    """Delete the days of a person; the counts hold nobody. Safe to repeat."""
    db.session.execute(delete(ActiveDay).where(ActiveDay.person_id == person_id))


def move_days(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move a record's days to the kept one, and lay aside those that both have; give which, for `move_days_back`."""
    hers = set(db.session.scalars(select(ActiveDay.day).where(ActiveDay.person_id == to_id)))
    rows = list(db.session.scalars(select(ActiveDay).where(ActiveDay.person_id == from_id)))
    aside = [_packed(row) for row in rows if row.day in hers]
    going = [row.day for row in rows if row.day not in hers]
    for row in rows:
        if row.day in hers:
            db.session.delete(row)
    db.session.flush()
    _give(going, from_id, to_id)
    return {"days": [day.isoformat() for day in going], "days_aside": aside}


def move_days_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back the days that `move_days` took and the kept record still has, and those that were laid aside."""
    _give([date.fromisoformat(day) for day in moved.get("days", [])], to_id, from_id)
    for each in moved.get("days_aside", []):
        here_at = datetime.fromisoformat(each["here_at"]) if each["here_at"] else None
        values = {"day": date.fromisoformat(each["day"]), "opens": each["opens"], "minutes": each["minutes"]}
        insert_once(ActiveDay, person_id=from_id, here_at=here_at, **values)


def _give(days: list[date], from_id: UUID, to_id: UUID) -> None:
    mine = update(ActiveDay).where(ActiveDay.person_id == from_id, ActiveDay.day.in_(days)).values(person_id=to_id)
    db.session.execute(mine, execution_options={"synchronize_session": False})
    db.session.expire_all()


def _packed(row: ActiveDay) -> dict[str, Any]:
    here_at = row.here_at.isoformat() if row.here_at else None
    return {"day": row.day.isoformat(), "opens": row.opens, "minutes": row.minutes, "here_at": here_at}
