"""Attendance of meetings in the past, many rows at once: for the demonstration and for measuring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert

from college.core.db import db
from college.meetings.models import BY_HERSELF, BY_STAFF, Attendance


@dataclass(frozen=True)
class PastMark:
    """How somebody stood at a meeting; ``marked_by`` is None where she said herself that she is there."""

    person_id: UUID
    standing: str
    at: datetime
    marked_by: UUID | None


def load_attendance(*, meeting_id: UUID, marks: Sequence[PastMark]) -> None:
    """Insert who came to a meeting for which nothing is kept yet, in the caller's unit of work."""
    rows = [
        {
            "meeting_id": meeting_id,
            "person_id": each.person_id,
            "standing": each.standing,
            "how": BY_STAFF if each.marked_by else BY_HERSELF,
            "marked_at": each.at,
            "received_at": each.at,
            "marked_by": each.marked_by,
        }
        for each in marks
    ]
    if rows:
        db.session.execute(insert(Attendance), rows)
