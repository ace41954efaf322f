"""The blueprint of privacy."""

from __future__ import annotations

from flask import Blueprint

from college.privacy.words import role_words

bp = Blueprint("privacy", __name__)

bp.add_app_template_filter(role_words, "role_words")
