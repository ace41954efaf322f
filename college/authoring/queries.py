"""What is asked of authoring's tables, each once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from college.authoring.models import CourseHome, LessonDraft
from college.core.db import db


def home(course_id: str) -> CourseHome | None:
    """Give what the web knows of a course."""
    return db.session.get(CourseHome, course_id)


def homes(course_ids: Collection[str]) -> dict[str, CourseHome]:
    """Give the same of several courses, by id: one query."""
    rows = db.session.scalars(select(CourseHome).where(CourseHome.course_id.in_(list(course_ids))))
    return {row.course_id: row for row in rows}


def draft(course_id: str, lesson_id: str, *, locks: bool = False) -> LessonDraft | None:
    """Give the draft of a text; `locks` lets nobody change it meanwhile."""
    wanted = select(LessonDraft).filter_by(course_id=course_id, lesson_id=lesson_id)
    if locks:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).one_or_none()


def drafts(course_id: str) -> Sequence[LessonDraft]:
    """Give every draft of a course."""
    return db.session.scalars(select(LessonDraft).where(LessonDraft.course_id == course_id)).all()


def draft_by_id(draft_id: UUID) -> LessonDraft | None:
    """Give a draft by its id."""
    return db.session.get(LessonDraft, draft_id)
