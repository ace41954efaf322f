"""What is read about themes and their evidence; nothing here asks who may see it, and nothing selects a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from college.core.db import db
from college.feedback.models import Evidence, LessonCheck, Theme, ThemeMove
from college.feedback.rules import OPEN, Status
from college.questions import service as questions
from college.questions.service import Question

#: Evidence counts while it was not parted and the question was not taken back.
LIVING = and_(Evidence.parted_at.is_(None), Question.status != questions.Status.WITHDRAWN.value)


@dataclass(frozen=True)
class Filters:
    """Which themes and which of their evidence to count; None lets everything through."""

    feature_id: str | None = None
    district_code: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    statuses: Collection[Status] | None = None

    def of_evidence(self) -> list[ColumnElement[bool]]:
        """Give the conditions on evidence."""
        found = []
        if self.district_code:
            found.append(Evidence.district_code == self.district_code)
        if self.since:
            found.append(Evidence.created_at >= self.since)
        if self.until:
            found.append(Evidence.created_at < self.until)
        return found

    def of_themes(self) -> list[ColumnElement[bool]]:
        """Give the conditions on themes."""
        found = []
        if self.feature_id:
            found.append(Theme.feature_id == self.feature_id)
        if self.statuses is not None:
            found.append(Theme.status.in_([each.value for each in self.statuses]))
        return found


def theme(theme_id: UUID, *, lock: bool = False) -> Theme | None:
    """Give a theme as it stands now; ``lock`` holds it until the end of the unit of work (PostgreSQL)."""
    wanted = select(Theme).where(Theme.id == theme_id).execution_options(populate_existing=True)
    return db.session.scalar(wanted.with_for_update() if lock else wanted)


def move(theme_id: UUID, client_id: UUID) -> ThemeMove | None:
    """Give the move that this form made, or None."""
    return db.session.scalar(select(ThemeMove).where(ThemeMove.theme_id == theme_id, ThemeMove.client_id == client_id))


def moves_of(theme_id: UUID) -> list[ThemeMove]:
    """Give how a theme moved, the earliest first."""
    moved = select(ThemeMove).where(ThemeMove.theme_id == theme_id)
    return list(db.session.scalars(moved.order_by(ThemeMove.moved_at, ThemeMove.id)))


def last_moves(theme_ids: Collection[UUID]) -> dict[UUID, ThemeMove]:
    """Give the latest move of each of these themes that was moved at all."""
    moved = select(ThemeMove).where(ThemeMove.theme_id.in_(list(theme_ids)))
    return {each.theme_id: each for each in db.session.scalars(moved.order_by(ThemeMove.moved_at, ThemeMove.id))}


def unparted_of(question_id: UUID) -> Evidence | None:
    """Give the evidence that a question is now, or None."""
    return db.session.scalar(
        select(Evidence).where(Evidence.question_id == question_id, Evidence.parted_at.is_(None))
    )


def ranked(filters: Filters) -> Select[Any]:
    """Select (Theme, people, districts, questions), most people first, then most districts, then the oldest.

    Where evidence is filtered, only themes with such evidence are there, and only such evidence is counted.
    """
    narrowed = filters.of_evidence()
    counted = (
        select(
            Evidence.theme_id,
            func.count(Question.person_id.distinct()).label("people"),
            func.count(Evidence.district_code.distinct()).label("districts"),
            func.count().label("questions"),
        )
        .join(Question, Question.id == Evidence.question_id)
        .where(LIVING, *narrowed)
        .group_by(Evidence.theme_id)
        .subquery()
    )
    numbers = [func.coalesce(counted.c[name], 0).label(name) for name in ("people", "districts", "questions")]
    chosen = select(Theme, *numbers).join(counted, counted.c.theme_id == Theme.id, isouter=not narrowed)
    return chosen.where(*filters.of_themes()).order_by(
        numbers[0].desc(), numbers[1].desc(), Theme.created_at, Theme.id
    )


def themes_of(feature_id: str, most: int) -> list[Row[Any]]:
    """Give rows like those of `ranked` of one feature: open ones first, the latest first, at most so many."""
    chosen = ranked(Filters(feature_id=feature_id)).order_by(None)
    open_first = (Theme.closed_at.is_not(None), Theme.created_at.desc(), Theme.id)
    return list(db.session.execute(chosen.order_by(*open_first).limit(most)))


def numbers_of(theme_id: UUID) -> Row[Any]:
    """Give (people, districts, questions, first, last) of a theme's living evidence."""
    return db.session.execute(
        select(
            func.count(Question.person_id.distinct()).label("people"),
            func.count(Evidence.district_code.distinct()).label("districts"),
            func.count().label("questions"),
            func.min(Evidence.created_at).label("first"),
            func.max(Evidence.created_at).label("last"),
        )
        .select_from(Evidence)
        .join(Question, Question.id == Evidence.question_id)
        .where(LIVING, Evidence.theme_id == theme_id)
    ).one()


