"""我到了: a student says on her own phone that she is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row

from college.core.clock import now
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.core.waiting import happened_at
from college.meetings import planning_choices, queries_attendance, queries_planning, rules_attendance
from college.meetings.attendance import phase_now, refuse_called_off
from college.meetings.finding import next_meeting_of
from college.meetings.models import BY_HERSELF, Meeting
from college.meetings.rules_attendance import OPENS_BEFORE, THERE, Phase


@dataclass(frozen=True)
class Arrival:
    """A meeting whose window is open for a student. ``standing`` is empty until somebody saw her there."""

    meeting: Meeting
    standing: str
    marked_at: datetime | None
    is_own: bool


@dataclass(frozen=True)
class Here:
    """What her page says: the meetings that are open, the titles of their lessons, and otherwise which comes next."""

    arrivals: list[Arrival]
    titles: dict[UUID, str]
    next_meeting: Meeting | None


def here_of(actor: Actor, lang: str) -> Here:
    """Give what the page says on which a student is there; empty for whoever is a student of no class."""
    arrivals = arrivals_of(actor)
    titles = planning_choices.lesson_titles([each.meeting for each in arrivals], lang)
    found = {each.meeting.id: titles.get((each.meeting.course_id, each.meeting.lesson_id), "") for each in arrivals}
    places = [] if arrivals else actor.reach(Permission.MEETING_JOIN).cohorts
    coming = sorted(next_meeting_of(places).values(), key=lambda each: each.starts_at)
    return Here(arrivals, found, coming[0] if coming else None)


def arrivals_of(actor: Actor) -> list[Arrival]:
    """Give the meetings at which a student can say now that she is there, or has said so; two queries, none for others."""
    places = actor.reach(Permission.MEETING_JOIN).cohorts
    if not places or actor.person_id is None:
        return []
    moment = now()
    meetings = queries_attendance.open_at(places, moment + OPENS_BEFORE, moment)
    kept = queries_attendance.rows_of_person(actor.person_id, [each.id for each in meetings]) if meetings else {}
    return [_arrival(each, kept.get(each.id)) for each in meetings]


def _arrival(meeting: Meeting, kept: Row[Any] | None) -> Arrival:
    if kept is None or kept.standing not in THERE:
        return Arrival(meeting, "", None, is_own=False)
    return Arrival(meeting, kept.standing, kept.marked_at, kept.how == BY_HERSELF)


def arrive(*, actor: Actor, meeting_id: UUID, waited: float | None = None) -> None:
    """Keep that a student is at a meeting of hers; once somebody saw her there, nothing changes.

    ``waited`` is how many seconds her phone held the tap back: when she tapped decides whether it was in the window,
    and whether she is late. Raises NotFound for a meeting of others, RuleBroken outside the window, and after the
    meeting's day when staff have kept that she was not there: then they correct it, and say why.
    """
    meeting = queries_planning.meeting(meeting_id)
    if meeting is None or actor.person_id is None:
        raise NotFound
    ensure(actor, Permission.MEETING_JOIN, Scope(cohort=meeting.cohort_id))
    refuse_called_off(meeting)
    received_at = now()
    at = happened_at(received_at, waited)
    if not rules_attendance.is_open(meeting.starts_at, meeting.ends_at, at):
        raise RuleBroken(_say_closed(meeting, at))
    row = _own_row(meeting, actor.person_id, at, received_at)
    if phase_now(meeting) is Phase.OVER:
        _keep_late(row)
    else:
        queries_attendance.keep_own(row)


def _own_row(meeting: Meeting, person_id: UUID, at: datetime, received_at: datetime) -> dict[str, Any]:
    return {
        "meeting_id": meeting.id,
        "person_id": person_id,
        "standing": rules_attendance.own_standing(meeting.starts_at, at),
        "how": BY_HERSELF,
        "marked_at": at,
        "received_at": received_at,
        "marked_by": None,
        "is_walk_in": False,
        "note": "",
    }


def _keep_late(row: dict[str, Any]) -> None:
    """Keep her tap of a day that is over, unless staff have said otherwise."""
    queries_attendance.hold(row["meeting_id"])
    queries_attendance.keep_own(row, is_over=True)
    kept = queries_attendance.row_of(row["meeting_id"], row["person_id"])
    if kept is None or kept.standing not in THERE:
        raise RuleBroken(_say_over())


def _say_closed(meeting: Meeting, at: datetime) -> str:
    if at < meeting.starts_at:
        return _("It is too early: from half an hour before the meeting you can say that you are here.")
    return _say_over()


def _say_over() -> str:
    return _("This meeting is over. If you were there, please tell your teacher.")
