"""Addresses of readings: an author asks a colleague, the colleague reads the draft and answers."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring import readings as asked_readings
from college.authoring.answering import framing_page
from college.authoring.blueprint import bp
from college.authoring.forms_readings import AnswerForm, AskReadingForm
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.get("/write/<slug:course>/<slug:lesson>/readings")
@needs(Permission.COURSE_WRITE)
def readings(course: str, lesson: str) -> str:
    """Show whom an author may ask to read a draft, and what was said."""
    form = AskReadingForm(formdata=None)
    form.give_id()
    return _asking_page(course, lesson, form)


@bp.post("/write/<slug:course>/<slug:lesson>/readings")
@needs(Permission.COURSE_WRITE)
def ask_reading(course: str, lesson: str) -> Response | tuple[str, int]:
    """Ask a colleague to read a draft."""
    form, where = AskReadingForm(), {"actor": current_actor(), "course_id": course, "lesson_id": lesson}
    form.offer(asked_readings.asking(**where)[2])
    if not form.validate():
        return _asking_page(course, lesson, form), 422
    try:
        asked_readings.ask(**where, reader_id=UUID(form.reader.data), asked=form.asked.data, client_id=form.made_id())
    except RuleBroken as broken:
        form.problem("reader", broken.sentence)
        return _asking_page(course, lesson, form), 422
    flash(_("Your colleague is asked. You are told as soon as she has answered."), "good")
    return redirect(url_for(".readings", course=course, lesson=lesson), 303)


@bp.post("/write/<slug:course>/<slug:lesson>/readings/<uuid:reading_id>/end")
@needs(Permission.COURSE_WRITE)
def end_reading(course: str, lesson: str, reading_id: UUID) -> Response:
    """Take a request back."""
    if asked_readings.end(actor=current_actor(), course_id=course, lesson_id=lesson, reading_id=reading_id):
        flash(_("The request is taken back. Your colleague does not see the draft any more."), "good")
    return redirect(url_for(".readings", course=course, lesson=lesson), 303)


@bp.get("/write/readings/<uuid:reading_id>")
@needs(Permission.COURSE_VIEW)
def reading(reading_id: UUID) -> Response:
    """Show a draft to whoever was asked to read it."""
    page = asked_readings.reading_page(actor=current_actor(), reading_id=reading_id)
    form = AnswerForm(formdata=None, version=page.draft.version, verdict=page.reading.verdict, words=page.reading.answer)
    return _reading_page(page, form)


@bp.post("/write/readings/<uuid:reading_id>")
@needs(Permission.COURSE_VIEW)
def answer_reading(reading_id: UUID) -> Response:
    """Keep what a reader says, and tell whoever asked."""
    form = AnswerForm()
    form.offer()
    if not form.is_fit():
        return _reading_page(asked_readings.reading_page(actor=current_actor(), reading_id=reading_id), form, status=422)
    asked_readings.answer(
        actor=current_actor(), reading_id=reading_id, verdict=form.verdict.data, words=form.words.data, version=form.version.data
    )
    flash(_("Thank you. Your colleague is told what you said."), "good")
    return redirect(url_for(".reading", reading_id=reading_id), 303)


def _asking_page(course: str, lesson: str, form: AskReadingForm) -> str:
    _draft, title, people, lines = asked_readings.asking(actor=current_actor(), course_id=course, lesson_id=lesson)
    form.offer(people)
    return render_template("authoring/readings.html", form=form, title=title, lines=lines, course=course, lesson=lesson)


def _reading_page(page: asked_readings.ReadingPage, form: AnswerForm, status: int = 200) -> Response:
    form.offer()
    first = page.view.step_ids[:1] if page.view else ()
    phone_url = url_for(".reading_phone_step", reading_id=page.reading.id, step=first[0]) if first else ""
    return framing_page("authoring/reading.html", status=status, page=page, form=form, phone_url=phone_url)
