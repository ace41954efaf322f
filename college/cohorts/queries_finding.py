"""Who is meant among the people of some cohorts; nothing here asks who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.models import ACTIVE, ENDED, HIDDEN, Cohort, Enrollment
from college.cohorts.moving import people_within
from college.core.db import db
from college.core.permissions import Reach


def people_meant(reach: Reach, words: str, *, cohort_id: UUID | None, status: str) -> Select[tuple[accounts.Person]]:
    """Select the people for whom a reach answers and who are meant by these words, by the sound of their names.

    ``status`` is `ACTIVE` for those who are in such a cohort today, `ENDED` for those who only were, '' for both.
    """
    person = accounts.Person
    found = select(person).where(accounts.matches(words), person.id.in_(people_within(reach)))
    if cohort_id is not None:
        found = found.where(_is_in(reach, cohort_id, ACTIVE, ENDED))
    if status == ACTIVE:
        found = found.where(_is_in(reach, cohort_id, ACTIVE))
    elif status == ENDED:
        found = found.where(~_is_in(reach, cohort_id, ACTIVE))
    return found.order_by(person.pinyin, person.name, person.id)


def _is_in(reach: Reach, cohort_id: UUID | None, *states: str) -> ColumnElement[bool]:
    here = Enrollment.cohort_id.in_(queries.within(reach).with_only_columns(Cohort.id))
    if cohort_id is not None:
        here = Enrollment.cohort_id == cohort_id
    return exists().where(Enrollment.person_id == accounts.Person.id, Enrollment.status.in_(states), here)


def places_within(reach: Reach, person_ids: Iterable[UUID]) -> list[tuple[Enrollment, Cohort]]:
    """Give where these people are or were within a reach, those of today first, then the latest cohort first."""
    here = queries.within(reach).with_only_columns(Cohort.id)
    rows = (
        select(Enrollment, Cohort)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.person_id.in_(list(person_ids)), Enrollment.status != HIDDEN, Cohort.id.in_(here))
        .order_by(Enrollment.status, Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return [(enrollment, cohort) for enrollment, cohort in db.session.execute(rows)]
