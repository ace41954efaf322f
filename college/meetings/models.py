"""Rows of meetings, who helps at them, who came, and what was corrected afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id
from college.meetings.rules_attendance import STANDINGS
from college.meetings.rules_attendance import THERE as THERE

#: By whom it was kept: by herself on her phone, or by a member of staff.
BY_HERSELF, BY_STAFF = "self", "staff"


class Meeting(db.Model):
    """One time and room in which a cohort meets; called off, never deleted."""

    __tablename__ = "meeting"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    #: Meetings that were planned together have the same; empty for one alone.
    series_id: Mapped[UUID | None]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    room: Mapped[str] = mapped_column(String(80), default="")
    #: What is to be brought or known, in plain words for the students.
    note: Mapped[str] = mapped_column(String(200), default="")
    #: The lesson that is taught there; empty where none was chosen.
    course_id: Mapped[str | None] = mapped_column(String(64))
    lesson_id: Mapped[str | None] = mapped_column(String(64))
    called_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Counts its changes: for calendars, and against two people changing it at once.
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by: Mapped[UUID | None]

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "cohort_id", "starts_at"),
    )


class MeetingHelper(db.Model):
    """Somebody of the staff who is expected to help at a meeting."""

    __tablename__ = "meeting_helper"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Attendance(db.Model):
    """One student at one meeting: a fact with a natural key, so that it can be sent any number of times."""

    __tablename__ = "attendance"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    standing: Mapped[str] = mapped_column(String(8))
    how: Mapped[str] = mapped_column(String(8))
    #: When it happened; `received_at` is when the college first heard of it.
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    marked_by: Mapped[UUID | None]
    #: She was in no list of the cohort when she came.
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(120), default="")

    __table_args__ = (
        CheckConstraint(f"standing IN {STANDINGS}", name="known_standing"),
        Index(None, "received_at"),
    )


class AttendanceChange(db.Model):
    """A correction of what was kept, after the meeting's day: what stood there before, and why it was changed."""

    __tablename__ = "attendance_change"

    #: The form's own id: the same correction sent twice is one.
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: Empty where nothing stood there, or stands there any more.
    before: Mapped[str] = mapped_column(String(8), default="")
    after: Mapped[str] = mapped_column(String(8), default="")
    why: Mapped[str] = mapped_column(String(120), default="")
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (Index(None, "meeting_id", "person_id"),)


class WalkIn(db.Model):
    """The name of somebody who came and stands in no list, noted by a helper for whoever enrolls people."""

    __tablename__ = "walk_in"

    #: The form's own id: the same name sent twice is one.
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    noted_by: Mapped[UUID | None]
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    #: When somebody found out who she is, or that nothing is to be done.
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[UUID | None]
    #: Who she turned out to be.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
