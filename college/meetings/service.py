"""The door to meetings for every other feature."""

from __future__ import annotations

from college.meetings.grown import attended_among
from college.meetings.finding import meeting_for, next_meeting_of
from college.meetings.held import Held, held_counts, held_meetings, there_at, times_at_held
from college.meetings.models import Attendance, Meeting
from college.meetings.models_calendar import CalendarAddress
from college.meetings.queries import times_there

__all__ = [
    "attended_among",
    "Attendance",
    "CalendarAddress",
    "Held",
    "Meeting",
    "held_counts",
    "held_meetings",
    "meeting_for",
    "next_meeting_of",
    "there_at",
    "times_at_held",
    "times_there",
]
