"""What a roster import reads: who stands where in a district, and the records of earlier imports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from college.accounts import service as accounts
from college.cohorts import rules_stays
from college.cohorts.models import ACTIVE, ENDED, HIDDEN, Cohort, District, Enrollment
from college.cohorts.models_seats import Seat
from college.cohorts.queries_transfers import moved_away_among
from college.cohorts.roster_models import RosterImport
from college.core.among import among
from college.core.clock import now
from college.core.db import db, new_id

#: How many rows one statement names: SQLite takes 32,766 values at most.
CHUNK = 5000

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]


def hold_imports() -> None:
    """Let one import, or one hand, at a time find out who is known and add people, until the end of the unit of work.

    Two at once would both find nobody and add everybody twice. The lock is a row that always exists; SQLite, which
    has one writer anyway, needs none.
    """
    first = select(District.code).order_by(District.code).limit(1)
    db.session.execute(first.with_for_update(key_share=True)).first()


def record(import_id: UUID, *, hold: bool = False) -> RosterImport | None:
    """Give the record of an import; with ``hold`` nobody else changes it until the end of the unit of work."""
    statement = select(RosterImport).where(RosterImport.id == import_id)
    return db.session.scalars(statement.with_for_update() if hold else statement).first()


def records_of(cohort_id: UUID) -> list[RosterImport]:
    """Give the imports of a cohort, the latest first."""
    statement = select(RosterImport).where(RosterImport.cohort_id == cohort_id)
    return list(db.session.scalars(statement.order_by(RosterImport.made_at.desc(), RosterImport.id.desc())))


def standing_in(district_code: str) -> list[Row]:
    """Give (person_id, cohort_id, status) for every enrollment of a district, ended ones too, no hidden ones."""
    statement = (
        select(Enrollment.person_id, Enrollment.cohort_id, Enrollment.status)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Cohort.district_code == district_code, Enrollment.status != HIDDEN)
    )
    return list(db.session.execute(statement))


def looked_after_elsewhere(district_code: str) -> set[UUID]:
    """Give the people of a district who are in a cohort of another district today and in none of its own."""
    place = aliased(Cohort)
    other = aliased(Enrollment)
    here = select(other.person_id).join(place, place.id == other.cohort_id).where(place.district_code == district_code)
    away = (
        select(Enrollment.person_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Cohort.district_code != district_code, Enrollment.status == ACTIVE, Enrollment.person_id.in_(here))
    )
    return set(db.session.scalars(away)) - set(db.session.scalars(here.where(other.status == ACTIVE)))


def cared_for_elsewhere(person_ids: Collection[UUID], district_code: str) -> set[UUID]:
    """Give those of these people whom another district looks after: none of this one's cohorts has her today, and one
    of another has, or her latest move led there."""
    gone = set(person_ids) & (looked_after_elsewhere(district_code) | moved_away_among(person_ids, district_code))
    ours = select(Cohort.id).where(Cohort.district_code == district_code)
    return gone - among(Enrollment.person_id, gone, Enrollment.status == ACTIVE, Enrollment.cohort_id.in_(ours))


def standing(cohort_id: UUID) -> dict[UUID, tuple[str, date | None]]:
    """Give (status, to_on) of everybody who is or was in a cohort."""
    statement = select(Enrollment.person_id, Enrollment.status, Enrollment.to_on).where(Enrollment.cohort_id == cohort_id)
    return {person_id: (status, to_on) for person_id, status, to_on in db.session.execute(statement)}


def enrolled_elsewhere(person_ids: Collection[UUID], cohort_id: UUID) -> set[UUID]:
    """Give those of these people who are or were in another cohort."""
    return among(Enrollment.person_id, person_ids, Enrollment.cohort_id != cohort_id)


def active_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people who are in any cohort today."""
    return among(Enrollment.person_id, person_ids, Enrollment.status == ACTIVE)


