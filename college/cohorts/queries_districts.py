"""Cohorts and people of whole districts: for numbers that name nobody, whoever may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, func, literal, select, union_all

from college.cohorts.models import ACTIVE, Cohort, District, Enrollment
from college.core.db import db

#: How many values one IN list takes.
CHUNK = 1000


def districts_of(city: str | None = None) -> list[District]:
    """Give the districts of a city, or all, by their codes."""
    every = select(District).order_by(District.code)
    return list(db.session.scalars(every.where(District.city == city) if city is not None else every))


def living_cohort_ids(district_codes: Collection[str] | None = None) -> list[UUID]:
    """Give the ids of the cohorts that are not in the archive, of these districts or of all, district by district."""
    living = select(Cohort.id).where(Cohort.archived_at.is_(None)).order_by(Cohort.district_code, Cohort.id)
    return list(db.session.scalars(living if district_codes is None else living.where(Cohort.district_code.in_(list(district_codes)))))


def living_per_district() -> dict[str, int]:
    """Give how many cohorts each district has that are not in the archive: of those that have any."""
    counted = select(Cohort.district_code, func.count()).where(Cohort.archived_at.is_(None)).group_by(Cohort.district_code)
    return dict(db.session.execute(counted).tuples().all())


def districts_archived_since(since: datetime) -> set[str]:
    """Give the districts of which a cohort was put into the archive since a moment."""
    return set(db.session.scalars(select(Cohort.district_code).where(Cohort.archived_at >= since).distinct()))


def living_counts() -> dict[UUID, int]:
    """Give how many people each cohort has today: of those that have any and are not in the archive."""
    counted = select(Enrollment.cohort_id, func.count()).join(Cohort).where(*_LIVING).group_by(Enrollment.cohort_id)
    return dict(db.session.execute(counted).tuples().all())


def cohorts_of_people(person_ids: Collection[UUID]) -> set[UUID]:
    """Give the living cohorts in which any of these people is today."""
    ids, found = list(person_ids), set()
    for at in range(0, len(ids), CHUNK):
        some = Enrollment.person_id.in_(ids[at : at + CHUNK])
        found.update(db.session.scalars(select(Enrollment.cohort_id).join(Cohort).where(some, *_LIVING).distinct()))
    return found


def in_several(district_codes: Collection[str]) -> dict[UUID, list[UUID]]:
    """Give the people who are in more than one living cohort of these districts today, each with her cohorts."""
    here = (*_LIVING, Cohort.district_code.in_(list(district_codes)))
    several = select(Enrollment.person_id).join(Cohort).where(*here).group_by(Enrollment.person_id).having(func.count() > 1)
    pairs = select(Enrollment.person_id, Enrollment.cohort_id).join(Cohort).where(*here, Enrollment.person_id.in_(several))
    found: dict[UUID, list[UUID]] = {}
    for person_id, cohort_id in db.session.execute(pairs.order_by(Enrollment.person_id, Enrollment.cohort_id)):
        found.setdefault(person_id, []).append(cohort_id)
    return found


def people_now(among: Select[Any], *, by_cohort: bool) -> Select[Any]:
    """Select (person_id, part), each pair once, of those people of ``among`` who are in a living cohort today.

    ``among`` selects the ids of people; where they are few, the database begins with them and reads nobody else's rows.
    Parts are "all" and each district's code, and with ``by_cohort`` each cohort's id as 32 letters too.
    """
    hers = (*_LIVING, Enrollment.person_id.in_(among))
    living = select(Enrollment.person_id, literal("all", String).label("part")).join(Cohort).where(*hers)
    here = select(Enrollment.person_id, cast(Cohort.district_code, String).label("part")).join(Cohort).where(*hers)
    parts = [living.distinct(), here.distinct()]
    if by_cohort:
        name = func.replace(cast(Enrollment.cohort_id, String), "-", "").label("part")
        parts.append(select(Enrollment.person_id, name).join(Cohort).where(*hers))
    every = union_all(*parts).subquery("every")
    return select(every.c.person_id, every.c.part)


_LIVING = (Enrollment.status == ACTIVE, Cohort.archived_at.is_(None))