def evidence_of(theme_id: UUID) -> Select[tuple[Evidence]]:
    """Select a theme's living evidence, the latest first."""
    joined = select(Evidence).join(Question, Question.id == Evidence.question_id)
    return joined.where(LIVING, Evidence.theme_id == theme_id).order_by(Evidence.created_at.desc(), Evidence.id.desc())


def steps_of(theme_id: UUID) -> list[Row[Any]]:
    """Give (course_id, lesson_id, step_id, people) of a theme's living evidence, most people first."""
    people = func.count(Question.person_id.distinct()).label("people")
    # A step that moved between lessons is one step all the same.
    places = (Evidence.course_id, func.max(Evidence.lesson_id).label("lesson_id"), Evidence.step_id)
    return list(
        db.session.execute(
            select(*places, people)
            .join(Question, Question.id == Evidence.question_id)
            .where(LIVING, Evidence.theme_id == theme_id)
            .group_by(Evidence.course_id, Evidence.step_id)
            .order_by(people.desc(), Evidence.course_id, Evidence.step_id)
        )
    )


def askers_of(theme_id: UUID) -> list[Row[Any]]:
    """Give (person_id, question_id) of a theme's living evidence, the earliest question of each first."""
    return list(
        db.session.execute(
            select(Question.person_id, Question.id)
            .join(Evidence, Question.id == Evidence.question_id)
            .where(LIVING, Evidence.theme_id == theme_id)
            .order_by(Question.sent_at, Question.id)
        )
    )


def district_codes() -> list[str]:
    """Give the districts from which there is living evidence."""
    return list(db.session.scalars(select(Evidence.district_code).where(Evidence.parted_at.is_(None)).distinct()))


def status_counts() -> list[Row[Any]]:
    """Give (status, count, oldest) of the themes that are not closed; oldest is since when the first of them is there."""
    came = and_(ThemeMove.theme_id == Theme.id, ThemeMove.to_status == Theme.status)
    oldest = func.min(func.coalesce(ThemeMove.moved_at, Theme.created_at))
    return list(
        db.session.execute(
            select(Theme.status, func.count(Theme.id.distinct()), oldest)
            .join(ThemeMove, came, isouter=True)
            .where(Theme.status.in_([each.value for each in OPEN]))
            .group_by(Theme.status)
        )
    )


def check(check_id: UUID) -> LessonCheck | None:
    """Give one lesson to check, or None."""
    return db.session.get(LessonCheck, check_id, populate_existing=True)


def open_checks(course_ids: Collection[str]) -> Select[Any]:
    """Select (LessonCheck, Theme) of what is not yet checked in these courses, the longest waiting first."""
    waiting = select(LessonCheck, Theme).join(Theme, Theme.id == LessonCheck.theme_id)
    here = waiting.where(LessonCheck.checked_at.is_(None), LessonCheck.course_id.in_(list(course_ids)))
    return here.order_by(LessonCheck.marked_at, LessonCheck.course_id, LessonCheck.lesson_id, LessonCheck.id)


def open_checks_of(course_id: str, lesson_id: str) -> list[LessonCheck]:
    """Give everything for which one lesson waits to be checked."""
    waiting = select(LessonCheck).filter_by(course_id=course_id, lesson_id=lesson_id).where(LessonCheck.checked_at.is_(None))
    return list(db.session.scalars(waiting))


def checks_done_at(course_id: str, lesson_id: str, at: datetime) -> list[LessonCheck]:
    """Give what one tap on a lesson has done."""
    done = select(LessonCheck).filter_by(course_id=course_id, lesson_id=lesson_id, checked_at=at)
    return list(db.session.scalars(done))
