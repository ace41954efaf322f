"""The door to meetings for every other feature."""

from __future__ import annotations

from college.meetings.models import Attendance, Meeting
from college.meetings.queries import times_there

__all__ = ["Attendance", "Meeting", "times_there"]
