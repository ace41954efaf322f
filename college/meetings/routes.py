"""Addresses of meetings."""

from __future__ import annotations

from college.meetings import routes_absent, routes_attendance, routes_here  # noqa: F401 - their addresses
from college.meetings import routes_calendar, routes_planning  # noqa: F401 - their addresses
from college.meetings import service  # noqa: F401 - its tables
from college.meetings.blueprint import bp

__all__ = ["bp"]
