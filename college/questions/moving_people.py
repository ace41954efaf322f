"""Questions of two records of one person: hers and what she said go over to the kept record, and go back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from college.core.db import db, new_id
from college.questions.models import Message, Question
from college.questions.rules import ON_DESK


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move all questions and replies to the kept record; give which, for `move_person_back`.

    Evidence, answers and notices hang on the question, so each of them must have one asker who counts. A question
    whose form id the kept record used too gets a new one, and the old one is remembered.
    """
    mine = db.session.execute(select(Question.id, Question.client_id).where(Question.person_id == from_id)).all()
    used = set(db.session.scalars(select(Question.client_id).where(Question.person_id == to_id)))
    renamed = {question_id: client_id for question_id, client_id in mine if client_id in used}
    for question_id in renamed:
        db.session.execute(update(Question).where(Question.id == question_id).values(client_id=new_id()))
    questions = [question_id for question_id, _client_id in mine]
    said = list(db.session.scalars(select(Message.id).where(Message.author_id == from_id)))
    db.session.execute(update(Question).where(Question.id.in_(questions)).values(person_id=to_id))
    db.session.execute(update(Message).where(Message.id.in_(said)).values(author_id=to_id))
    return {
        "questions": [str(each) for each in questions],
        "messages": [str(each) for each in said],
        "client_ids": {str(question_id): str(client_id) for question_id, client_id in renamed.items()},
    }


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> list[UUID]:
    """Give back to ``from_id`` what `move_person` took from her, with what was said about it since.

    Gives the ids of the questions that went back.
    """
    asked = _uuids(moved.get("questions", []))
    mine = select(Question.id).where(Question.id.in_(asked), Question.person_id == to_id)
    going = list(db.session.scalars(mine))
    db.session.execute(update(Question).where(Question.id.in_(going)).values(person_id=from_id))
    for question_id, client_id in moved.get("client_ids", {}).items():
        hers = update(Question).where(Question.id == UUID(question_id), Question.person_id == from_id)
        db.session.execute(hers.values(client_id=UUID(client_id)))
    said = update(Message).where(Message.author_id == to_id)
    db.session.execute(said.where(Message.id.in_(_uuids(moved.get("messages", [])))).values(author_id=from_id))
    db.session.execute(said.where(Message.question_id.in_(going)).values(author_id=from_id))
    return going


def sent_counts(person_ids: Collection[UUID]) -> dict[UUID, int]:
    """Give how many questions each of these people sent and did not take back."""
    sent = Question.status.in_([each.value for each in ON_DESK])
    counted = select(Question.person_id, func.count()).where(Question.person_id.in_(list(person_ids)), sent)
    return dict(db.session.execute(counted.group_by(Question.person_id)).tuples().all())


def _uuids(texts: Collection[str]) -> list[UUID]:
    return [UUID(each) for each in texts]
