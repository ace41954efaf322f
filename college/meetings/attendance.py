"""A meeting's list of names: who is in it, what is kept of each, and the taps of staff on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import LOCAL, now, today
from college.core.errors import RuleBroken
from college.core.names import initials, sort_key
from college.core.permissions import Actor, Permission
from college.core.waiting import happened_at
from college.meetings import late_taps, queries_attendance, queries_walk_in, rules_attendance
from college.meetings.finding import meeting_for
from college.meetings.held import Held
from college.meetings.models import BY_STAFF, AttendanceChange, Meeting, WalkIn
from college.meetings.rules_attendance import ABSENT, EXCUSED, MOST_MARKS, THERE, Mark, Phase


@dataclass(frozen=True)
class Listed:
    """One name of a meeting's list. ``standing`` is empty for whom nobody has seen."""

    person: accounts.Person
    seat: int | None
    letters: str
    is_enrolled: bool
    kept: Row[Any] | None

    @property
    def standing(self) -> str:
        """What stands of her; a tap that was taken back leaves nothing."""
        return self.kept.standing if self.kept is not None and self.kept.standing != ABSENT else ""

    @property
    def was_there(self) -> bool:
        """Tell whether she was in the room."""
        return self.standing in THERE

    @property
    def letter(self) -> str:
        """The letter under which she stands; ``#`` for a name that begins with none."""
        first = self.letters[:1].upper()
        return first if first.isascii() and first.isalpha() else "#"


@dataclass(frozen=True)
class Taking:
    """A meeting's list by the sound of the names, with what waits and what was corrected."""

    cohort: cohorts.Cohort
    meeting: Meeting
    phase: Phase
    rows: list[Listed]
    waiting: list[WalkIn]
    changes: list[AttendanceChange]

    @property
    def came(self) -> int:
        """How many of the enrolled were in the room."""
        return sum(1 for each in self.rows if each.is_enrolled and each.was_there)

    @property
    def total(self) -> int:
        """How many were enrolled that day; staff never count."""
        return sum(1 for each in self.rows if each.is_enrolled)

    @property
    def others(self) -> int:
        """How many were in the room without being enrolled that day."""
        return sum(1 for each in self.rows if not each.is_enrolled and each.was_there)

    @property
    def share(self) -> int:
        """Of a hundred enrolled so many came."""
        return rules_attendance.share(self.came, self.total)


def day_of(meeting: Meeting | Held) -> date:
    """Give the day in China on which a meeting takes place."""
    return meeting.starts_at.astimezone(LOCAL).date()


def phase_of(meeting: Meeting, on: date) -> Phase:
    """Give where a meeting's day lies, seen from a day."""
    return rules_attendance.phase(day_of(meeting), on)


def phase_now(meeting: Meeting) -> Phase:
    """Give where a meeting's day lies today."""
    return phase_of(meeting, today())


def keepers(taking: Taking) -> dict[UUID, str]:
    """Give the names of those who corrected a list, and of those who were corrected, by id: one query.

    Whoever is being deleted is named no more.
    """
    ids = {each.changed_by for each in taking.changes if each.changed_by} | {each.person_id for each in taking.changes}
    ids |= {each.noted_by for each in taking.waiting if each.noted_by}
    return {person_id: person.name for person_id, person in accounts.people_by_ids(ids).items() if person.hidden_at is None}


def taking_for(
    actor: Actor, cohort_id: UUID, meeting_id: UUID, permission: Permission = Permission.ATTENDANCE_TAKE
) -> Taking:
    """Give a meeting's list to whoever takes attendance there; NotFound for a foreign one. Seven queries."""
    cohort, meeting = meeting_for(actor, permission, cohort_id, meeting_id)
    return Taking(
        cohort=cohort,
        meeting=meeting,
        phase=phase_of(meeting, today()),
        rows=listed(meeting),
        waiting=queries_walk_in.waiting_walk_ins(meeting_id),
        changes=queries_attendance.changes_of(meeting_id),
    )


def listed(meeting: Meeting) -> list[Listed]:
    """Give everybody who was enrolled on a meeting's day or came all the same, by the sound of the names.

    Whoever works for the college stands in no list, and whoever is being deleted neither.
    """
    kept, people = queries_attendance.rows_of(meeting.id), enrolled_on(meeting.cohort_id, day_of(meeting))
    others = [person_id for person_id in kept if person_id not in people]
    everybody = {**accounts.people_by_ids(others), **people}
    staff, seats = accounts.staff_among(list(everybody)), cohorts.seats_of(meeting.cohort_id)
    rows = [
        Listed(person, seats.get(person.id), initials(person.name), person.id in people, kept.get(person.id))
        for person in everybody.values()
        if person.id not in staff and person.hidden_at is None and person.forgotten_at is None
    ]
    shown = [each for each in rows if each.is_enrolled or each.standing]
    return sorted(shown, key=lambda each: (each.letter == "#", sort_key(each.person.name), each.seat or 0, each.person.id))


def enrolled_on(cohort_id: UUID, day: date) -> dict[UUID, accounts.Person]:
    """Give who was enrolled in a cohort on a day, by id; for callers that may see the cohort."""
    pairs = cohorts.enrolled(cohort_id, with_ended=True)
    return {person.id: person for enrollment, person in pairs if enrollment.was_in(day)}


