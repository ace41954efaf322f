"""Addresses of a text that is being written: its steps in a list beside the phone, and what can be done with them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring import service, writing
from college.authoring.answering import framing_page, phone_address
from college.authoring.blueprint import bp
from college.authoring.forms_writing import MoveToForm, NewStepForm
from college.authoring.rules import COURSE_TEXT
from college.authoring.titles import title_of
from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.permissions import Permission

_LESSON = "/write/<slug:course>/<slug:lesson>"


@bp.get(_LESSON)
@needs(Permission.COURSE_WRITE)
def lesson(course: str, lesson: str) -> Response:
    """Show a text with its steps, what is to be mended in it, and the phone beside it."""
    form = NewStepForm()
    form.give_id()
    return _page(course, lesson, form)


@bp.post(f"{_LESSON}/add-step")
@needs(Permission.COURSE_WRITE)
def add_step(course: str, lesson: str) -> Response:
    """Add a step at the end, or after another one, and open it."""
    form = NewStepForm()
    form.give_id()
    if lesson == COURSE_TEXT:
        raise NotFound
    if not form.validate():
        return _page(course, lesson, form, status=422)
    step_id = writing.add_step(
        actor=current_actor(), course_id=course, lesson_id=lesson, form_id=form.made_id(), title=form.title.data,
        title_en=form.title_en.data or "",
    )
    flash(_("The step is there. Write its words now."), "good")
    return redirect(url_for(".step", course=course, lesson=lesson, step=step_id), 303)


@bp.post(f"{_LESSON}/steps/<slug:step>/move")
@needs(Permission.COURSE_WRITE)
def move_step(course: str, lesson: str, step: str) -> Response:
    """Move a step up or down by one place; a second tap on the same button moves nothing more."""
    number, by = request.form.get("number", 0, int), -1 if request.form.get("way") == "up" else 1
    writing.move_step(actor=current_actor(), course_id=course, lesson_id=lesson, step_id=step, number=number, by=by)
    return redirect(url_for(".lesson", course=course, lesson=lesson, _anchor=f"step-{step}"), 303)


@bp.post(f"{_LESSON}/steps/<slug:step>/take-out")
@needs(Permission.COURSE_WRITE)
def take_out_step(course: str, lesson: str, step: str) -> Response:
    """Take a step out of a lesson; the page then offers to put it back."""
    service.take_out_step(actor=current_actor(), course_id=course, lesson_id=lesson, step_id=step)
    flash(_("The step is taken out. It is kept below the list: there you can put it back."), "good")
    return redirect(url_for(".lesson", course=course, lesson=lesson), 303)


@bp.post(f"{_LESSON}/steps/<slug:step>/put-back")
@needs(Permission.COURSE_WRITE)
def put_back_step(course: str, lesson: str, step: str) -> Response:
    """Put a step back where it stood."""
    service.put_back_step(actor=current_actor(), course_id=course, lesson_id=lesson, step_id=step)
    flash(_("The step stands in its place again."), "good")
    return redirect(url_for(".lesson", course=course, lesson=lesson, _anchor=f"step-{step}"), 303)


@bp.get(f"{_LESSON}/steps/<slug:step>/move-to")
@needs(Permission.COURSE_WRITE)
def move_to_form(course: str, lesson: str, step: str) -> str:
    """Ask to which lesson a step is moved."""
    return _move_to_page(course, lesson, step, MoveToForm())


@bp.post(f"{_LESSON}/steps/<slug:step>/move-to")
@needs(Permission.COURSE_WRITE)
def move_to(course: str, lesson: str, step: str) -> Response | tuple[str, int]:
    """Move a step to the end of another lesson; whoever has done it, has done it there."""
    piece = writing.open_piece(actor=current_actor(), course_id=course, lesson_id=lesson, part=step)
    form = MoveToForm()
    form.lesson.choices = writing.lessons_beside(piece.draft)
    if not form.validate():
        return _move_to_page(course, lesson, step, form), 422
    there = form.lesson.data
    service.move_step_to(actor=current_actor(), course_id=course, lesson_id=lesson, step_id=step, to_lesson_id=there)
    flash(_("The step stands at the end of this lesson now."), "good")
    return redirect(url_for(".lesson", course=course, lesson=there, _anchor=f"step-{step}"), 303)


def _page(course: str, lesson: str, form: NewStepForm, *, status: int = 200) -> Response:
    desk = writing.lesson_desk(actor=current_actor(), course_id=course, lesson_id=lesson)
    return framing_page(
        "authoring/lesson.html", status=status, desk=desk, draft=desk.draft, form=form,
        address={"course": course, "lesson": lesson}, phone=phone_address(desk.draft, ""),
    )  # fmt: skip


def _move_to_page(course: str, lesson: str, step: str, form: MoveToForm) -> str:
    piece = writing.open_piece(actor=current_actor(), course_id=course, lesson_id=lesson, part=step)
    form.lesson.choices = writing.lessons_beside(piece.draft)
    title = piece.written.title_zh if piece.written else step
    return render_template(
        "authoring/move_to.html", form=form, step_title=title, title=title_of(piece.draft),
        address={"course": course, "lesson": lesson}, step=step,
    )  # fmt: skip
