"""Meetings in a test's college, and who came to them."""

from contextlib import nullcontext
from datetime import datetime, time, timedelta
from uuid import UUID

from college.core.clock import LOCAL, now, today
from college.core.db import db
from college.meetings.models import Attendance, Meeting
from tests.support.college import College

#: The lesson that meetings here teach: one of the shipped course.
LESSON = {"course_id": "refunds", "lesson_id": "find-order"}


def just_begun() -> datetime:
    """Give ten minutes ago, but not before midnight in China: the beginning of a meeting of today."""
    return max(now() - timedelta(minutes=10), datetime.combine(today(), time(), tzinfo=LOCAL))


def meeting_of(
    college: College, cohort: UUID, *, starts_at: datetime | None = None, minutes: int = 120, commits: bool = True, **values
) -> UUID:
    """Make a meeting that begins now unless said otherwise; give its id. commits: False inside a unit of work."""
    begins = starts_at or now()
    with college.work() if commits else nullcontext():
        row = Meeting(cohort_id=cohort, starts_at=begins, ends_at=begins + timedelta(minutes=minutes), room="二楼教室", **values)
        db.session.add(row)
        db.session.flush()
        return row.id


def came(college: College, meeting: UUID, *people: UUID, standing: str = "came") -> None:
    """Have these people been ticked off at a meeting, just now."""
    with college.work():
        at = {"meeting_id": meeting, "standing": standing, "how": "staff", "marked_at": now(), "received_at": now()}
        db.session.add_all(Attendance(person_id=each, **at) for each in people)
