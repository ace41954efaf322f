"""Who follows a course, divided by cohort: for numbers about a course within one query; asks nobody's permission."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, String, and_, column, exists, func, literal, or_, select, union_all, values
from sqlalchemy.orm import aliased

from college.cohorts.models import ACTIVE, Cohort, CohortCourse, Enrollment
from college.core.db import db

#: The parts beside each cohort's own: everybody in one's own cohorts, and everybody else who follows the course.
MINE, OTHERS = "mine", "others"

#: Most cohorts whose own parts one query takes: two values each, far under what both databases take.
MOST = 5000


def part_of(cohort_id: UUID) -> str:
    """Give the name of a cohort's own part."""
    return cohort_id.hex


def cohort_parts(course_ids: Collection[str], mine: Collection[UUID], *, with_others: Collection[str] = ()) -> CompoundSelect | None:
    """Select (cohort_id, course_id, part) of the cohorts that follow these courses; None when there can be none.

    Each of ``mine`` is in its own part and in `MINE`; every other cohort that follows one of ``with_others`` is in
    `OTHERS`.
    """
    own = sorted(mine, key=str)[:MOST]
    selects: list[Select[Any]] = []
    if own:
        rows = [(each, part) for each in own for part in (part_of(each), MINE)]
        named = values(column("cohort_id", Cohort.__table__.c.id.type), column("part", String), name="own").data(rows)
        held = named.cte("held")
        followed = and_(CohortCourse.cohort_id == held.c.cohort_id, CohortCourse.course_id.in_(list(course_ids)))
        selects.append(select(held.c.cohort_id, CohortCourse.course_id, held.c.part).join(CohortCourse, followed))
    if with_others:
        beyond = select(CohortCourse.cohort_id, CohortCourse.course_id, literal(OTHERS).label("part"))
        beyond = beyond.where(CohortCourse.course_id.in_(list(with_others)))
        selects.append(beyond.where(CohortCourse.cohort_id.not_in(own)) if own else beyond)
    return union_all(*selects) if selects else None


def people_parts(course_ids: Collection[str], mine: Collection[UUID], *, with_others: Collection[str] = ()) -> Select[Any] | None:
    """Select (person_id, course_id, part), each once, of who is in these cohorts today, as `cohort_parts` divides them.

    Whoever is in one of ``mine`` too is not among the others: everybody is counted once in both together.
    """
    divided = cohort_parts(course_ids, mine, with_others=with_others)
    if divided is None:
        return None
    part = divided.subquery("divided")
    here = and_(Enrollment.cohort_id == part.c.cohort_id, Enrollment.status == ACTIVE)
    people = select(Enrollment.person_id, part.c.course_id, part.c.part).join(part, here).distinct()
    if not (mine and with_others):
        return people
    also, follows = aliased(Enrollment), aliased(CohortCourse)
    is_mine = exists().where(
        also.person_id == Enrollment.person_id, also.status == ACTIVE, also.cohort_id.in_(list(mine)),
        follows.cohort_id == also.cohort_id, follows.course_id == part.c.course_id,
    )  # fmt: skip
    return people.where(or_(part.c.part != OTHERS, ~is_mine))


def part_sizes(people: Select[Any]) -> dict[tuple[str, str], int]:
    """Count the people of `people_parts` as (course id, part): one query."""
    each = people.subquery("each")
    counted = select(each.c.course_id, each.c.part, func.count()).group_by(each.c.course_id, each.c.part)
    return {(course_id, part): count for course_id, part, count in db.session.execute(counted)}
