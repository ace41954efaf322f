"""What is read of planned meetings and their helpers; nothing here asks who may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from college.core.db import db
from college.meetings.models import Meeting, MeetingHelper


def meeting(meeting_id: UUID) -> Meeting | None:
    """Give one meeting, None when there is none."""
    return db.session.get(Meeting, meeting_id)


def coming(
    cohort_ids: Collection[UUID], moment: datetime, limit: int, *, takes_place: bool = False
) -> list[Meeting]:
    """Give the first ``limit`` meetings of these cohorts that are not over, the earliest first.

    Called off ones too, but for ``takes_place``.
    """
    asked = select(Meeting).where(Meeting.cohort_id.in_(cohort_ids), Meeting.ends_at > moment)
    if takes_place:
        asked = asked.where(Meeting.called_off_at.is_(None))
    return list(db.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id).limit(limit)))


def first_coming(cohort_ids: Collection[UUID], moment: datetime) -> list[Meeting]:
    """Give the first meeting of each of these cohorts that takes place and is not over."""
    takes_place = (Meeting.cohort_id.in_(cohort_ids), Meeting.ends_at > moment, Meeting.called_off_at.is_(None))
    first = select(Meeting.cohort_id, func.min(Meeting.starts_at).label("at")).where(*takes_place)
    first = first.group_by(Meeting.cohort_id).subquery()
    asked = select(Meeting).join(first, (first.c.cohort_id == Meeting.cohort_id) & (first.c.at == Meeting.starts_at))
    return list(db.session.scalars(asked.where(*takes_place).order_by(Meeting.starts_at, Meeting.id)))


def between(cohort_ids: Collection[UUID], since: datetime, until: datetime) -> list[Meeting]:
    """Give the meetings of these cohorts that begin from ``since`` and before ``until``, called off ones too."""
    asked = select(Meeting).where(Meeting.cohort_id.in_(cohort_ids), Meeting.starts_at >= since, Meeting.starts_at < until)
    return list(db.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))


def series_of(meeting: Meeting) -> list[Meeting]:
    """Give the meetings of the series to which a meeting belongs, itself among them, the earliest first."""
    if meeting.series_id is None:
        return [meeting]
    asked = of_cohort(meeting.cohort_id).where(Meeting.series_id == meeting.series_id)
    return list(db.session.scalars(asked))


def of_cohort(cohort_id: UUID) -> Select[tuple[Meeting]]:
    """Select the meetings of a cohort, the earliest first."""
    return select(Meeting).where(Meeting.cohort_id == cohort_id).order_by(Meeting.starts_at, Meeting.id)


def last_of(cohort_id: UUID) -> Meeting | None:
    """Give the latest meeting of a cohort that takes place, None when there is none."""
    asked = select(Meeting).where(Meeting.cohort_id == cohort_id, Meeting.called_off_at.is_(None))
    return db.session.scalars(asked.order_by(Meeting.starts_at.desc()).limit(1)).first()


def helpers_of(meeting_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Give who is expected to help at each of these meetings."""
    asked = select(MeetingHelper).where(MeetingHelper.meeting_id.in_(meeting_ids)).order_by(MeetingHelper.person_id)
    found: dict[UUID, list[UUID]] = {}
    for row in db.session.scalars(asked):
        found.setdefault(row.meeting_id, []).append(row.person_id)
    return found


def at_once(since: datetime, until: datetime, *, cohort_ids: Collection[UUID], helper_ids: Collection[UUID]) -> list[Meeting]:
    """Give what takes place within a time: of these cohorts, or with one of these helpers, wherever that is."""
    helped = select(MeetingHelper.meeting_id).where(MeetingHelper.person_id.in_(helper_ids))
    asked = select(Meeting).where(
        Meeting.starts_at < until,
        Meeting.ends_at > since,
        Meeting.called_off_at.is_(None),
        or_(Meeting.cohort_id.in_(cohort_ids), Meeting.id.in_(helped)),
    )
    return list(db.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))
