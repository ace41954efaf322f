"""What one person asked and what was answered, for herself."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select

from college.accounts import service as accounts
from college.core.db import db
from college.core.pages import language
from college.questions.models import Message, Question
from college.questions.places import Places

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"question": "questions", "question_message": "questions"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give a person's questions with all that was said about them, the latest first."""
    mine = select(Question).where(Question.person_id == person_id).order_by(Question.created_at.desc(), Question.id.desc())
    asked = list(db.session.scalars(mine))
    said = _said(person_id)
    places = Places(language())
    return {
        "questions": [
            {
                "asked_at": each.created_at,
                "course": place.course,
                "lesson": place.lesson,
                "step": place.step,
                "words": each.text,
                "state": each.status,
                "sent_at": each.sent_at,
                "taken_back_at": each.withdrawn_at,
                "said": said[each.id],
            }
            for each in asked
            for place in (places.of(each.course_id, each.lesson_id, each.step_id),)
        ]
    }


def _said(person_id: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """Give what was said about each of her questions: two queries, however many there are."""
    about = select(Message).join(Question, Question.id == Message.question_id).where(Question.person_id == person_id)
    messages = list(db.session.scalars(about.order_by(Message.created_at, Message.id)))
    people = accounts.people_by_ids({each.author_id for each in messages})
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for each in messages:
        author = people.get(each.author_id)
        found[each.question_id].append(
            {"by": author.name if author else "", "kind": each.kind, "words": each.text, "at": each.created_at}
        )
    return found
