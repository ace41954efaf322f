"""What other features read of meetings: who came to which."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from college.core.db import db
from college.meetings.models import THERE, Attendance, Meeting


def times_there(cohort_ids: Collection[UUID]) -> dict[UUID, dict[UUID, int]]:
    """Give, by cohort, at how many of its meetings each person was there, late or in time; meetings called off do not count.

    People who never came are left out. Ask for a page of cohorts at a time: at most a few hundred ids.
    """
    asked = (
        select(Meeting.cohort_id, Attendance.person_id, func.count())
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Meeting.cohort_id.in_(cohort_ids), Meeting.called_off_at.is_(None), Attendance.standing.in_(THERE))
        .group_by(Meeting.cohort_id, Attendance.person_id)
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for cohort_id, person_id, times in db.session.execute(asked):
        found.setdefault(cohort_id, {})[person_id] = times
    return found
