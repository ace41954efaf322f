"""At which meetings one person was, for herself, and what was corrected or noted of her there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from college.cohorts import service as cohorts
from college.core.db import db
from college.meetings.late_taps import why_words
from college.meetings.models import BY_HERSELF, Attendance, AttendanceChange, Meeting, MeetingHelper, WalkIn
from college.meetings.models_calendar import CalendarAddress
from college.meetings.rules_attendance import ABSENT

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {
    "attendance": "meetings",
    "attendance_change": "meeting_changes",
    "walk_in": "walk_ins",
    "meeting_helper": "helped_meetings",
    "calendar_address": "calendar",
}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give the meetings of a person, the latest first, what was changed of them, where she helps, and her calendar."""
    calendar = db.session.get(CalendarAddress, person_id)
    return {
        "meetings": _meetings(person_id),
        "meeting_changes": _changes(person_id),
        "walk_ins": [{"noted_at": each.noted_at, "name": each.name} for each in _hers(WalkIn, person_id)],
        "helped_meetings": _helped(person_id),
        "calendar": {"made_at": calendar.made_at} if calendar else None,
    }


def _hers(model: Any, person_id: UUID) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.person_id == person_id)))


def _meetings(person_id: UUID) -> list[dict[str, Any]]:
    asked = _with_place(Attendance).where(Attendance.person_id == person_id)
    return [
        {
            "starts_at": meeting.starts_at,
            "cohort": cohort_name,
            "standing": "" if row.standing == ABSENT else row.standing,
            "by_herself": row.how == BY_HERSELF,
            "kept_at": row.marked_at,
            "note": row.note,
        }
        for row, meeting, cohort_name in db.session.execute(asked.order_by(Meeting.starts_at.desc(), Meeting.id))
    ]


def _changes(person_id: UUID) -> list[dict[str, Any]]:
    asked = _with_place(AttendanceChange).where(AttendanceChange.person_id == person_id)
    return [
        {"starts_at": meeting.starts_at, "changed_at": row.changed_at, "before": row.before, "after": row.after, "why": why_words(row.why)}
        for row, meeting, _cohort_name in db.session.execute(asked.order_by(AttendanceChange.changed_at.desc()))
    ]


def _helped(person_id: UUID) -> list[dict[str, Any]]:
    asked = _with_place(MeetingHelper).where(MeetingHelper.person_id == person_id)
    found = db.session.execute(asked.order_by(Meeting.starts_at.desc(), Meeting.id))
    return [{"starts_at": meeting.starts_at, "cohort": cohort_name} for _row, meeting, cohort_name in found]


def _with_place(model: Any) -> Any:
    """Select rows about meetings, each with its meeting and the name of its cohort."""
    joined = select(model, Meeting, cohorts.Cohort.name).join(Meeting, Meeting.id == model.meeting_id)
    return joined.join(cohorts.Cohort, cohorts.Cohort.id == Meeting.cohort_id)
