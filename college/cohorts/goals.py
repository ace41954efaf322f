"""Goals of a cohort: lessons that it wants to have finished by a day; set, moved, silenced and taken away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import update

from college.cohorts import queries, queries_goals
from college.cohorts.membership import cohort_for, refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.models_goals import CohortGoal
from college.cohorts.rules_goals import Key, earliest
from college.core import audit
from college.core.clock import now, today
from college.core.db import db, insert_once
from college.core.errors import NotFound
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.notices import service as notices


def goals_of(cohort_id: UUID) -> list[CohortGoal]:
    """Give the goals of a cohort, the earliest first, for whoever may see the cohort."""
    return queries_goals.goals_of([cohort_id])


def goals_between(cohort_ids: Collection[UUID], first: date, last: date) -> list[CohortGoal]:
    """Give the goals of these cohorts from a day to a day, the earliest first: one query, for whoever may see them."""
    return [each for each in queries_goals.goals_of(cohort_ids, since=first) if each.by_on <= last]


def goals_for_students(cohort_ids: Collection[UUID]) -> dict[Key, date]:
    """Give until when lessons are wanted in these cohorts, by (course id, lesson id); what is past is left out: one query."""
    if not cohort_ids:
        return {}
    coming = queries_goals.goals_of(cohort_ids, since=today())
    return earliest(((each.course_id, each.lesson_id), each.by_on) for each in coming)


def set_goals(*, actor: Actor, cohort_id: UUID, goals: Sequence[tuple[Key, date]]) -> int:
    """Let a cohort want these lessons by these days; give how many goals are new or have another day now.

    A lesson has one goal: setting it again moves its day, and puts it back like `put_goal_back` where it was taken away.
    Raises NotFound for a lesson that the cohort does not follow.
    """
    cohort = _ready(actor, cohort_id)
    if not {key for key, _by_on in goals} <= set(lesson_keys(cohort_id)):
        raise NotFound
    changed = 0
    for (course_id, lesson_id), by_on in goals:
        key = {"cohort_id": cohort_id, "course_id": course_id, "lesson_id": lesson_id}
        if insert_once(CohortGoal, **key, by_on=by_on, created_by=actor.person_id):
            changed += 1
        else:
            changed += _again(queries_goals.goal_of(**key), by_on)
    if changed:
        _record(actor, "goal.set", cohort, count=changed)
    return changed


def change_goal(
    *, actor: Actor, cohort_id: UUID, goal_id: UUID, by_on: date | None = None, is_quiet: bool | None = None
) -> CohortGoal:
    """Move a goal to another day, or say whether anybody is to be reminded of it; the same again changes nothing."""
    cohort = _ready(actor, cohort_id)
    goal = _goal(cohort_id, goal_id)
    is_changed = by_on is not None and _move(goal, by_on)
    if is_quiet is not None and goal.is_quiet != is_quiet:
        goal.is_quiet, is_changed = is_quiet, True
        if is_quiet:
            _take_back(goal)
    db.session.flush()
    if is_changed:
        _record(actor, "goal.change", cohort, count=1)
    return goal


def remove_goal(*, actor: Actor, cohort_id: UUID, goal_id: UUID) -> None:
    """Take a goal away, and the reminders of it that nobody has read; again changes nothing."""
    cohort = _ready(actor, cohort_id)
    goal = _any_goal(cohort_id, goal_id)
    if goal.removed_at is None:
        _take_back(goal)
        goal.removed_at = now()
        db.session.flush()
        _record(actor, "goal.remove", cohort, count=1)


def put_goal_back(*, actor: Actor, cohort_id: UUID, goal_id: UUID) -> None:
    """Put a goal back as it was before it was taken away, quiet too; again changes nothing.

    Whoever has read the reminder is not reminded again; the others are, in time, where anybody is to be.
    """
    cohort = _ready(actor, cohort_id)
    if _put_back(_any_goal(cohort_id, goal_id)):
        db.session.flush()
        _record(actor, "goal.set", cohort, count=1)


def removed_goal(cohort_id: UUID, goal_id: UUID) -> CohortGoal | None:
    """Give a goal of a cohort that was taken away, None for any other; for whoever may see the cohort."""
    goal = queries_goals.goal(goal_id)
    return goal if goal is not None and goal.cohort_id == cohort_id and goal.removed_at is not None else None


def goals_to_remind(first: date, last: date) -> list[CohortGoal]:
    """Give the goals from a day to a day whose people are to be reminded and were not yet: for the worker."""
    return queries_goals.unreminded(first, last)


def claim_reminding(goal_id: UUID) -> bool:
    """Keep that people are reminded of a goal now; False when somebody did so before."""
    waiting = update(CohortGoal).where(CohortGoal.id == goal_id, CohortGoal.reminded_at.is_(None))
    waiting = waiting.where(CohortGoal.is_quiet.is_(False), CohortGoal.removed_at.is_(None))
    return db.session.execute(waiting.values(reminded_at=now())).rowcount == 1


def reminder_key(goal_id: UUID) -> str:
    """Give by what the reminders of a goal are known among notices."""
    return f"goal:{goal_id}"


def lesson_keys(cohort_id: UUID) -> list[Key]:
    """Give (course id, lesson id) of what a cohort follows, in its order."""
    courses = {course.id: course for course in library.published_courses()}
    followed = [courses[each] for each in queries.course_ids(cohort_id) if each in courses]
    return [(course.id, head.id) for course in followed for head in course.lessons]


def _ready(actor: Actor, cohort_id: UUID) -> Cohort:
    cohort = cohort_for(actor, Permission.GOAL_SET, cohort_id)
    refuse_archived(cohort)
    return cohort


def _goal(cohort_id: UUID, goal_id: UUID) -> CohortGoal:
    goal = _any_goal(cohort_id, goal_id)
    if goal.removed_at is not None:
        raise NotFound
    return goal


def _any_goal(cohort_id: UUID, goal_id: UUID) -> CohortGoal:
    goal = queries_goals.goal(goal_id)
    if goal is None or goal.cohort_id != cohort_id:
        raise NotFound
    return goal


def _again(goal: CohortGoal | None, by_on: date) -> bool:
    """Set a goal once more that may have been taken away; tell whether anything is otherwise now."""
    if goal is None:
        return False
    is_back = _put_back(goal)
    return _move(goal, by_on) or is_back


def _put_back(goal: CohortGoal) -> bool:
    """Let a goal stand again; unread reminders were taken back with it, so they are sent once more."""
    if goal.removed_at is None:
        return False
    goal.removed_at = goal.reminded_at = None
    return True


def _move(goal: CohortGoal, by_on: date) -> bool:
    """Give a goal another day; who has not read the reminder is reminded again in time for that one."""
    if goal.by_on == by_on:
        return False
    _take_back(goal)
    goal.by_on, goal.reminded_at = by_on, None
    db.session.flush()
    return True


def _take_back(goal: CohortGoal) -> None:
    if goal.reminded_at is not None:
        people = [each.person_id for each in queries.enrollments_of_cohort(goal.cohort_id)]
        notices.take_back(person_ids=people, key=reminder_key(goal.id))


def _record(actor: Actor, action: str, cohort: Cohort, *, count: int) -> None:
    audit.record(
        actor, action, subject=f"cohort:{cohort.id}", district=cohort.district_code, name=cohort.name, count=count
    )
