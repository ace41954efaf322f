"""What is read about people on their way to another district; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from college.cohorts.models import ACTIVE, HIDDEN, Cohort, Enrollment
from college.cohorts.models_transfers import Transfer
from college.core.db import db
from college.core.permissions import Reach

#: How many people one statement names: SQLite takes 32,766 values at most.
CHUNK = 5000
WAITING = and_(Transfer.accepted_at.is_(None), Transfer.declined_at.is_(None), Transfer.withdrawn_at.is_(None))
#: Whoever asked to be deleted, or whose record sleeps in another, is on no way.
_IS_THERE = (
    select(Enrollment.id)
    .where(
        Enrollment.person_id == Transfer.person_id,
        Enrollment.cohort_id == Transfer.from_cohort_id,
        Enrollment.status != HIDDEN,
    )
    .exists()
)


def transfer(transfer_id: UUID) -> Transfer | None:
    """Give a transfer as it stands now, or None."""
    return db.session.get(Transfer, transfer_id, populate_existing=True)


def waiting_of(person_id: UUID) -> Transfer | None:
    """Give the transfer on which a person waits, or None."""
    return db.session.scalars(select(Transfer).where(Transfer.person_id == person_id, WAITING)).first()


def last_from(person_id: UUID, cohort_id: UUID) -> Transfer | None:
    """Give the latest transfer of a person away from a cohort, whatever became of it, or None."""
    hers = select(Transfer).where(Transfer.person_id == person_id, Transfer.from_cohort_id == cohort_id)
    return db.session.scalars(hers.order_by(Transfer.asked_at.desc(), Transfer.id.desc()).limit(1)).first()


def waiting_for(reach: Reach) -> Select[tuple[Transfer]]:
    """Select what waits for the districts of a reach, the longest waiting first."""
    chosen = select(Transfer).where(WAITING, _IS_THERE)
    if not reach.college:
        chosen = chosen.where(Transfer.to_district.in_(reach.districts))
    return chosen.order_by(Transfer.asked_at, Transfer.id)


def waiting_count(reach: Reach) -> int:
    """Count what waits for the districts of a reach."""
    return db.session.scalar(select(func.count()).select_from(waiting_for(reach).order_by(None).subquery())) or 0


def is_there(transfer_id: UUID) -> bool:
    """Say whether the person of a transfer still stands in the list of her old cohort, active or ended."""
    return db.session.scalar(select(Transfer.id).where(Transfer.id == transfer_id, _IS_THERE)) is not None


def moved_away(person_id: UUID, cohort: Cohort) -> bool:
    """Say whether a person's latest move led out of this cohort's district."""
    moved = (
        select(Cohort.district_code)
        .join(Transfer, Transfer.from_cohort_id == Cohort.id)
        .where(Transfer.person_id == person_id, Transfer.accepted_at.is_not(None))
        .order_by(Transfer.accepted_at.desc(), Transfer.id.desc())
    )
    return db.session.scalar(moved.limit(1)) == cohort.district_code


def moved_away_among(person_ids: Iterable[UUID], district_code: str) -> set[UUID]:
    """Give those of these people whose latest move led out of this district."""
    wanted = list(person_ids)
    latest: dict[UUID, str] = {}
    for start in range(0, len(wanted), CHUNK):
        moves = (
            select(Transfer.person_id, Cohort.district_code)
            .join(Cohort, Cohort.id == Transfer.from_cohort_id)
            .where(Transfer.person_id.in_(wanted[start : start + CHUNK]), Transfer.accepted_at.is_not(None))
            .order_by(Transfer.accepted_at, Transfer.id)
        )
        latest.update((person_id, code) for person_id, code in db.session.execute(moves))
    return {person_id for person_id, code in latest.items() if code == district_code}


def active_in(person_id: UUID, district_code: str) -> list[UUID]:
    """Give the cohorts of a district in which a person is today, archived ones too."""
    hers = select(Enrollment.cohort_id).join(Cohort, Cohort.id == Enrollment.cohort_id)
    here = hers.where(Enrollment.person_id == person_id, Enrollment.status == ACTIVE)
    return list(db.session.scalars(here.where(Cohort.district_code == district_code)))
