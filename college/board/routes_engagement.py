"""Addresses of how much the college is used: the page, the same as CSV, and the sign of life of a lesson's page."""

from __future__ import annotations

from flask import Response, jsonify, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from college.board import engagement_shown, numbers_export
from college.board.blueprint import bp
from college.core.clock import today
from college.core.guard import asked_by_itself, confirmed, current_actor, needs, signed_in
from college.core.permissions import Permission
from college.core.tables import download
from college.progress import service as progress


@bp.get("/engagement")
@needs(Permission.NUMBERS_VIEW)
def engagement() -> str:
    """Show how many people were there on a day, in a week and in a month, never who."""
    page = engagement_shown.page_for(
        actor=current_actor(),
        code=request.args.get("district", ""),
        week=request.args.get("week", ""),
        page=request.args.get("page", 1, type=int),
    )
    return render_template("board/engagement.html", use=page)


@bp.post("/engagement/export")
@confirmed
@needs(Permission.NUMBERS_VIEW)
def export_engagement() -> Response:
    """Give the same numbers as CSV."""
    asked = {"code": request.form.get("district", ""), "week": request.form.get("week", "")}
    data, day = numbers_export.use_csv(actor=current_actor(), **asked), today().isoformat()
    return download(data, f"{_('use')}-{day}.csv", plain_name=f"use-{day}.csv")


@bp.post("/here")
@signed_in
def here() -> Response:
    """Count a minute in which a student looks at a page; static/js/here.js sends it by itself, and hears no refusal."""
    asked_by_itself()
    actor = current_actor()
    is_student = actor.may_keep and bool(actor.reach(Permission.LESSON_FOLLOW))
    return jsonify(counted=is_student and progress.keep_here(person_id=actor.person_id))


@bp.app_context_processor
def says_here() -> dict[str, object]:
    """Give learner pages `says_here`: whether minutes may be counted. It asks for no role: a step is read in four queries."""
    return {"says_here": _says_here}


def _says_here() -> bool:
    actor = current_actor()
    return actor.person_id is not None and actor.may_keep and current_user.device.kind != "staff"
