"""Who asked and what was answered of late: for the numbers of cohorts, which are counted again where something happened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from college.core.db import db
from college.questions.models import Message, Question


def asked_since(since: datetime, until: datetime | None = None) -> set[tuple[UUID, datetime]]:
    """Give who sent a question since a moment, and before ``until`` where it is given, with when."""
    sent = select(Question.person_id, Question.sent_at).where(Question.sent_at >= since)
    sent = sent if until is None else sent.where(Question.sent_at < until)
    return set(db.session.execute(sent).tuples())


def cohorts_touched_since(since: datetime) -> set[UUID]:
    """Give the cohorts in which a question was sent, answered, asked back or taken back since a moment."""
    said = select(Message.question_id).where(Message.created_at >= since)
    moved = or_(Question.sent_at >= since, Question.withdrawn_at >= since, Question.id.in_(said))
    return set(db.session.scalars(select(Question.cohort_id).where(moved).distinct()))
