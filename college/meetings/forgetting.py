"""A deleted person was at no meeting any more; that a meeting took place stays."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete

from college.core.db import db
from college.core.retention import of_rows
from college.meetings.models import Attendance, AttendanceChange, MeetingHelper, WalkIn
from college.meetings.models_calendar import CalendarAddress

#: What is thrown away, by the key of its rule: names that were noted of people in no list.
SWEEPS = {"walk_ins": of_rows(WalkIn, lambda before: WalkIn.noted_at < before)}


def forget(person_id: UUID) -> None:
    """Delete at which meetings somebody was and what was said of that. Safe to repeat."""
    for model in (Attendance, AttendanceChange, WalkIn, MeetingHelper, CalendarAddress):
        db.session.execute(delete(model).where(model.person_id == person_id))
