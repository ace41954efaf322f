"""Addresses of a lesson's history: its versions, two of them compared, and back to an earlier one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring import history as lesson_history
from college.authoring import publishing
from college.authoring.blueprint import bp
from college.core.db import new_id
from college.core.forms import OnceForm
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.get("/write/<slug:course>/<slug:lesson>/history")
@needs(Permission.COURSE_WRITE)
def history(course: str, lesson: str) -> str:
    """Show the versions of a lesson, the newest first."""
    number = request.args.get("page", 1, type=int)
    found = lesson_history.history(actor=current_actor(), course_id=course, lesson_id=lesson, page=number)
    return render_template("authoring/history.html", found=found, course=course, lesson=lesson, form_id=new_id())


@bp.get("/write/<slug:course>/<slug:lesson>/difference")
@needs(Permission.COURSE_WRITE)
def difference(course: str, lesson: str) -> str | Response:
    """Show what changed between two versions; back to the list where one of them is not there."""
    numbers = {"one": request.args.get("one", 0, type=int), "other": request.args.get("other", 0, type=int)}
    found = lesson_history.comparison(actor=current_actor(), course_id=course, lesson_id=lesson, **numbers)
    if found is None:
        flash(_("There is no such version."), "care")
        return redirect(url_for(".history", course=course, lesson=lesson), 303)
    return render_template("authoring/difference.html", found=found, course=course, lesson=lesson, form_id=new_id())


@bp.post("/write/<slug:course>/<slug:lesson>/return")
@needs(Permission.COURSE_WRITE)
def return_to(course: str, lesson: str) -> Response:
    """Publish the text of an earlier version again, as a new one."""
    number, seen = request.form.get("number", 0, type=int), request.form.get("seen", 0, type=int)
    job_id = publishing.start_return(
        actor=current_actor(), course_id=course, lesson_id=lesson, number=number, seen=seen, form_id=OnceForm().made_id()
    )
    return redirect(url_for(".publish_job", course=course, lesson=lesson, job_id=job_id), 303)
