"""What is read of goals; nothing here asks who may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from college.cohorts.models import Cohort
from college.cohorts.models_goals import CohortGoal
from college.core.db import db


def goals_of(cohort_ids: Collection[UUID], *, since: date | None = None) -> list[CohortGoal]:
    """Give the goals of these cohorts, the earliest first; with ``since`` only those whose day has not passed by then."""
    asked = select(CohortGoal).where(CohortGoal.cohort_id.in_(cohort_ids))
    if since is not None:
        asked = asked.where(CohortGoal.by_on >= since)
    return list(db.session.scalars(asked.order_by(CohortGoal.by_on, CohortGoal.course_id, CohortGoal.lesson_id)))


def goal(goal_id: UUID) -> CohortGoal | None:
    """Give one goal, None when there is none."""
    return db.session.get(CohortGoal, goal_id)


def goal_of(cohort_id: UUID, course_id: str, lesson_id: str) -> CohortGoal | None:
    """Give the goal of a cohort for a lesson, None when there is none."""
    asked = select(CohortGoal).where(
        CohortGoal.cohort_id == cohort_id, CohortGoal.course_id == course_id, CohortGoal.lesson_id == lesson_id
    )
    return db.session.scalars(asked).first()


def unreminded(first: date, last: date) -> list[CohortGoal]:
    """Give the goals of living cohorts from a day to a day of which nobody was reminded yet and somebody is to be."""
    asked = select(CohortGoal).join(Cohort, Cohort.id == CohortGoal.cohort_id)
    waiting = (CohortGoal.reminded_at.is_(None), CohortGoal.is_quiet.is_(False), Cohort.archived_at.is_(None))
    return list(db.session.scalars(asked.where(*waiting, CohortGoal.by_on.between(first, last)).order_by(CohortGoal.id)))
