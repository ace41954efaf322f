"""What is read about changes from one cohort to another; nothing here asks who may see them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from college.cohorts.models import HIDDEN, Cohort, Enrollment
from college.cohorts.models_changes import CohortChange
from college.core.clock import now
from college.core.db import db


def change(change_id: UUID) -> CohortChange | None:
    """Give a change as it stands now, or None."""
    return db.session.get(CohortChange, change_id, populate_existing=True)


def changes_within(person_id: UUID, district_code: str) -> list[CohortChange]:
    """Give a person's changes within a district, the first one first."""
    within = select(CohortChange).join(Cohort, Cohort.id == CohortChange.from_cohort_id)
    hers = within.where(CohortChange.person_id == person_id, Cohort.district_code == district_code)
    return list(db.session.scalars(hers.order_by(CohortChange.made_at, CohortChange.id)))


def held_enrollments(person_id: UUID) -> dict[UUID, Enrollment]:
    """Give a person's enrollments by cohort as they stand now, held until the end of the unit of work."""
    hers = select(Enrollment).where(Enrollment.person_id == person_id, Enrollment.status != HIDDEN)
    held = hers.order_by(Enrollment.id).with_for_update().execution_options(populate_existing=True)
    return {row.cohort_id: row for row in db.session.scalars(held)}


def take_back(change_id: UUID, by: UUID | None) -> bool:
    """Mark a change as taken back; False when somebody was quicker."""
    living = update(CohortChange).where(CohortChange.id == change_id, CohortChange.taken_back_at.is_(None))
    options = {"synchronize_session": False, "preserve_rowcount": True}
    done = db.session.execute(living.values(taken_back_at=now(), taken_back_by=by), execution_options=options)
    return done.rowcount == 1


def all_of(person_id: UUID) -> list[CohortChange]:
    """Give every change of a person, the first one first."""
    hers = select(CohortChange).where(CohortChange.person_id == person_id)
    return list(db.session.scalars(hers.order_by(CohortChange.made_at, CohortChange.id)))
