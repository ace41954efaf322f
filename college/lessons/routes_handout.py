"""Addresses of a lesson on paper: the page that a browser prints, and the PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from college.core import qr
from college.core.guard import current_actor, public, signed_in
from college.core.pages import language
from college.core.permissions import Permission
from college.lessons import handout, handouts, service
from college.lessons.blueprint import bp
from college.library import service as library


@bp.get("/learn/<slug:course>/<slug:lesson>/print")
@public
def handout_page(course: str, lesson: str) -> Any:
    """Show a lesson as it is printed: its words, its drawn screens, a pattern for each step."""
    found = library.lesson(course, lesson)
    if found.id != lesson:
        return redirect(url_for(".handout_page", course=course, lesson=found.id), 303)
    reader = service.reader_of(actor=current_actor(), course_id=course)
    text = found.in_language(language())
    steps = [
        {
            "step": step,
            "drawing": library.draw(step.shown, ring=step.shown.target, lang=language()) if step.shown else None,
            "pattern": qr.as_image(handout.step_url(found, step.id)),
        }
        for step in text.steps
    ]
    return render_template(
        "lessons/handout_page.html",
        course=library.course(course),
        lesson=found,
        text=text,
        steps=steps,
        reader=reader,
        teacher=reader.teacher,
        has_address=handout.has_address(),
        from_desk=bool(current_actor().reach(Permission.COURSE_VIEW)) and not reader.is_student,
    )


@bp.get("/learn/<slug:course>/<slug:lesson>/handout.pdf")
@signed_in
def handout_file(course: str, lesson: str) -> Response:
    """Hand out a lesson's large print; the teacher's telephone stands in it, so no cache between keeps it."""
    found = library.lesson(course, lesson)
    data = handouts.pdf(actor=current_actor(), lesson=found, lang=language())
    response = send_file(BytesIO(data), mimetype="application/pdf", download_name=handouts.file_name(found, language()), as_attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response
