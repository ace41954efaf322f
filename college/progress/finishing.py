"""Who is through with a whole course, and what was tapped right in it: for certificates, which say what counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select, union

from college.core.db import db
from college.progress.models import LessonProgress, ShownInPerson, Tap
from college.progress.queries import chunks, counted_marks

#: By person and step: what she tapped right there, as (screen, target), each once.
RightTaps = dict[UUID, dict[str, set[tuple[str, str]]]]


def right_taps(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> dict[str, RightTaps]:
    """Give by course what each of these people tapped right at its steps: one query for each thousand people."""
    found: dict[str, RightTaps] = {course_id: defaultdict(lambda: defaultdict(set)) for course_id in course_ids}
    for some in chunks(person_ids):
        right = select(Tap.course_id, Tap.person_id, Tap.step_id, Tap.screen, Tap.target).where(
            Tap.person_id.in_(some), Tap.course_id.in_(course_ids), Tap.is_right
        )
        for course_id, person_id, step_id, screen, target in db.session.execute(right.distinct()):
            found[course_id][person_id][step_id].add((screen, target))
    return found


def people_met(*, after: UUID | None, size: int) -> list[UUID]:
    """Give the next ``size`` people after ``after`` who have begun a lesson of any course or shown one, by their ids.

    Both tables are walked along their keys and never grouped, so that all pages together read each row once.
    """
    met: set[UUID] = set()
    for person in (LessonProgress.person_id, ShownInPerson.person_id):
        some = select(person).distinct().order_by(person).limit(size)
        met.update(db.session.scalars(some.where(person > after) if after else some))
    return sorted(met)[:size]


def through(*, course_id: str, lesson_ids: Collection[str], person_ids: Collection[UUID]) -> list[UUID]:
    """Give those of these people who finished each of these lessons or showed it: one query for each thousand people."""
    found: list[UUID] = []
    for some in chunks(person_ids):
        each = union(*(_of(model, course_id, lesson_ids, some) for model in (LessonProgress, ShownInPerson))).subquery()
        whole = select(each.c.person_id).group_by(each.c.person_id).having(func.count() == len(lesson_ids))
        found += db.session.scalars(whole.order_by(each.c.person_id))
    return found


def _of(model: type, course_id: str, lesson_ids: Collection[str], person_ids: Collection[UUID]) -> Select:
    rows = select(model.person_id, model.lesson_id).where(
        model.person_id.in_(person_ids), model.course_id == course_id, model.lesson_id.in_(lesson_ids)
    )
    return rows.where(LessonProgress.finished_at.is_not(None)) if model is LessonProgress else rows


def courses_met(person_id: UUID) -> list[str]:
    """Give the courses of which a person has begun a lesson or shown one in person."""
    begun = select(LessonProgress.course_id).where(LessonProgress.person_id == person_id)
    shown = select(ShownInPerson.course_id).where(ShownInPerson.person_id == person_id)
    return sorted(db.session.scalars(union(begun, shown)))


def marks() -> dict[str, str]:
    """Give, by course, a mark of the texts by which everybody's progress was counted last."""
    return counted_marks()
