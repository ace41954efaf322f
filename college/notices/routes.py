"""Addresses of notices: reading one of one's own, and putting it away."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from college.core.guard import current_actor, signed_in
from college.core.web import back_to
from college.notices import service

bp = Blueprint("notices", __name__)


@bp.post("/notices/<uuid:notice_id>/read")
@signed_in
def read(notice_id: UUID) -> Response:
    """Keep that she has read it, and take her to what it is about, or back to where it was put away. Safe to repeat."""
    notice = service.read(actor=current_actor(), notice_id=notice_id)
    if "away" not in request.form:
        return back_to(notice.url, url_for("home.index"))
    is_answer = notice.url.startswith("/questions/")
    flash(_("The message is put away. You still find the answer under “My questions”.") if is_answer else _("The message is put away."), "good")
    return redirect(url_for("home.index"), 303)
