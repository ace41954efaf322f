"""The blueprint of the board, and how its templates say numbers."""

from __future__ import annotations

from flask import Blueprint

from college.board.words_lessons import badge_words, number_words, rate_words
from college.board.words_steps import step_words

bp = Blueprint("board", __name__)
bp.add_app_template_filter(number_words, "told")
bp.add_app_template_filter(rate_words, "told_rate")
bp.add_app_template_filter(badge_words, "told_target")
bp.add_app_template_global(step_words, "step_words")
