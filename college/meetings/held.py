"""Held meetings, those that have ended and were not called off, and who was there: for the numbers of cohorts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from college.core.db import db
from college.meetings.models import THERE, Attendance, Meeting


@dataclass(frozen=True)
class Held:
    """One held meeting."""

    id: UUID
    cohort_id: UUID
    starts_at: datetime
    ends_at: datetime


def held_meetings(*, cohort_ids: Collection[UUID], at: datetime) -> list[Held]:
    """Give the meetings of these cohorts that were held before a moment, in order: one query."""
    asked = select(Meeting.id, Meeting.cohort_id, Meeting.starts_at, Meeting.ends_at).where(_is_held(cohort_ids, at))
    return [Held(*row) for row in db.session.execute(asked.order_by(Meeting.starts_at, Meeting.id))]


def there_at(*, cohort_id: UUID, at: datetime) -> dict[UUID, set[UUID]]:
    """Give the held meetings of a cohort at which each person was there, in time or late, by person: one query."""
    found: dict[UUID, set[UUID]] = {}
    for meeting_id, person_id in pairs_at_held(cohort_ids=[cohort_id], at=at):
        found.setdefault(person_id, set()).add(meeting_id)
    return found


def pairs_at_held(*, cohort_ids: Collection[UUID], at: datetime) -> set[tuple[UUID, UUID]]:
    """Give (meeting id, person id) of everybody who was there at a held meeting of these cohorts: one query."""
    asked = select(Meeting.id, Attendance.person_id).join(Attendance, _was_there())
    return set(db.session.execute(asked.where(_is_held(cohort_ids, at))).tuples())


def times_at_held(*, cohort_ids: Collection[UUID], at: datetime) -> dict[tuple[UUID, UUID], int]:
    """Count at how many held meetings each person was there, by (cohort id, person id): one query."""
    asked = select(Meeting.cohort_id, Attendance.person_id, func.count()).join(Attendance, _was_there())
    counted = asked.where(_is_held(cohort_ids, at)).group_by(Meeting.cohort_id, Attendance.person_id)
    return {(cohort_id, person_id): times for cohort_id, person_id, times in db.session.execute(counted)}


def _was_there() -> ColumnElement[bool]:
    return and_(Attendance.meeting_id == Meeting.id, Attendance.standing.in_(THERE))


def _is_held(cohort_ids: Collection[UUID], at: datetime) -> ColumnElement[bool]:
    return and_(Meeting.cohort_id.in_(cohort_ids), Meeting.ends_at <= at, Meeting.called_off_at.is_(None))
