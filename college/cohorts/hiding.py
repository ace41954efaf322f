"""Enrollments of somebody whose deletion was asked for: out of every list at once, and back as they were if she stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from college.cohorts import queries
from college.cohorts.models import HIDDEN, Cohort, Enrollment
from college.core.db import db
from college.core.permissions import Reach


def hide_enrollments(person_id: UUID) -> dict[str, Any]:
    """Take her out of every cohort's lists; give what `show_enrollments` needs. Again, nothing is left to hide."""
    hers = select(Enrollment).where(Enrollment.person_id == person_id, Enrollment.status != HIDDEN)
    before = {}
    for each in db.session.scalars(hers):
        before[str(each.id)] = [each.status, each.to_on.isoformat() if each.to_on else None]
        each.status = HIDDEN
    db.session.flush()
    return before


def show_enrollments(person_id: UUID, before: dict[str, Any]) -> None:
    """Put her back into her cohorts, active or ended as she was."""
    hidden = select(Enrollment).where(Enrollment.person_id == person_id, Enrollment.status == HIDDEN)
    for each in db.session.scalars(hidden):
        status, to_on = before.get(str(each.id), ["active", None])
        each.status, each.to_on = status, date.fromisoformat(to_on) if to_on else None
    db.session.flush()


def cohorts_ever_of(person_ids: Collection[UUID]) -> dict[UUID, list[Cohort]]:
    """Give every cohort in which these people are, were, or are hidden, the latest first."""
    enrolled = (
        select(Enrollment.person_id, Cohort)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.person_id.in_(list(person_ids)))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    found: dict[UUID, list[Cohort]] = {}
    for person_id, cohort in db.session.execute(enrolled):
        found.setdefault(person_id, []).append(cohort)
    return found


def hidden_within(reach: Reach) -> Select[tuple[UUID]]:
    """Select the people who are hidden in one of the cohorts that a reach covers."""
    here = queries.within(reach).with_only_columns(Cohort.id)
    return select(Enrollment.person_id).where(Enrollment.status == HIDDEN, Enrollment.cohort_id.in_(here)).distinct()
