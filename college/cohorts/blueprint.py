"""The blueprint under which every address of cohorts and of staff accounts is known."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("cohorts", __name__)
