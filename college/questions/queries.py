"""What is read about questions; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, column, func, literal, or_, select, values

from college.accounts import service as accounts
from college.core.db import db
from college.questions.models import Message, Question
from college.questions.rules import ON_DESK, OPEN, Status


def question(question_id: UUID) -> Question | None:
    """Give a question as it stands in the database now, or None."""
    return db.session.get(Question, question_id, populate_existing=True)


def by_ids(question_ids: Collection[UUID]) -> list[Question]:
    """Give the questions with these ids, in no order."""
    return list(db.session.scalars(select(Question).where(Question.id.in_(list(question_ids)))))


def by_client_id(person_id: UUID, client_id: UUID) -> Question | None:
    """Give the question that this tap of hers began, or None."""
    return db.session.scalar(select(Question).where(Question.person_id == person_id, Question.client_id == client_id))


def draft_at(person_id: UUID, course_id: str, step_id: str) -> Question | None:
    """Give her latest unsent question at a step, or None."""
    mine = select(Question).where(Question.person_id == person_id, Question.status == Status.DRAFT)
    here = mine.where(Question.course_id == course_id, Question.step_id == step_id)
    return db.session.scalars(here.order_by(Question.created_at.desc(), Question.id.desc()).limit(1)).first()


def mine(person_id: UUID, drafts_since: datetime) -> Select[tuple[Question]]:
    """Select her questions, the latest first; what she never sent only since a moment."""
    shown = or_(Question.status != Status.DRAFT, Question.created_at >= drafts_since)
    chosen = select(Question).where(Question.person_id == person_id, shown)
    return chosen.order_by(Question.created_at.desc(), Question.id.desc())


def has_asked(person_id: UUID) -> bool:
    """Say whether she has ever begun a question."""
    return db.session.scalar(select(Question.id).where(Question.person_id == person_id).limit(1)) is not None


def messages_of(question_id: UUID) -> list[Message]:
    """Give what was said about a question, in the order of saying."""
    said = select(Message).where(Message.question_id == question_id)
    return list(db.session.scalars(said.order_by(Message.created_at, Message.id)))


def message(question_id: UUID, client_id: UUID) -> Message | None:
    """Give the message that this form made, or None."""
    return db.session.scalar(select(Message).where(Message.question_id == question_id, Message.client_id == client_id))


def _of_somebody_here(cohort_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Give the condition of a question of these cohorts whose asker is not being deleted."""
    return and_(Question.cohort_id.in_(list(cohort_ids)), Question.person_id.not_in(accounts.hidden_people()))


def on_desk(
    cohort_ids: Collection[UUID],
    statuses: Collection[Status],
    *,
    claimed_by: UUID | None = None,
    course_id: str | None = None,
    lesson_id: str | None = None,
    step_id: str | None = None,
) -> Select[tuple[Question]]:
    """Select what lies on a desk, the longest waiting first; filters that are None let everything through."""
    wanted = {"claimed_by": claimed_by, "course_id": course_id, "lesson_id": lesson_id, "step_id": step_id}
    filters = [getattr(Question, name) == value for name, value in wanted.items() if value is not None]
    here = and_(_of_somebody_here(cohort_ids), Question.status.in_([each.value for each in statuses]))
    return select(Question).where(here, *filters).order_by(Question.sent_at, Question.id)


def open_places(cohort_ids: Collection[UUID]) -> list[Row[Any]]:
    """Count the open questions of these cohorts by course, lesson and step: (course_id, lesson_id, step_id, count)."""
    return list(
        db.session.execute(
            select(Question.course_id, Question.lesson_id, Question.step_id, func.count().label("count"))
            .where(_of_somebody_here(cohort_ids), Question.status.in_([each.value for each in OPEN]))
            .group_by(Question.course_id, Question.lesson_id, Question.step_id)
        )
    )


def alike(asked: Question, cohort_ids: Collection[UUID], most: int) -> list[Question]:
    """Give open questions of the same lesson in these cohorts, those of the same step first, the oldest first."""
    others = on_desk(cohort_ids, OPEN, course_id=asked.course_id, lesson_id=asked.lesson_id)
    ordered = others.where(Question.id != asked.id).order_by(None)
    same_step_first = ordered.order_by(Question.step_id != asked.step_id, Question.sent_at, Question.id)
    return list(db.session.scalars(same_step_first.limit(most)))


def open_numbers(cohort_ids: Collection[UUID], me: UUID | None) -> Row[Any]:
    """Give (open, oldest, mine): how many are open, since when the oldest waits, how many of them I took on."""
    mine_too = func.count().filter(Question.status == Status.CLAIMED, Question.claimed_by == me)
    return db.session.execute(
        select(func.count(), func.min(Question.sent_at), mine_too).where(
            _of_somebody_here(cohort_ids), Question.status.in_([each.value for each in OPEN])
        )
    ).one()


def counts(groups: Mapping[str, Collection[tuple[str, str]]], *, by_district: bool = False) -> list[Row[Any]]:
    """Count what was sent at each group of (course id, step id): (name, district, questions, people); one query.

    The district is "" unless asked for.
    """
    rows = [(name, course_id, step_id) for name, steps in groups.items() for course_id, step_id in steps]
    if not rows:
        return []
    shape = values(column("name", String), column("course_id", String), column("step_id", String), name="grouped")
    grouped = shape.data(rows).cte("grouped")
    here = and_(Question.course_id == grouped.c.course_id, Question.step_id == grouped.c.step_id)
    sent = Question.status.in_([each.value for each in ON_DESK])
    district = Question.district_code if by_district else literal("")
    counted = select(grouped.c.name, district, func.count(), func.count(Question.person_id.distinct()))
    keys = (grouped.c.name, district) if by_district else (grouped.c.name,)
    return list(db.session.execute(counted.join(Question, and_(here, sent)).group_by(*keys)))
