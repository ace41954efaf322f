"""Enrollments of somebody whose deletion was asked for: out of every list at once, and back as they were if she stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from college.cohorts import queries
from college.cohorts.membership import teacher_contact
from college.cohorts.models import ACTIVE, HIDDEN, Cohort, Enrollment
from college.cohorts.models_transfers import Transfer
from college.cohorts.queries_transfers import WAITING, moved_away, moved_away_among
from college.core.clock import now
from college.core.db import db
from college.core.permissions import Reach

#: Where the way to another district stands among what is to be put back.
TRANSFER = "transfer"


def hide_enrollments(person_id: UUID) -> dict[str, Any]:
    """Take her out of every cohort's lists and off her way to another district; give what `show_enrollments` needs.

    Again, nothing is left to hide.
    """
    hers = select(Enrollment).where(Enrollment.person_id == person_id, Enrollment.status != HIDDEN)
    before: dict[str, Any] = {}
    for each in db.session.scalars(hers):
        before[str(each.id)] = [each.status, each.to_on.isoformat() if each.to_on else None]
        each.status = HIDDEN
    waiting = db.session.scalars(select(Transfer).where(Transfer.person_id == person_id, WAITING)).first()
    if waiting is not None:
        waiting.withdrawn_at = now()
        before[TRANSFER] = str(waiting.id)
    db.session.flush()
    return before


def show_enrollments(person_id: UUID, before: dict[str, Any]) -> None:
    """Put her back into her cohorts, active or ended as she was, and on the way on which she was."""
    hidden = select(Enrollment).where(Enrollment.person_id == person_id, Enrollment.status == HIDDEN)
    for each in db.session.scalars(hidden):
        status, to_on = before.get(str(each.id), ["active", None])
        each.status, each.to_on = status, date.fromisoformat(to_on) if to_on else None
    if TRANSFER in before:
        db.session.get_one(Transfer, UUID(before[TRANSFER])).withdrawn_at = None
    db.session.flush()


def contact_afterwards(person_id: UUID) -> tuple[str, str] | None:
    """Give the name and telephone of the teacher whom somebody calls who learns nowhere any more, or None.

    The teacher of a present cohort comes first, then that of the latest one.
    """
    earlier = (each for each in cohorts_ever_of([person_id]).get(person_id, []) if each.teacher_phone)
    former = next(((each.teacher_name, each.teacher_phone) for each in earlier), None)
    return teacher_contact(person_id) or former


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


def has_moved(person_id: UUID, cohort: Cohort) -> bool:
    """Say whether somebody left this cohort for another district, which alone looks after her now."""
    hers = select(Enrollment.status).where(Enrollment.person_id == person_id, Enrollment.cohort_id == cohort.id)
    return db.session.scalar(hers) != ACTIVE and moved_away(person_id, cohort)


def moved_among(person_ids: Collection[UUID], cohort: Cohort) -> set[UUID]:
    """Give who of these people, whose time in this cohort ended, left it for another district: one query."""
    return moved_away_among(person_ids, cohort.district_code) if person_ids else set()


def hidden_within(reach: Reach) -> Select[tuple[UUID]]:
    """Select the people who are hidden in one of the cohorts that a reach covers."""
    here = queries.within(reach).with_only_columns(Cohort.id)
    return select(Enrollment.person_id).where(Enrollment.status == HIDDEN, Enrollment.cohort_id.in_(here)).distinct()
