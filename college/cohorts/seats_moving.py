"""Seats and changes of cohort of two records of one person: they go over to the one that is kept, and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased

from college.cohorts.models import Cohort
from college.cohorts.models_changes import CohortChange
from college.cohorts.models_seats import Seat
from college.core.db import db, insert_once

_QUIETLY = {"synchronize_session": False}


def move_seats(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Give seats and changes to the kept record; where both sit in a room, the kept one's own seat stays."""
    other = aliased(Seat)
    sits_there = exists().where(other.cohort_id == Seat.cohort_id, other.person_id == to_id)
    mine = select(Seat.cohort_id, Seat.number).where(Seat.person_id == from_id)
    going = [[str(cohort_id), number] for cohort_id, number in db.session.execute(mine.where(~sits_there))]
    aside = [[str(cohort_id), number] for cohort_id, number in db.session.execute(mine.where(sits_there))]
    _delete(aside, from_id)
    _update(going, from_id, to_id)
    changes = list(db.session.scalars(select(CohortChange.id).where(CohortChange.person_id == from_id)))
    _give_changes(changes, from_id, to_id)
    return {"going": going, "aside": aside, "changes": [str(each) for each in changes]}


def move_seats_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back what `move_seats` took and the kept record still has; a number that is taken meanwhile stays taken."""
    _update(moved.get("going", []), to_id, from_id)
    for cohort_id, number in moved.get("aside", []):
        insert_once(Seat, cohort_id=UUID(cohort_id), number=number, person_id=from_id)
    _give_changes([UUID(each) for each in moved.get("changes", [])], to_id, from_id)


def forget_seats(person_id: UUID) -> None:
    """Delete a person's seats and changes of cohort. Safe to repeat."""
    for model in (Seat, CohortChange):
        db.session.execute(delete(model).where(model.person_id == person_id), execution_options=_QUIETLY)


def own_seats(person_id: UUID) -> list[dict[str, Any]]:
    """Give where a person sits, for her own copy."""
    rows = select(Cohort.name, Seat.number).join(Cohort, Cohort.id == Seat.cohort_id).where(Seat.person_id == person_id)
    return [{"cohort": name, "seat": number} for name, number in db.session.execute(rows.order_by(Cohort.name, Seat.number))]


def _update(seats: list[list[Any]], holder_id: UUID, owner_id: UUID) -> None:
    for cohort_id, number in seats:
        seat = update(Seat).where(Seat.cohort_id == UUID(cohort_id), Seat.number == number, Seat.person_id == holder_id)
        db.session.execute(seat.values(person_id=owner_id), execution_options=_QUIETLY)


def _delete(seats: list[list[Any]], holder_id: UUID) -> None:
    cohorts = [UUID(cohort_id) for cohort_id, _number in seats]
    theirs = delete(Seat).where(Seat.cohort_id.in_(cohorts), Seat.person_id == holder_id)
    db.session.execute(theirs, execution_options=_QUIETLY)


def _give_changes(ids: list[UUID], holder_id: UUID, owner_id: UUID) -> None:
    hers = update(CohortChange).where(CohortChange.id.in_(ids), CohortChange.person_id == holder_id)
    db.session.execute(hers.values(person_id=owner_id), execution_options=_QUIETLY)
