"""Words of a deleted person go; that somebody asked at a step stays, as a number."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, update

from college.core.db import db
from college.questions.models import Message, Question


def forget(person_id: UUID) -> None:
    """Empty a person's questions and delete all that was said about them, answers to her too. Safe to repeat.

    What she said about others' questions, as a member of staff, stays: it belongs to those who asked.
    """
    hers = select(Question.id).where(Question.person_id == person_id)
    db.session.execute(
        delete(Message).where(Message.question_id.in_(hers)), execution_options={"synchronize_session": False}
    )
    db.session.execute(update(Question).where(Question.person_id == person_id).values(text=""))
