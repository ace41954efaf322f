"""People who come to a meeting and stand in no list: noted by a helper, found or newly enrolled by whoever may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.db import insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission
from college.meetings import attendance, queries_attendance, queries_walk_in
from college.meetings.finding import meeting_for
from college.meetings.models import AttendanceChange, Meeting, WalkIn
from college.meetings.rules_attendance import ABSENT, CAME, THERE, Mark, Phase


@dataclass(frozen=True)
class Found:
    """Somebody of the district who may be the person who came."""

    person: accounts.Person
    cohort_names: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """A meeting at which names were noted of whom nobody has said yet who they are."""

    cohort: cohorts.Cohort
    meeting: Meeting
    names: int


def may_enroll(actor: Actor, cohort: cohorts.Cohort) -> bool:
    """Say whether she may put people into this cohort; others only note their names."""
    return actor.reach(Permission.ENROLLMENT_EDIT).covers(cohorts.scope_of(cohort))


def note(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, form_id: UUID, name: str) -> bool:
    """Note the name of somebody in no list for whoever enrolls people; the same form sent twice is one.

    Gives False when it was noted before. Raises NotFound, RuleBroken before the meeting's day or when it was called off.
    """
    _cohort, meeting = meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    _refuse_before(meeting)
    row_id = cohorts.derived_id(form_id, meeting_id)
    return insert_once(WalkIn, id=row_id, meeting_id=meeting_id, name=name, noted_by=actor.person_id, noted_at=now())


def find(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, words: str) -> list[Found]:
    """Give the people within her reach whose name holds the words and who stand not in the meeting's list."""
    _cohort, meeting = meeting_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, meeting_id)
    if not words.strip():
        return []
    here = {each.person.id for each in attendance.listed(meeting)}
    reach = actor.reach(Permission.ENROLLMENT_EDIT)
    people = queries_walk_in.people_named(words.strip(), cohorts.people_within(reach))
    staff = accounts.staff_among([each.id for each in people])
    shown = [each for each in people if each.id not in here and each.id not in staff]
    places = cohorts.cohorts_ever_of([each.id for each in shown])
    return [
        Found(each, tuple(one.name for one in places.get(each.id, []) if reach.covers(cohorts.scope_of(one))))
        for each in shown
    ]


def take(
    *, actor: Actor, cohort_id: UUID, meeting_id: UUID, person_id: UUID, enrolls: bool, noted_id: UUID | None = None
) -> accounts.Person:
    """Keep that somebody found in the district came, and enroll her if asked; the same again changes nothing.

    ``noted_id`` is the noted name that she turned out to be. Raises NotFound for whoever is beyond her reach.
    """
    cohort, meeting = meeting_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, meeting_id)
    _refuse_before(meeting)
    person = accounts.get_person(person_id)
    reach = actor.reach(Permission.ENROLLMENT_EDIT)
    if not any(reach.covers(cohorts.scope_of(place)) for place in cohorts.places_of(person_id)):
        raise NotFound
    if person.hidden_at is not None or accounts.staff_among([person_id]):
        raise RuleBroken(_("This person works for the college or is being deleted, and stands in no list."))
    if enrolls:
        cohorts.enroll(actor=actor, cohort_id=cohort.id, person_id=person_id)
    _came(actor, meeting, person_id, noted_id)
    return person


def add(
    *,
    actor: Actor,
    cohort_id: UUID,
    meeting_id: UUID,
    form_id: UUID,
    name: str,
    phone: str | None = None,
    answer: str | None = None,
    noted_id: UUID | None = None,
) -> accounts.Person:
    """Enroll somebody new by name and keep that she came; the same form sent twice makes one.

    Raises like `cohorts.add_student`: `IsItTheSame` when somebody known shares the name or the telephone.
    """
    _cohort, meeting = meeting_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, meeting_id)
    _refuse_before(meeting)
    added = cohorts.add_student(
        actor=actor, cohort_id=cohort_id, form_id=form_id, name=name, phone=phone, age_band=None, answer=answer
    )
    _came(actor, meeting, added.person.id, noted_id)
    return added.person


def put_away(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, walk_in_id: UUID) -> bool:
    """Say that nothing is to be done about a noted name; gives False when something was said before.

    For whoever takes attendance there; who did it is kept. Raises NotFound for others.
    """
    meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    _noted(meeting_id, walk_in_id)
    return queries_walk_in.settle(walk_in_id, settled_at=now(), settled_by=actor.person_id)


def noted_for(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, walk_in_id: UUID) -> WalkIn:
    """Give a noted name to whoever enrolls people here. Raises NotFound."""
    meeting_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, meeting_id)
    return _noted(meeting_id, walk_in_id)


def waiting_within(actor: Actor) -> list[Waiting]:
    """Give the meetings at which noted names wait for her, the earliest first: two queries."""
    if not actor.reach(Permission.ENROLLMENT_EDIT):
        return []
    living = {each.id: each for each in cohorts.visible_cohorts(actor, Permission.ENROLLMENT_EDIT)}
    return [Waiting(living[meeting.cohort_id], meeting, names) for meeting, names in _waiting(living)]


def _waiting(cohort_ids: Collection[UUID]) -> list[tuple[Meeting, int]]:
    return queries_walk_in.waiting_by_meeting(cohort_ids) if cohort_ids else []


def _noted(meeting_id: UUID, walk_in_id: UUID) -> WalkIn:
    row = queries_walk_in.walk_in(walk_in_id)
    if row is None or row.meeting_id != meeting_id:
        raise NotFound
    return row


def _came(actor: Actor, meeting: Meeting, person_id: UUID, noted_id: UUID | None) -> None:
    """Tick her off unless she was seen already, and settle the name that was noted of her."""
    kept = queries_attendance.row_of(meeting.id, person_id)
    if kept is None or kept.standing not in THERE:
        queries_attendance.keep_newest([attendance.row_values(meeting.id, actor, Mark(person_id, CAME), now())])
        queries_walk_in.came_in(meeting.id, person_id)
        _keep_change(actor, meeting, person_id, kept.standing if kept is not None else "")
    if noted_id is not None:
        _noted(meeting.id, noted_id)
        queries_walk_in.settle(noted_id, settled_at=now(), settled_by=actor.person_id, person_id=person_id)


def _keep_change(actor: Actor, meeting: Meeting, person_id: UUID, before: str) -> None:
    """Keep, after the meeting's day, that the list was changed by this too."""
    if attendance.phase_of(meeting, today()) is Phase.OVER:
        values = {"before": "" if before == ABSENT else before, "after": CAME, "why": _("Came without standing in the list")}
        ids = {"id": new_id(), "meeting_id": meeting.id, "person_id": person_id, "changed_by": actor.person_id}
        insert_once(AttendanceChange, **ids, **values)


def _refuse_before(meeting: Meeting) -> None:
    attendance.refuse_called_off(meeting)
    if attendance.phase_of(meeting, today()) is Phase.BEFORE:
        raise RuleBroken(_("This meeting is on another day. Whoever comes is noted on that day."))
