"""The blueprint of questions, and what templates of other features need of it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from flask_babel import ngettext

from college.core.clock import now
from college.core.db import new_id

bp = Blueprint("questions", __name__)


@bp.app_context_processor
def help_button() -> dict[str, object]:
    """Give templates `help_id`: what makes the form of a help button one call, however often it is sent."""
    return {"help_id": new_id}


@bp.app_template_filter("waited")
def waited(since: datetime | None) -> str:
    """Give in words how long ago something was: minutes, then hours, after two days only days."""
    minutes = int((now() - since).total_seconds() // 60) if since else 0
    if minutes < 60:
        return ngettext("%(num)d minute", "%(num)d minutes", max(minutes, 1))
    if minutes < 48 * 60:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // 60)
    return ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60))
