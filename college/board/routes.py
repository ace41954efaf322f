"""Addresses of the board."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from college.core.guard import needs
from college.core.permissions import Permission

bp = Blueprint("board", __name__)


@bp.get("/board/<uuid:cohort_id>")
@needs(Permission.BOARD_VIEW)
def show(cohort_id: UUID) -> str:
    """Show how a cohort is doing."""
    return str(cohort_id)
