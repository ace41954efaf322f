"""What search asks of questions: which ones are new, what was said in them, and which of them somebody may find."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from college.core.db import db
from college.core.permissions import Actor
from college.questions import queries
from college.questions.answering import cohort_ids
from college.questions.models import Message, Question
from college.questions.rules import ON_DESK, Status


@dataclass(frozen=True)
class Said:
    """Everything that was said in a sent question, hers first; ``version`` grows with every move."""

    id: UUID
    cohort_id: UUID
    version: int
    texts: tuple[str, ...]


def changed_since(moment: datetime) -> list[UUID]:
    """Give the questions that were sent, or in which something was said, since a moment; in the order of their ids."""
    sent = select(Question.id).where(Question.sent_at > moment)
    spoken = select(Message.question_id).where(Message.created_at > moment)
    return sorted({*db.session.scalars(sent), *db.session.scalars(spoken)})


def sent_after(question_id: UUID | None, limit: int) -> list[UUID]:
    """Give the next ``limit`` questions after an id that were ever sent, in the order of their ids; None begins."""
    sent = select(Question.id).where(Question.sent_at.is_not(None)).order_by(Question.id).limit(limit)
    return list(db.session.scalars(sent if question_id is None else sent.where(Question.id > question_id)))


def versions(question_ids: Collection[UUID]) -> dict[UUID, int]:
    """Give how often each of these questions was moved."""
    found = select(Question.id, Question.version).where(Question.id.in_(list(question_ids)))
    return dict(db.session.execute(found).tuples().all())


def said_in(question_ids: Collection[UUID]) -> list[Said]:
    """Give what was said in each of these questions that was sent, in the order of their ids: two queries."""
    ids = list(question_ids)
    asked = select(Question.id, Question.cohort_id, Question.version, Question.text).order_by(Question.id)
    rows = db.session.execute(asked.where(Question.id.in_(ids), Question.sent_at.is_not(None))).all()
    spoken = select(Message.question_id, Message.text).where(Message.question_id.in_(ids))
    texts: dict[UUID, list[str]] = {}
    for question_id, text in db.session.execute(spoken.order_by(Message.created_at, Message.id)):
        texts.setdefault(question_id, []).append(text)
    return [Said(each.id, each.cohort_id, each.version, (each.text, *texts.get(each.id, ()))) for each in rows]


def sent_by(person_id: UUID, most: int) -> list[Question]:
    """Give the questions that somebody sent, the latest first; those that she took back too: they are hers."""
    mine = select(Question).where(Question.person_id == person_id, Question.status != Status.DRAFT)
    return list(db.session.scalars(mine.order_by(Question.sent_at.desc(), Question.id.desc()).limit(most)))


def ids_of(person_id: UUID) -> list[UUID]:
    """Give every question of a person."""
    return list(db.session.scalars(select(Question.id).where(Question.person_id == person_id)))


def cohorts_answered_by(actor: Actor) -> list[UUID]:
    """Give the cohorts whose questions this actor may read and answer."""
    return cohort_ids(actor)


def on_desk_among(actor: Actor, question_ids: Collection[UUID]) -> dict[UUID, Question]:
    """Give those of these questions that lie on this actor's desk: of her cohorts, sent, not taken back, nobody hidden."""
    lying = queries.on_desk(cohort_ids(actor), ON_DESK).where(Question.id.in_(list(question_ids)))
    return {each.id: each for each in db.session.scalars(lying)}
