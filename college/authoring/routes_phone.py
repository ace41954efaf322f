"""Addresses of a draft on a phone: any step and its practice, as its students will see them."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from college.authoring import phone, writing
from college.authoring.blueprint import bp
from college.authoring.checking import check_draft
from college.core import headers
from college.core.guard import current_actor, needs
from college.core.pages import language, show_as
from college.core.permissions import Permission
from college.library.service import LessonView

_PHONE = "/write/<slug:course>/<slug:lesson>/phone"


@bp.get(_PHONE, endpoint="phone")
@needs(Permission.COURSE_WRITE)
def first(course: str, lesson: str) -> Response:
    """Show a draft from its first step, its end, or say why there is nothing to show yet."""
    look, view = _looked(course, lesson)
    if view is None or not view.step_ids or request.args.get("end"):
        return _nothing(course, lesson, look, view)
    return redirect(phone.DraftAddresses(course, lesson, look).step(view.step_ids[0]), 303)


@bp.get(f"{_PHONE}/<slug:step>")
@needs(Permission.COURSE_WRITE)
def phone_step(course: str, lesson: str, step: str) -> Response:
    """Show one step of a draft."""
    look, view = _looked(course, lesson)
    if view is None or step not in view.step_ids:
        return _nothing(course, lesson, look, view)
    return _framed("lessons/step.html", **phone.step_page(view, step, look))


@bp.get(f"{_PHONE}/<slug:step>/practice")
@needs(Permission.COURSE_WRITE)
def phone_practice(course: str, lesson: str, step: str) -> Response:
    """Show the practice of a step of a draft; ``?tap=`` is what was tapped on it last. Nothing of it is kept."""
    look, view = _looked(course, lesson)
    shown = view.in_language(look.lang).step(step) if view else None
    if view is None or shown is None:
        return _nothing(course, lesson, look, view)
    if not shown.practice:
        return redirect(phone.DraftAddresses(course, lesson, look).step(step), 303)
    return _framed("lessons/practice.html", **phone.practice_page(view, step, request.args.get("at", 1, int), request.args, look))


def _looked(course: str, lesson: str) -> tuple[phone.Look, LessonView | None]:
    draft = writing.readable_draft(actor=current_actor(), course_id=course, lesson_id=lesson)
    look = phone.Look.asked(request.args.get("lang"), request.args.get("size"), default=language())
    show_as(language=look.lang, size=look.size)
    return look, check_draft(draft).view


def _nothing(course: str, lesson: str, look: phone.Look, view: LessonView | None) -> Response:
    address = phone.DraftAddresses(course, lesson, look)
    return _framed(
        "authoring/phone_nothing.html", address=address, look=look, view=view, step=None, teacher=None,
        is_end=bool(request.args.get("end")),
    )


def _framed(template: str, **shown: Any) -> Response:
    response = make_response(render_template(template, **shown))
    response.headers.extend(headers.FRAMED)
    return response
