"""The blueprint of feedback, and what templates of other features need of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from college.core.pages import language
from college.feedback.telling import outcome
from college.feedback.words import KIND_WORDS, STATUS_WORDS

bp = Blueprint("feedback", __name__)


@bp.app_context_processor
def outcome_of_a_question() -> dict[str, object]:
    """Give templates `outcome_of`: what the makers of the app decided about a question, '' for nothing yet."""
    return {"outcome_of": _outcome}


def _outcome(question_id: UUID) -> str:
    return outcome(question_id, language())


@bp.app_template_filter("theme_status")
def theme_status(status: str) -> str:
    """Give a theme's status in words."""
    return str(STATUS_WORDS[status])


@bp.app_template_filter("finding_kind")
def finding_kind(kind: str) -> str:
    """Give in words what was found in a text."""
    return str(KIND_WORDS[kind])
