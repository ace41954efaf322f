"""Who was at a meeting: for taking back a roster import, which leaves them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from college.core.among import among
from college.meetings.models import Attendance, AttendanceChange


def attended_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people of whom a meeting says something: came, late, excused, or taken out again."""
    return among(Attendance.person_id, person_ids) | among(AttendanceChange.person_id, person_ids)
