"""What is read and written about who came to a meeting; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from college.accounts import service as accounts
from college.core.db import db
from college.meetings.models import BY_STAFF, Attendance, AttendanceChange, Meeting
from college.meetings.rules_attendance import THERE

_kept = Attendance.__table__.c
_KEY = ["meeting_id", "person_id"]
#: What a later tap changes; that she was in no list when she came stays.
_CHANGING = ("standing", "how", "marked_at", "received_at", "marked_by", "note")
#: So many meetings back one looks for how often somebody was missing in a row.
LOOKED_BACK = 30


def rows_of(meeting_id: UUID) -> dict[UUID, Row[Any]]:
    """Give what is kept of everybody at one meeting, as plain columns, by person."""
    return {row.person_id: row for row in db.session.execute(select(Attendance.__table__).where(_kept.meeting_id == meeting_id))}


def row_of(meeting_id: UUID, person_id: UUID) -> Row[Any] | None:
    """Give what is kept of one person at one meeting, None when nobody has seen her."""
    asked = select(Attendance.__table__).where(_kept.meeting_id == meeting_id, _kept.person_id == person_id)
    return db.session.execute(asked).first()


def rows_of_person(person_id: UUID, meeting_ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """Give what is kept of one person at these meetings, by meeting."""
    asked = select(Attendance.__table__).where(_kept.person_id == person_id, _kept.meeting_id.in_(meeting_ids))
    return {row.meeting_id: row for row in db.session.execute(asked)}


def keep_newest(rows: Sequence[dict[str, Any]]) -> None:
    """Keep what staff tapped, one row for each person: what was tapped later than it stays as it is."""
    _upsert(rows)


def keep_own(row: dict[str, Any], *, is_over: bool = False) -> None:
    """Keep that a student is there herself; once she was seen there, nothing changes, and once the day is over nothing of staff."""
    _upsert([row], _kept.standing.not_in(THERE), *([_kept.how != BY_STAFF] if is_over else []))


def _upsert(rows: Sequence[dict[str, Any]], *only: ColumnElement[bool]) -> None:
    if not rows:
        return
    make = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.session.get_bind().dialect.name]
    statement = make(Attendance.__table__).values(list(rows))
    new = statement.excluded
    changed = {name: new[name] for name in _CHANGING}
    fresh = and_(_kept.marked_at <= new.marked_at, *only)
    db.session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=changed, where=fresh))
    db.session.expire_all()


def open_at(cohort_ids: Collection[UUID], opened: datetime, moment: datetime) -> list[Meeting]:
    """Give the meetings of these cohorts that begin before ``opened`` and are not over at a moment, the earliest first."""
    asked = select(Meeting).where(
        Meeting.cohort_id.in_(cohort_ids),
        Meeting.starts_at <= opened,
        Meeting.ends_at > moment,
        Meeting.called_off_at.is_(None),
    )
    return list(db.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))


def latest_until(cohort_id: UUID, moment: datetime) -> list[Meeting]:
    """Give the last meetings of a cohort that began at a moment or before and took place, the latest first."""
    asked = select(Meeting).where(
        Meeting.cohort_id == cohort_id, Meeting.starts_at <= moment, Meeting.called_off_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(LOOKED_BACK)))


def there_at(meeting_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Give (meeting id, person id) of everybody who was in the room at one of these meetings."""
    asked = select(_kept.meeting_id, _kept.person_id).where(_kept.meeting_id.in_(meeting_ids), _kept.standing.in_(THERE))
    return {(meeting_id, person_id) for meeting_id, person_id in db.session.execute(asked)}


def hold(meeting_id: UUID) -> None:
    """Let one hand at a time correct the list of a meeting, until the end of the unit of work."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update(key_share=True))


def keep_changes(rows: Sequence[dict[str, Any]]) -> None:
    """Keep corrections, all in one statement."""
    if rows:
        db.session.execute(insert(AttendanceChange.__table__), list(rows))


def changes_of(meeting_id: UUID) -> list[AttendanceChange]:
    """Give the corrections of a meeting's list, the latest first, without those of whoever is being deleted."""
    asked = _shown_changes(select(AttendanceChange), meeting_id)
    return list(db.session.scalars(asked.order_by(AttendanceChange.changed_at.desc(), AttendanceChange.id.desc())))


def count_changes(meeting_id: UUID) -> int:
    """Count the corrections that `changes_of` gives."""
    return db.session.scalar(_shown_changes(select(func.count()).select_from(AttendanceChange), meeting_id)) or 0


def _shown_changes(asked: Select[Any], meeting_id: UUID) -> Select[Any]:
    return asked.where(AttendanceChange.meeting_id == meeting_id, AttendanceChange.person_id.not_in(accounts.hidden_people()))


def change(change_id: UUID) -> AttendanceChange | None:
    """Give one correction, None when it was not made."""
    return db.session.get(AttendanceChange, change_id)
