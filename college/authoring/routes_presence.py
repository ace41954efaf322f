"""The address to which an open page says that it is open; it hears who else is there and what changed meanwhile."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request
from markupsafe import Markup

from college.authoring import presence
from college.authoring.blueprint import bp
from college.authoring.models import LessonDraft
from college.core.guard import asked_by_itself, current_actor, needs
from college.core.permissions import Permission
from college.lessons import service as lessons


@bp.post("/write/<slug:course>/<slug:lesson>/presence")
@needs(Permission.COURSE_WRITE)
def keep_presence(course: str, lesson: str) -> Any:
    """Note who is at which piece, and give the lines that say who else is there."""
    asked_by_itself()
    version = request.form.get("version", 0, type=int)
    actor, part = current_actor(), request.form.get("part", "")
    found = presence.beat(actor=actor, course_id=course, lesson_id=lesson, part=part, version=version)
    return jsonify(
        people=[{"name": each.name, "part": each.place.part, "number": each.place.number} for each in found.people],
        changed=[each.place.part for each in found.changed],
        html=_lines(found, course, lesson, part),
    )


@bp.app_template_global("who_is_here")
def who_is_here(draft: LessonDraft, part: str) -> Markup:
    """Give the lines of `keep_presence` as they are when a page is opened by an author who was given this draft."""
    found = presence.around(actor=current_actor(), draft=draft)
    return _lines(found, draft.course_id, draft.lesson_id, part)


@bp.app_template_global("writer_mark")
def writer_mark() -> str:
    """Give the mark by which words kept in a browser know whose they are."""
    return lessons.owner_mark(lessons.Reader(current_actor().person_id, None))


def _lines(found: presence.Around, course: str, lesson: str, part: str) -> Markup:
    return Markup(render_template("authoring/_presence_lines.html", found=found, course_id=course, lesson_id=lesson, part=part))
