"""Addresses at which a student says that she is there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for

from college.core.guard import current_actor, needs, signed_in
from college.core.pages import language
from college.core.permissions import Permission
from college.meetings import arriving
from college.meetings.blueprint import bp
from college.meetings.forms_attendance import asked_waited


@bp.get("/meetings/here")
@signed_in
def here() -> str:
    """Show the button with which a student says that she is there, and afterwards what comes next."""
    return render_template("meetings/here.html", here=arriving.here_of(current_actor(), language()))


@bp.post("/meetings/<uuid:meeting_id>/here")
@needs(Permission.MEETING_JOIN)
def arrive(meeting_id: UUID) -> Any:
    """Keep that she is there; a second tap changes nothing."""
    arriving.arrive(actor=current_actor(), meeting_id=meeting_id, waited=asked_waited(request.form))
    there = url_for("meetings.here")
    return jsonify(next=there) if request.headers.get("Accept") == "application/json" else redirect(there, 303)
