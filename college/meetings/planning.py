"""Planning meetings: one or a series, changed, called off and put back; two people at once never write over each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, update

from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import LOCAL, now
from college.core.db import db, insert_once
from college.core.errors import RuleBroken
from college.core.permissions import Actor, Permission
from college.meetings import planning_choices, queries_planning, telling
from college.meetings.finding import meeting_for
from college.meetings.models import Meeting, MeetingHelper
from college.meetings.rules_planning import Wanted, changed_fields, lessons_from, made_id, with_changes


class Overtaken(RuleBroken):
    """Somebody else changed the meeting after she opened it."""


@dataclass(frozen=True)
class Done:
    """What a press did: the meetings it is about, whether anything changed, and how many students were told."""

    meetings: list[Meeting]
    is_new: bool
    told: int = 0


def plan(
    *, actor: Actor, cohort_id: UUID, form_id: UUID, wanted: Wanted, days: Sequence[date], follows: bool = False
) -> Done:
    """Plan a meeting on each of these days; the same form sent again gives what it made the first time.

    follows: each meeting takes the next lesson of the course. Raises RuleBroken for an archived cohort, and for a
    lesson or helper that the cohort has not.
    """
    cohort = cohorts.cohort_for(actor, Permission.MEETING_PLAN, cohort_id)
    cohorts.refuse_archived(cohort)
    ids = [made_id(form_id, cohort_id, number) for number in range(len(days))]
    if before := queries_planning.meeting(ids[0]):
        return Done(queries_planning.series_of(before), is_new=False)
    planning_choices.refuse_foreign(cohort, wanted)
    series_id = made_id(form_id, cohort_id, "series") if len(days) > 1 else None
    order = planning_choices.lesson_keys(cohort_id) if follows else []
    lessons = lessons_from(wanted.lesson, order, len(days)) if follows else [wanted.lesson] * len(days)
    for meeting_id, day, lesson in zip(ids, days, lessons, strict=True):
        values = _columns(wanted, day) | _lesson_columns(lesson)
        insert_once(Meeting, id=meeting_id, cohort_id=cohort_id, series_id=series_id, created_by=actor.person_id, **values)
        _keep_helpers(meeting_id, wanted.helper_ids)
    _record(actor, "meeting.plan", cohort, count=len(ids), first=days[0].isoformat())
    return Done([each for each in map(queries_planning.meeting, ids) if each], is_new=True)


def wanted_of(meeting: Meeting, helper_ids: Iterable[UUID]) -> Wanted:
    """Give what is said about a meeting now, in the day and times of China."""
    starts, ends = meeting.starts_at.astimezone(LOCAL), meeting.ends_at.astimezone(LOCAL)
    lesson = (meeting.course_id, meeting.lesson_id) if meeting.course_id and meeting.lesson_id else None
    return Wanted(starts.date(), starts.time(), ends.time(), meeting.room, meeting.note, lesson, frozenset(helper_ids))


def wanted_now(meeting: Meeting) -> Wanted:
    """Give what is said about a meeting now, its helpers too; for callers that may see it."""
    return _wanted_now([meeting])[meeting.id]


def later_count(meeting: Meeting) -> int:
    """Count the meetings of its series that come after it."""
    return len(_later(meeting))


def change(
    *, actor: Actor, cohort_id: UUID, meeting_id: UUID, seen: int, wanted: Wanted, is_later: bool = False
) -> Done:
    """Change a meeting, with ``is_later`` all later ones of its series in the same way; the same again changes nothing.

    seen: the version that she saw. Students are told once of a new time or room of what is still to come.
    Raises Overtaken when somebody changed it meanwhile, RuleBroken like `plan`.
    """
    cohort, meeting = _ready(actor, cohort_id, meeting_id)
    before, moved_before = wanted_now(meeting), _place(meeting)
    changes = changed_fields(before, wanted)
    if not changes:
        return Done([meeting], is_new=False)
    planning_choices.refuse_foreign(cohort, wanted, before)
    later = _later(meeting) if is_later else []
    now_wanted = _wanted_now(later)
    _apply(actor, meeting, wanted, seen)
    for each in later:
        _apply(actor, each, with_changes(now_wanted[each.id], before, changes), each.version)
    _record(actor, "meeting.change", cohort, count=1 + len(later), first=wanted.day.isoformat())
    has_moved = moved_before != _place(meeting)
    return Done([meeting, *later], True, telling.tell_moved([meeting, *later]) if has_moved else 0)


def call_off(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, is_later: bool = False) -> Done:
    """Call a meeting off, with ``is_later`` all later ones of its series too; they are kept. Again changes nothing."""
    cohort, meeting = _ready(actor, cohort_id, meeting_id)
    moment = now()
    several = [meeting, *(_later(meeting) if is_later else [])]
    off = [each for each in several if each.called_off_at is None and _set_off(actor, each, moment)]
    if not off:
        return Done([meeting], is_new=False)
    _record(actor, "meeting.call_off", cohort, count=len(off), first=_day(off[0]))
    return Done(off, True, telling.tell_called_off(off, moment))


def take_place(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, is_later: bool = False) -> Done:
    """Take back that a meeting was called off, with ``is_later`` all later ones of its series; again changes nothing.

    Whoever has not read that it was called off hears nothing of either.
    """
    cohort, meeting = _ready(actor, cohort_id, meeting_id)
    several = [meeting, *(_later(meeting) if is_later else [])]
    moments = {each.called_off_at for each in several if each.called_off_at is not None}
    on = [each for each in several if each.called_off_at is not None and _set_off(actor, each, None)]
    if not on:
        return Done([meeting], is_new=False)
    _record(actor, "meeting.take_place", cohort, count=len(on), first=_day(on[0]))
    is_whole = not any(each.called_off_at in moments for each in queries_planning.series_of(meeting))
    return Done(on, True, telling.tell_takes_place(on, moments if is_whole else set()))


def _ready(actor: Actor, cohort_id: UUID, meeting_id: UUID) -> tuple[cohorts.Cohort, Meeting]:
    cohort, meeting = meeting_for(actor, Permission.MEETING_PLAN, cohort_id, meeting_id)
    cohorts.refuse_archived(cohort)
    return cohort, meeting


def _later(meeting: Meeting) -> list[Meeting]:
    """Give the meetings of its series that come after it."""
    return [each for each in queries_planning.series_of(meeting) if each.starts_at > meeting.starts_at]


def _wanted_now(meetings: Sequence[Meeting]) -> dict[UUID, Wanted]:
    helpers = queries_planning.helpers_of([each.id for each in meetings])
    return {each.id: wanted_of(each, helpers.get(each.id, ())) for each in meetings}


def _apply(actor: Actor, meeting: Meeting, wanted: Wanted, seen: int) -> None:
    values = _columns(wanted, wanted.day) | _lesson_columns(wanted.lesson)
    if not _step(actor, meeting, seen, **values):
        raise Overtaken(_("Somebody else has changed this meeting meanwhile. Please look at it once more."))
    _keep_helpers(meeting.id, wanted.helper_ids)


def _set_off(actor: Actor, meeting: Meeting, moment: datetime | None) -> bool:
    return _step(actor, meeting, meeting.version, called_off_at=moment)


def _step(actor: Actor, meeting: Meeting, seen: int, **values: object) -> bool:
    """Write a new version over the one that was seen; False when that is not the present one."""
    present = update(Meeting).where(Meeting.id == meeting.id, Meeting.version == seen)
    values |= {"version": seen + 1, "changed_at": now(), "changed_by": actor.person_id}
    is_done = db.session.execute(present.values(**values), execution_options={"synchronize_session": False}).rowcount == 1
    db.session.refresh(meeting)
    return is_done


def _columns(wanted: Wanted, day: date) -> dict[str, object]:
    starts, ends = datetime.combine(day, wanted.starts, LOCAL), datetime.combine(day, wanted.ends, LOCAL)
    return {"starts_at": starts, "ends_at": ends, "room": wanted.room, "note": wanted.note}


def _lesson_columns(lesson: tuple[str, str] | None) -> dict[str, object]:
    return {"course_id": lesson[0] if lesson else None, "lesson_id": lesson[1] if lesson else None}


def _keep_helpers(meeting_id: UUID, helper_ids: Iterable[UUID]) -> None:
    wanted = list(helper_ids)
    gone = delete(MeetingHelper).where(MeetingHelper.meeting_id == meeting_id, MeetingHelper.person_id.not_in(wanted))
    db.session.execute(gone, execution_options={"synchronize_session": False})
    for person_id in wanted:
        insert_once(MeetingHelper, meeting_id=meeting_id, person_id=person_id)


def _place(meeting: Meeting) -> tuple[datetime, datetime, str]:
    return meeting.starts_at, meeting.ends_at, meeting.room


def _day(meeting: Meeting) -> str:
    return meeting.starts_at.astimezone(LOCAL).date().isoformat()


def _record(actor: Actor, action: str, cohort: cohorts.Cohort, *, count: int, first: str) -> None:
    audit.record(
        actor, action, subject=f"cohort:{cohort.id}", district=cohort.district_code, name=cohort.name, count=count, day=first
    )