def narrowed(rows: Sequence[Listed], words: str, *, only_missing: bool) -> list[Listed]:
    """Give those whom a seat, first letters or a part of the name means, and of them those nobody has seen if asked."""
    return [
        each
        for each in rows
        if (not words.strip() or rules_attendance.fits(words, name=each.person.name, letters=each.letters, seat=each.seat))
        and not (only_missing and each.standing)
    ]


def keep_marks(
    *, actor: Actor, cohort_id: UUID, meeting_id: UUID, marks: Iterable[Mark], note: str = ""
) -> list[UUID]:
    """Keep taps on names; the last tap on each counts by when it was made, whoever sends it and in whatever order.

    Gives the people of whom nothing was kept: they are in no list of this meeting, or the day is not the meeting's
    (before it only who is excused is kept). ``note`` is why somebody is excused. Raises NotFound, RuleBroken when
    the meeting was called off or its day is over: then `correcting.correct` is asked. A tap of that day which a phone
    sends after it counts, and what it changes is kept as a correction (`late_taps`).
    """
    cohort, meeting = meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    refuse_called_off(meeting)
    moment, day = now(), day_of(meeting)
    tapped = rules_attendance.latest(list(marks)[:MOST_MARKS])
    times = {each.person_id: happened_at(moment, each.waited) for each in tapped}
    fitting = [each for each in tapped if rules_attendance.may_mark(each.standing, day, _day(times[each.person_id]))]
    if tapped and not fitting:
        raise RuleBroken(_too_early() if today() < day else _too_late())
    known = {each.person.id for each in listed(meeting)}
    kept = [each for each in fitting if each.person_id in known]
    rows = [row_values(meeting_id, actor, each, times[each.person_id], note) for each in kept]
    if today() > day:
        late_taps.keep(actor, meeting_id, rows)
    else:
        queries_attendance.keep_newest(rows)
    return sorted({each.person_id for each in tapped} - {each.person_id for each in kept})


def row_values(meeting_id: UUID, actor: Actor, mark: Mark, moment: datetime, note: str = "") -> dict[str, Any]:
    """Give the columns of what a member of staff tapped at a moment."""
    return {
        "meeting_id": meeting_id,
        "person_id": mark.person_id,
        "standing": mark.standing,
        "how": BY_STAFF,
        "marked_at": moment,
        "received_at": now(),
        "marked_by": actor.person_id,
        "is_walk_in": False,
        "note": note if mark.standing == EXCUSED else "",
    }


def refuse_called_off(meeting: Meeting) -> None:
    """Raise RuleBroken for a meeting that does not take place."""
    if meeting.called_off_at is not None:
        raise RuleBroken(_("This meeting was called off, so nobody is ticked off for it."))


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _too_early() -> str:
    return _("This meeting is on another day. Until then you can only note who is excused.")


def _too_late() -> str:
    return _("The day of this meeting is over. Press “Correct” beside the name: it asks why.")


@dataclass(frozen=True)
class Rate:
    """How many of those enrolled on a meeting's day came to it."""

    came: int
    enrolled: int

    @property
    def share(self) -> int:
        """Of a hundred enrolled so many came."""
        return rules_attendance.share(self.came, self.enrolled)


def rates_of(cohort_id: UUID, meetings: Collection[Meeting]) -> dict[UUID, Rate]:
    """Give, by meeting, how many of the enrolled of its day came; staff never count. Four queries, however many meetings.

    For callers that asked for the cohort through `cohort_for` before.
    """
    return rates_among([cohort_id], meetings, queries_attendance.there_at([each.id for each in meetings]))


def rates_among(
    cohort_ids: Collection[UUID], meetings: Collection[Meeting | Held], there: Collection[tuple[UUID, UUID]]
) -> dict[UUID, Rate]:
    """Give the same for meetings of several cohorts; ``there`` is who was in the room, as (meeting id, person id)."""
    every = cohorts.stays_in(cohort_ids)
    staff = accounts.staff_among({each.person_id for each in every})
    stays: dict[UUID, list[cohorts.Enrollment]] = {}
    for each in every:
        if each.person_id not in staff:
            stays.setdefault(each.cohort_id, []).append(each)
    found = {}
    for meeting in meetings:
        day = day_of(meeting)
        here = [each.person_id for each in stays.get(meeting.cohort_id, []) if each.was_in(day)]
        found[meeting.id] = Rate(sum(1 for each in here if (meeting.id, each) in there), len(here))
    return found


def correction_count(meeting: Meeting) -> int:
    """Give how often a meeting's list was corrected after its day, for callers that may see the meeting.

    Corrections of whoever is being deleted are not among them: they are shown to nobody.
    """
    return queries_attendance.count_changes(meeting.id)


def record(actor: Actor, action: str, taking: Taking, **detail: Any) -> None:
    """Keep in the audit what was done with a meeting's list."""
    place = {"subject": f"cohort:{taking.cohort.id}", "district": taking.cohort.district_code}
    audit.record(actor, action, **place, meeting=str(taking.meeting.id), **detail)