def insert_enrollments(
    cohort_id: UUID, person_ids: Iterable[UUID], from_on: date, brought_by: UUID | None
) -> list[UUID]:
    """Enroll people, all in one statement; give those who were in no enrollment of this cohort before."""
    same = {"cohort_id": cohort_id, "from_on": from_on, "status": ACTIVE, "created_at": now(), "brought_by": brought_by}
    rows = {person_id: {"id": new_id(), "person_id": person_id, **same} for person_id in person_ids}
    if not rows:
        return []
    make = _INSERT[db.session.get_bind().dialect.name]
    missing = make(Enrollment.__table__).on_conflict_do_nothing()
    done = db.session.execute(missing, list(rows.values()), execution_options={"preserve_rowcount": True})
    if done.rowcount == len(rows):
        return list(rows)
    there = select(Enrollment.person_id, Enrollment.id).where(Enrollment.cohort_id == cohort_id)
    ids = {person_id: enrollment_id for person_id, enrollment_id in db.session.execute(there)}
    return [person_id for person_id, row in rows.items() if ids.get(person_id) == row["id"]]


def reopen_enrollments(
    cohort_id: UUID, person_ids: Iterable[UUID], back_on: date, **values: UUID | None
) -> None:
    """Take the end of these people's enrollments back; the days since are kept as days away, ``values`` are written too."""
    for some in _chunks(person_ids):
        _keep_days_away(cohort_id, some, back_on)
        theirs = update(Enrollment).where(Enrollment.cohort_id == cohort_id, Enrollment.person_id.in_(some))
        db.session.execute(theirs.values(status=ACTIVE, to_on=None, **values))


def _keep_days_away(cohort_id: UUID, person_ids: list[UUID], back_on: date) -> None:
    table = Enrollment.__table__
    asked = select(table.c.id, table.c.to_on, table.c.away).where(
        table.c.cohort_id == cohort_id, table.c.person_id.in_(person_ids), table.c.status == ENDED
    )
    rows = [
        {"row": row_id, "away": after}
        for row_id, to_on, away in db.session.execute(asked)
        if (after := rules_stays.away_after(away, to_on, back_on)) != away
    ]
    if rows:
        db.session.execute(update(table).where(table.c.id == bindparam("row")), rows)


def befores_that_may_name(person_id: UUID) -> list[UUID]:
    """Give the files of what updates wrote over in the districts where a person is or was, by their ids.

    A record that sleeps in another stood where that one stands now; of whoever stands nowhere, every district is asked.
    """
    kept_in = select(accounts.Person.merged_into_id).where(accounts.Person.id == person_id)
    hers = or_(Enrollment.person_id == person_id, Enrollment.person_id.in_(kept_in))
    districts = set(db.session.scalars(select(Cohort.district_code).join(Enrollment).where(hers).distinct()))
    befores = select(RosterImport.before_id).where(RosterImport.before_id.is_not(None))
    return list(db.session.scalars(befores.where(RosterImport.district_code.in_(districts)) if districts else befores))


def put_in_by_hand(cohort_id: UUID) -> set[UUID]:
    """Give who is in a cohort today and was brought by no import."""
    by_hand = select(Enrollment.person_id).where(Enrollment.cohort_id == cohort_id, Enrollment.brought_by.is_(None))
    return set(db.session.scalars(by_hand.where(Enrollment.status == ACTIVE)))


def end_enrollments(cohort_id: UUID, person_ids: Iterable[UUID], to_on: date) -> int:
    """End those of these people's enrollments that are active; give how many."""
    count = 0
    for some in _chunks(person_ids):
        theirs = update(Enrollment).where(Enrollment.cohort_id == cohort_id, Enrollment.person_id.in_(some))
        ended = theirs.where(Enrollment.status == ACTIVE).values(status=ENDED, to_on=to_on)
        count += db.session.execute(ended).rowcount
    return count


def delete_enrollments(cohort_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Delete enrollments as if they had never been: only for people whom an import made and nobody has met."""
    for some in _chunks(person_ids):
        for model in (Seat, Enrollment):
            theirs = delete(model).where(model.cohort_id == cohort_id, model.person_id.in_(some))
            db.session.execute(theirs, execution_options={"synchronize_session": False})
