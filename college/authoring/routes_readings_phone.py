"""Addresses at which whoever was asked to read a draft sees it on a phone, as long as the request stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from college.authoring import phone, readings
from college.authoring.blueprint import bp
from college.core import headers
from college.core.guard import current_actor, needs
from college.core.pages import language, show_as
from college.core.permissions import Permission
from college.library.service import LessonView

_PHONE = "/write/readings/<uuid:reading_id>/phone"


@dataclass(frozen=True)
class ReadingAddresses(phone.DraftAddresses):
    """Gives the addresses of a draft's pages to its reader."""

    reading_id: UUID | None = None

    def as_seen(self, step_id: str | None, *, at: int | None = None, is_practice: bool = False, **look: str) -> str:
        """Give the same page in another language or size."""
        changed = ReadingAddresses(self.course_id, self.lesson_id, phone.Look(**{**vars(self.look), **look}), self.reading_id)
        if step_id is None:
            return changed.course()
        return changed.practice(step_id, at) if is_practice else changed.step(step_id)

    def _of(self, name: str, **more: object) -> str:
        return url_for(f"authoring.reading_{name}", reading_id=self.reading_id, lang=self.look.lang, size=self.look.size, **more)


@bp.get(_PHONE)
@needs(Permission.COURSE_VIEW)
def reading_phone(reading_id: UUID) -> Response:
    """Show a draft from its first step, its end, or say why there is nothing to show."""
    address, view = _looked(reading_id)
    if view is None or not view.step_ids or request.args.get("end"):
        return _nothing(address, view)
    return redirect(address.step(view.step_ids[0]), 303)


@bp.get(f"{_PHONE}/<slug:step>")
@needs(Permission.COURSE_VIEW)
def reading_phone_step(reading_id: UUID, step: str) -> Response:
    """Show one step of a draft."""
    address, view = _looked(reading_id)
    if view is None or step not in view.step_ids:
        return _nothing(address, view)
    return _framed("lessons/step.html", **{**phone.step_page(view, step, address.look), "address": address})


@bp.get(f"{_PHONE}/<slug:step>/practice")
@needs(Permission.COURSE_VIEW)
def reading_phone_practice(reading_id: UUID, step: str) -> Response:
    """Show the practice of a step of a draft; nothing of it is kept."""
    address, view = _looked(reading_id)
    shown = view.in_language(address.look.lang).step(step) if view else None
    if view is None or shown is None:
        return _nothing(address, view)
    if not shown.practice:
        return redirect(address.step(step), 303)
    page = phone.practice_page(view, step, request.args.get("at", 1, int), request.args, address.look)
    return _framed("lessons/practice.html", **{**page, "address": address})


def _looked(reading_id: UUID) -> tuple[ReadingAddresses, LessonView | None]:
    draft, view = readings.readable(actor=current_actor(), reading_id=reading_id)
    look = phone.Look.asked(request.args.get("lang"), request.args.get("size"), default=language())
    show_as(language=look.lang, size=look.size)
    return ReadingAddresses(draft.course_id, draft.lesson_id, look, reading_id), view


def _nothing(address: ReadingAddresses, view: LessonView | None) -> Response:
    is_end = bool(request.args.get("end"))
    return _framed("authoring/phone_nothing.html", address=address, look=address.look, view=view, step=None, teacher=None, is_end=is_end)


def _framed(template: str, **shown: Any) -> Response:
    response = make_response(render_template(template, **shown))
    response.headers.extend(headers.FRAMED)
    return response
