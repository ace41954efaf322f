"""What questions throw away: words that were begun and never sent."""

from __future__ import annotations

from sqlalchemy import and_

from college.core.retention import of_rows
from college.questions.models import Question
from college.questions.rules import Status

#: What is thrown away, by the key of its rule. Nothing can point at a question that was never sent.
SWEEPS = {
    "drafts": of_rows(
        Question, lambda before: and_(Question.status == Status.DRAFT.value, Question.created_at < before)
    ),
}
