"""What is read and written about seats; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, exists, insert, or_, select

from college.cohorts.models import ACTIVE, Cohort, Enrollment
from college.cohorts.models_seats import Seat
from college.cohorts.rules_seats import seated
from college.core.db import db

_IS_HERE = exists().where(
    Enrollment.cohort_id == Seat.cohort_id, Enrollment.person_id == Seat.person_id, Enrollment.status == ACTIVE
)


def seats(cohort_id: UUID) -> dict[UUID, int]:
    """Give the seat of everybody who is in a cohort today and has one: whoever left keeps none."""
    rows = db.session.execute(select(Seat.person_id, Seat.number).where(Seat.cohort_id == cohort_id, _IS_HERE))
    return {person_id: number for person_id, number in rows}


def before(cohort_id: UUID) -> dict[UUID, int | None]:
    """Give the seat that each of those who have one had before a hand last changed the seats, None for no seat."""
    rows = db.session.execute(select(Seat.person_id, Seat.before).where(Seat.cohort_id == cohort_id, _IS_HERE))
    return {person_id: number for person_id, number in rows}


def hold(cohort_id: UUID) -> None:
    """Let one hand at a time change the seats of a cohort, until the end of the unit of work."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update(key_share=True))


def write(cohort_id: UUID, wanted: Mapping[UUID, int], was: Mapping[UUID, int]) -> None:
    """Make the seats of a cohort exactly these; ``was`` is what undoing brings back."""
    theirs = delete(Seat).where(Seat.cohort_id == cohort_id)
    db.session.execute(theirs, execution_options={"synchronize_session": False})
    _insert(cohort_id, wanted, was)


def _insert(cohort_id: UUID, wanted: Mapping[UUID, int], was: Mapping[UUID, int]) -> None:
    same = {"cohort_id": cohort_id}
    rows = [{**same, "person_id": who, "number": number, "before": was.get(who)} for who, number in wanted.items()]
    if rows:
        db.session.execute(insert(Seat), rows)


def seat_newcomers(cohort_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Give the next free seats to people who just came into a cohort in which seats were given, in their order.

    Whoever comes back finds her old seat unless somebody new sits there now.
    """
    newcomers = list(person_ids)
    if not newcomers or not db.session.scalar(select(exists().where(Seat.cohort_id == cohort_id))):
        return
    hold(cohort_id)
    present = seats(cohort_id)
    fresh = {who: number for who, number in seated([*present, *newcomers], present).items() if who not in present}
    if fresh:
        _clear(cohort_id, fresh.values(), fresh)
        _insert(cohort_id, fresh, fresh)


def _clear(cohort_id: UUID, numbers: Collection[int], person_ids: Collection[UUID]) -> None:
    """Take away what whoever left still holds of these numbers."""
    left = delete(Seat).where(Seat.cohort_id == cohort_id, or_(Seat.number.in_(numbers), Seat.person_id.in_(person_ids)))
    db.session.execute(left, execution_options={"synchronize_session": False})
