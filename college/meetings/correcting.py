"""Corrections of a meeting's list after its day: asked once more, and kept with what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.db import insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission
from college.meetings import attendance, queries_attendance
from college.meetings.finding import meeting_for
from college.meetings.models import AttendanceChange, Meeting
from college.meetings.rules_attendance import ABSENT, Mark, Phase


@dataclass(frozen=True)
class Correcting:
    """One name of a meeting that is over, with who kept what stands there."""

    cohort: cohorts.Cohort
    meeting: Meeting
    row: attendance.Listed
    kept_by: str


class Overtaken(Exception):
    """Raised when something else stands there than what the page showed: ``standing`` is what stands now."""

    def __init__(self, standing: str) -> None:
        super().__init__("changed meanwhile")
        self.standing = standing


def correcting_for(actor: Actor, cohort_id: UUID, meeting_id: UUID, person_id: UUID) -> Correcting:
    """Give what stands of one person of a meeting; NotFound for whoever is not in its list."""
    cohort, meeting = meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    row = next((each for each in attendance.listed(meeting) if each.person.id == person_id), None)
    if row is None:
        raise NotFound
    keeper = row.kept.marked_by if row.kept is not None else None
    by = accounts.people_by_ids([keeper]).get(keeper) if keeper else None
    return Correcting(cohort, meeting, row, by.name if by else "")


def correct(
    *, actor: Actor, cohort_id: UUID, meeting_id: UUID, person_id: UUID, form_id: UUID, seen: str, after: str, why: str
) -> bool:
    """Change what is kept of somebody after the meeting's day; gives False when this form was sent before.

    ``seen`` is what the page showed (empty for nothing). Raises Overtaken when something else stands there by now,
    RuleBroken while the meeting's day is not over, NotFound.
    """
    meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    queries_attendance.hold(meeting_id)
    row_id = cohorts.derived_id(form_id, person_id)
    if queries_attendance.change(row_id) is not None:
        return False
    page = correcting_for(actor, cohort_id, meeting_id, person_id)
    attendance.refuse_called_off(page.meeting)
    if attendance.phase_of(page.meeting, today()) is not Phase.OVER:
        raise RuleBroken(_("The day of this meeting is not over: tap the name in the list instead."))
    if page.row.standing != seen:
        raise Overtaken(page.row.standing)
    values = {"meeting_id": meeting_id, "person_id": person_id, "before": seen, "after": "" if after == ABSENT else after}
    if not insert_once(AttendanceChange, id=row_id, **values, why=why, changed_by=actor.person_id):
        return False
    mark = Mark(person_id, after)
    queries_attendance.keep_newest([attendance.row_values(meeting_id, actor, mark, now(), why)])
    return True
