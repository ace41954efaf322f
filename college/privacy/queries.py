"""What is read about deletions; nothing here asks who may see it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from college.cohorts import service as cohorts
from college.core.db import db
from college.core.permissions import Reach
from college.privacy.models import Deletion

PENDING = and_(Deletion.purged_at.is_(None), Deletion.taken_back_at.is_(None))


def deletion_of(person_id: UUID, *, hold: bool = False) -> Deletion | None:
    """Give a person's deletion; with ``hold`` nobody else changes it until the end of the unit of work."""
    hers = select(Deletion).where(Deletion.person_id == person_id).execution_options(populate_existing=True)
    return db.session.scalar(hers.with_for_update() if hold else hers)


def pending_within(reach: Reach) -> Select[tuple[Deletion]]:
    """Select the pending deletions of people of the cohorts that a reach covers, the first due first."""
    here = select(Deletion).where(PENDING, Deletion.person_id.in_(cohorts.hidden_within(reach)))
    return here.order_by(Deletion.due_on, Deletion.asked_at, Deletion.id)


def due_ids(on: date) -> list[UUID]:
    """Give the people who are to be deleted by a day, the longest due first."""
    due = select(Deletion.person_id).where(PENDING, Deletion.due_on <= on)
    return list(db.session.scalars(due.order_by(Deletion.due_on, Deletion.id)))


def count(*where: ColumnElement[bool]) -> int:
    """Count pending deletions for which all of ``where`` holds."""
    return db.session.scalar(select(func.count()).select_from(Deletion).where(PENDING, *where)) or 0


def purged_count() -> int:
    """Count everybody who was deleted."""
    done = select(func.count()).select_from(Deletion).where(Deletion.purged_at.is_not(None))
    return db.session.scalar(done) or 0


def purged() -> list[tuple[UUID, date]]:
    """Give (person id, day) of everybody who was deleted, in order."""
    done = select(Deletion.person_id, Deletion.purged_at).where(Deletion.purged_at.is_not(None))
    return [(person_id, at.date()) for person_id, at in db.session.execute(done.order_by(Deletion.purged_at, Deletion.id))]
