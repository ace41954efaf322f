"""Excerpts of a deleted person's words go; that one person more said so stays."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from college.core.db import db
from college.feedback.models import Evidence
from college.questions.service import Question


def forget(person_id: UUID) -> None:
    """Empty every excerpt of a person's questions; each still counts as evidence of one person. Safe to repeat."""
    hers = select(Question.id).where(Question.person_id == person_id)
    db.session.execute(
        update(Evidence).where(Evidence.question_id.in_(hers)).values(excerpt=""),
        execution_options={"synchronize_session": False},
    )
