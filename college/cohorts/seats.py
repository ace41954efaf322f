"""Seats of a cohort: given by the sound of the names or by hand, changed, undone, printed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import queries_seats
from college.cohorts.membership import cohort_for, enrolled, refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.rules_seats import HIGHEST, moved, rows_of, seated, undone
from college.core import audit
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission


@dataclass(frozen=True)
class Sitting:
    """Somebody of a cohort and the number of her seat, None when she has none."""

    person: accounts.Person
    number: int | None


@dataclass(frozen=True)
class Seating:
    """Who sits where: those with a seat by its number, then the others by the sound of their names."""

    cohort: Cohort
    rows: list[Sitting]
    can_undo: bool

    @property
    def without(self) -> int:
        """How many have no seat yet."""
        return sum(1 for each in self.rows if each.number is None)

    @property
    def has_seats(self) -> bool:
        """Whether anybody has a seat."""
        return any(each.number for each in self.rows)

    def plan(self, width: int) -> list[list[tuple[int, str]]]:
        """Give (number, name) row by row from the front, ``width`` seats in a row; no name where nobody sits."""
        names = {each.number: each.person.name for each in self.rows if each.number}
        return [[(number, names.get(number, "")) for number in row] for row in rows_of(names, width)]


def seats_of(cohort_id: UUID) -> dict[UUID, int]:
    """Give the number of the seat of everybody who is in a cohort today and has one, by person: one query.

    Empty where no seats were given. For callers that asked for the cohort through `cohort_for` before.
    """
    return queries_seats.seats(cohort_id)


def seating(*, actor: Actor, cohort_id: UUID) -> Seating:
    """Give who sits where in a cohort that the actor may see. Raises NotFound for a foreign one."""
    cohort = cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    seats = queries_seats.seats(cohort_id)
    rows = [Sitting(person, seats.get(person.id)) for _enrollment, person in enrolled(cohort_id)]
    rows.sort(key=lambda each: each.number or HIGHEST + 1)
    return Seating(cohort, rows, queries_seats.before(cohort_id) != seats)


def give(*, actor: Actor, cohort_id: UUID, anew: bool = False) -> int:
    """Give seats by the sound of the names to those who have none, or with ``anew`` to everybody; give how many moved.

    Doing it again changes nothing. Raises RuleBroken when the cohort is in the archive.
    """
    cohort, seats = _held(actor, cohort_id)
    people = [person.id for _enrollment, person in enrolled(cohort_id)]
    return _keep(actor, cohort, seats, seated(people, {} if anew else seats))


def move(*, actor: Actor, cohort_id: UUID, person_id: UUID, number: int) -> None:
    """Give somebody a seat; whoever sat there takes hers. Doing it again changes nothing.

    Raises NotFound for somebody who is not in the cohort today, RuleBroken for a number that no room has.
    """
    cohort, seats = _held(actor, cohort_id)
    if person_id not in {person.id for _enrollment, person in enrolled(cohort_id)}:
        raise NotFound
    if not 1 <= number <= HIGHEST:
        raise RuleBroken(_("Please write a number from 1 to %(highest)d.", highest=HIGHEST))
    _keep(actor, cohort, seats, moved(seats, person_id, number))


def undo(*, actor: Actor, cohort_id: UUID) -> None:
    """Bring the seats back as they were before they were last changed; again, nothing is left to undo."""
    cohort, seats = _held(actor, cohort_id)
    back = undone(seats, queries_seats.before(cohort_id))
    if back != seats:
        queries_seats.write(cohort_id, back, back)
        _record(actor, cohort)


def _held(actor: Actor, cohort_id: UUID) -> tuple[Cohort, dict[UUID, int]]:
    cohort = cohort_for(actor, Permission.ATTENDANCE_TAKE, cohort_id)
    refuse_archived(cohort)
    queries_seats.hold(cohort_id)
    return cohort, queries_seats.seats(cohort_id)


def _keep(actor: Actor, cohort: Cohort, seats: dict[UUID, int], wanted: dict[UUID, int]) -> int:
    changed = sum(1 for who, number in wanted.items() if seats.get(who) != number)
    if changed:
        queries_seats.write(cohort.id, wanted, seats)
        _record(actor, cohort)
    return changed


def _record(actor: Actor, cohort: Cohort) -> None:
    audit.record(actor, "seats.change", subject=f"cohort:{cohort.id}", district=cohort.district_code)
