"""One meeting for whoever may see it, and which meeting comes next."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from college.cohorts import service as cohorts
from college.core.clock import now
from college.core.errors import NotFound
from college.core.permissions import Actor, Permission
from college.meetings import queries_planning
from college.meetings.models import Meeting


def meeting_for(
    actor: Actor, permission: Permission, cohort_id: UUID, meeting_id: UUID
) -> tuple[cohorts.Cohort, Meeting]:
    """Give a cohort and one of its meetings; NotFound when either is foreign, or the meeting is another cohort's."""
    cohort = cohorts.cohort_for(actor, permission, cohort_id)
    meeting = queries_planning.meeting(meeting_id)
    if meeting is None or meeting.cohort_id != cohort_id:
        raise NotFound
    return cohort, meeting


def next_meeting_of(cohort_ids: Collection[UUID]) -> dict[UUID, Meeting]:
    """Give the next meeting of each of these cohorts, or the one that takes place now; called off ones are passed over.

    One query for at most a few hundred cohorts; for callers that may see them. A cohort without one is left out.
    """
    if not cohort_ids:
        return {}
    found: dict[UUID, Meeting] = {}
    for meeting in queries_planning.first_coming(cohort_ids, now()):
        found.setdefault(meeting.cohort_id, meeting)
    return found
