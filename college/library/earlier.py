"""What a lesson was before: ids under which it was known, and the steps of texts that are no longer shown."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from college.core.db import db
from college.library import queries
from college.library.models import Lesson, Revision, StepRow
from college.library.views import heads_of


def former_ids(course_id: str) -> dict[str, str]:
    """Give, by each id that a living lesson had before, the id that it has today."""
    living = select(Lesson.id, Lesson.aliases).where(Lesson.course_id == course_id, Lesson.retired_at.is_(None))
    return {old: lesson_id for lesson_id, aliases in db.session.execute(living.order_by(Lesson.id)) for old in aliases}


def held_steps(course_id: str, lesson_id: str, step_id: str) -> tuple[str, ...]:
    """Give the steps of the latest text of a lesson that had a step, in order; none when it never had it."""
    row = queries.lesson_row(course_id, lesson_id)
    for revision_id in _revisions(course_id, [lesson_id, *(row.aliases if row else [])]):
        step_ids = heads_of([revision_id])[revision_id].step_ids
        if step_id in step_ids:
            return step_ids
    return ()


def was_lesson(course_id: str, lesson_id: str) -> bool:
    """Say whether a lesson was ever published under this id."""
    return queries.lesson_row(course_id, lesson_id) is not None


def last_steps(course_id: str, lesson_id: str) -> tuple[str, ...]:
    """Give the steps of a lesson's last text, none when there never was such a lesson."""
    row = queries.lesson_row(course_id, lesson_id)
    return heads_of([row.current_revision_id])[row.current_revision_id].step_ids if row else ()


def was_step(course_id: str, step_id: str) -> bool:
    """Say whether a step was ever published in this course."""
    return db.session.get(StepRow, (course_id, step_id)) is not None


def _revisions(course_id: str, lesson_ids: Sequence[str]) -> Sequence[UUID]:
    """Give the texts of a lesson under all its ids, the latest first."""
    mine = select(Revision.id).where(Revision.course_id == course_id, Revision.lesson_id.in_(lesson_ids))
    return db.session.scalars(mine.order_by(Revision.published_at.desc(), Revision.number.desc())).all()
