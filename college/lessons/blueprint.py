"""The blueprint under which every address of a student's lessons is known."""

from __future__ import annotations

from flask import Blueprint

from college.lessons.rules_next import Why
from college.lessons.words import REASONS

bp = Blueprint("lessons", __name__)


@bp.app_template_filter("reason")
def reason(why: Why) -> str:
    """Say why a lesson is proposed."""
    return str(REASONS[why])
