"""What is read of goals; nothing here asks who may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, select

from college.cohorts.models import Cohort, CohortCourse
from college.cohorts.models_goals import CohortGoal
from college.core.db import db


def _followed() -> Select[tuple[CohortGoal]]:
    """Select the goals that stand and whose course their cohort still follows."""
    follows = and_(CohortCourse.cohort_id == CohortGoal.cohort_id, CohortCourse.course_id == CohortGoal.course_id)
    return select(CohortGoal).join(CohortCourse, follows).where(CohortGoal.removed_at.is_(None))


def goals_of(cohort_ids: Collection[UUID], *, since: date | None = None) -> list[CohortGoal]:
    """Give the goals of these cohorts, the earliest first; with ``since`` only those whose day has not passed by then.

    A goal of a course that its cohort does not follow any more rests.
    """
    asked = _followed().where(CohortGoal.cohort_id.in_(cohort_ids))
    if since is not None:
        asked = asked.where(CohortGoal.by_on >= since)
    return list(db.session.scalars(asked.order_by(CohortGoal.by_on, CohortGoal.course_id, CohortGoal.lesson_id)))


def goal(goal_id: UUID) -> CohortGoal | None:
    """Give one goal, also one that was taken away; None when there is none."""
    return db.session.get(CohortGoal, goal_id)


def goal_of(cohort_id: UUID, course_id: str, lesson_id: str) -> CohortGoal | None:
    """Give the goal of a cohort for a lesson, also one that was taken away; None when there is none."""
    asked = select(CohortGoal).where(
        CohortGoal.cohort_id == cohort_id, CohortGoal.course_id == course_id, CohortGoal.lesson_id == lesson_id
    )
    return db.session.scalars(asked).first()


def unreminded(first: date, last: date) -> list[CohortGoal]:
    """Give the goals of living cohorts from a day to a day of which nobody was reminded yet and somebody is to be."""
    asked = _followed().join(Cohort, Cohort.id == CohortGoal.cohort_id)
    waiting = (CohortGoal.reminded_at.is_(None), CohortGoal.is_quiet.is_(False), Cohort.archived_at.is_(None))
    return list(db.session.scalars(asked.where(*waiting, CohortGoal.by_on.between(first, last)).order_by(CohortGoal.id)))
