"""What is asked of authoring's tables, each once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select

from college.authoring.models import CourseHome, LessonDraft, Reading
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
    """Give every draft of a course, the oldest first, without those that were put away."""
    return drafts_of([course_id])


def drafts_of(course_ids: Collection[str], *, put_away: bool = False) -> Sequence[LessonDraft]:
    """Give the drafts of these courses, the oldest first: those that stand, or those that were put away."""
    is_away = LessonDraft.put_away_at.is_not(None) if put_away else LessonDraft.put_away_at.is_(None)
    wanted = select(LessonDraft).where(LessonDraft.course_id.in_(list(course_ids)), is_away)
    return db.session.scalars(wanted.order_by(LessonDraft.id)).all()


def locked_home(course_id: str) -> CourseHome | None:
    """Give what the web knows of a course, and nobody changes it until this is committed."""
    wanted = select(CourseHome).filter_by(course_id=course_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def home_districts() -> dict[str, str | None]:
    """Give the district of every course that has one, by its id: one query."""
    return dict(db.session.execute(select(CourseHome.course_id, CourseHome.district_code)).all())


def readings_waiting(person_id: UUID) -> Sequence[Row[tuple[UUID, LessonDraft]]]:
    """Give (reading id, draft) of what somebody was asked to read and has not answered, the oldest first: one query."""
    open_ones = (Reading.reader_id == person_id, Reading.answered_at.is_(None), Reading.ended_at.is_(None))
    wanted = select(Reading.id, LessonDraft).join(Reading, Reading.draft_id == LessonDraft.id).where(*open_ones)
    return db.session.execute(wanted.order_by(Reading.asked_at, Reading.id)).all()


def draft_by_id(draft_id: UUID) -> LessonDraft | None:
    """Give a draft by its id."""
    return db.session.get(LessonDraft, draft_id)


def due(day: date) -> Sequence[LessonDraft]:
    """Give the drafts that are to be published on this day or were to be before, the longest waiting first."""
    wanted = select(LessonDraft).where(LessonDraft.publish_on <= day, LessonDraft.put_away_at.is_(None))
    return db.session.scalars(wanted.order_by(LessonDraft.publish_on, LessonDraft.id)).all()


def reading(reading_id: UUID) -> Reading | None:
    """Give a request for a reading."""
    return db.session.get(Reading, reading_id, populate_existing=True)


def reading_of_form(draft_id: UUID, client_id: UUID) -> Reading | None:
    """Give the request that a form made before."""
    return db.session.scalars(select(Reading).filter_by(draft_id=draft_id, client_id=client_id)).one_or_none()


def readings_of(draft_id: UUID) -> Sequence[Reading]:
    """Give every request for a reading of a draft that was not taken back, the latest first."""
    wanted = select(Reading).where(Reading.draft_id == draft_id, Reading.ended_at.is_(None))
    return db.session.scalars(wanted.order_by(Reading.asked_at.desc(), Reading.id.desc())).all()
