"""Which of one person's words were passed on to the makers of the app, for herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from college.core.db import db
from college.feedback.models import Evidence, Theme
from college.questions.service import Question

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"evidence": "passed_on"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give what was passed on of a person's questions, without her name, the latest first."""
    hers = (
        select(Evidence, Theme)
        .join(Question, Question.id == Evidence.question_id)
        .join(Theme, Theme.id == Evidence.theme_id)
        .where(Question.person_id == person_id)
        .order_by(Evidence.created_at.desc(), Evidence.id.desc())
    )
    return {
        "passed_on": [
            {"words": evidence.excerpt, "about": theme.title, "at": evidence.created_at, "taken_out_at": evidence.parted_at}
            for evidence, theme in db.session.execute(hers)
        ]
    }
