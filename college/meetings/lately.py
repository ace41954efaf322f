"""Who came of late, and whose meetings ended: for the numbers of cohorts, which are counted again where something happened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from college.core.clock import now
from college.core.db import db
from college.meetings.models import THERE, Attendance, AttendanceChange, Meeting


def there_since(since: datetime, until: datetime | None = None) -> set[tuple[UUID, datetime]]:
    """Give who was at a meeting, as heard since a moment, and before ``until`` where it is given, with when she was seen."""
    heard = select(Attendance.person_id, Attendance.marked_at).where(
        Attendance.received_at >= since, Attendance.standing.in_(THERE)
    )
    heard = heard if until is None else heard.where(Attendance.received_at < until)
    return set(db.session.execute(heard).tuples())


def cohorts_touched_since(since: datetime) -> set[UUID]:
    """Give the cohorts of which somebody's coming was kept or corrected, or a meeting ended or was changed, since a moment."""
    kept = select(Attendance.meeting_id).where(Attendance.received_at >= since)
    corrected = select(AttendanceChange.meeting_id).where(AttendanceChange.changed_at >= since)
    ended = and_(Meeting.ends_at >= since, Meeting.ends_at <= now())
    touched = or_(Meeting.id.in_(kept), Meeting.id.in_(corrected), ended, Meeting.changed_at >= since)
    return set(db.session.scalars(select(Meeting.cohort_id).where(touched).distinct()))
