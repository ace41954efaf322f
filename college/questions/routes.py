"""A student's addresses: call for help at a step, write, send, and see what became of her questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import service as cohorts
from college.core.db import new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import current_actor, needs, public
from college.core.pages import language
from college.core.permissions import Permission
from college.questions import routes_desk, routes_helper, service, views
from college.questions.blueprint import bp
from college.questions.forms import CallForm, ReplyForm, WordsForm
from college.questions.places import Place
from college.questions.rules import Status

__all__ = ["bp", "routes_desk", "routes_helper"]


@bp.post("/questions/help")
@needs(Permission.QUESTION_ASK)
def call() -> Any:
    """Keep a call for help, then offer a box for words."""
    form = CallForm()
    if not form.validate():
        raise NotFound
    question = service.call(
        actor=current_actor(),
        client_id=form.id(),
        course_id=form.course.data,
        lesson_id=form.lesson.data,
        step_id=form.step.data,
        waited=form.waited.data,
    )
    return _go(url_for(".words_form", question_id=question.id))


@bp.get("/questions/<uuid:question_id>/words")
@needs(Permission.QUESTION_ASK)
def words_form(question_id: UUID) -> Any:
    """Show the box for words, with what she wrote already."""
    mine = views.my_question(actor=current_actor(), question_id=question_id, lang=language())
    if mine.question.status != Status.DRAFT:
        return redirect(url_for(".show", question_id=question_id), 303)
    return _words_page(mine, WordsForm(text=mine.question.text))


@bp.post("/questions/<uuid:question_id>/draft")
@needs(Permission.QUESTION_ASK)
def save_draft(question_id: UUID) -> Any:
    """Keep her words unsent: while she types, or when she goes back to the step first."""
    actor, form = current_actor(), WordsForm()
    if not form.validate():
        return _unfit_words(question_id, form)
    is_kept = service.save_draft(actor=actor, question_id=question_id, text=form.text.data)
    if _asked_by_script():
        return jsonify(kept=is_kept)
    mine = views.my_question(actor=actor, question_id=question_id, lang=language())
    return redirect(step_url(mine.place), 303)


@bp.post("/questions/<uuid:question_id>/send")
@needs(Permission.QUESTION_ASK)
def send(question_id: UUID) -> Any:
    """Send the question to her lecturers."""
    form = WordsForm()
    if not form.validate():
        return _unfit_words(question_id, form)
    service.send(actor=current_actor(), question_id=question_id, text=form.text.data)
    return _go(url_for(".show", question_id=question_id))


@bp.get("/questions")
@public
def index() -> Any:
    """Show my questions and what became of each."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.card_help"), 303)
    page = views.my_page(actor=actor, page=request.args.get("page", 1, int), lang=language())
    return render_template("questions/index.html", page=page, teacher=cohorts.teacher_contact(actor.person_id))


@bp.get("/questions/<uuid:question_id>")
@public
def show(question_id: UUID) -> Any:
    """Show one of my questions with what was said about it."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.card_help"), 303)
    mine = views.my_question(actor=actor, question_id=question_id, lang=language())
    if mine.question.status == Status.DRAFT:
        return redirect(url_for(".words_form", question_id=question_id), 303)
    return _question_page(mine, ReplyForm(client_id=new_id()))


@bp.get("/questions/<uuid:question_id>/withdraw")
@needs(Permission.QUESTION_ASK)
def withdraw_form(question_id: UUID) -> Any:
    """Ask once more before a question is taken back."""
    mine = views.my_question(actor=current_actor(), question_id=question_id, lang=language())
    if not mine.may_withdraw:
        return redirect(url_for(".show", question_id=question_id), 303)
    return render_template("questions/withdraw_form.html", mine=mine, teacher=_teacher(mine))


@bp.post("/questions/<uuid:question_id>/withdraw")
@needs(Permission.QUESTION_ASK)
def withdraw(question_id: UUID) -> Response:
    """Take a question back."""
    service.withdraw(actor=current_actor(), question_id=question_id)
    return redirect(url_for(".show", question_id=question_id), 303)


@bp.post("/questions/<uuid:question_id>/restore")
@needs(Permission.QUESTION_ASK)
def restore(question_id: UUID) -> Response:
    """Send a question after all that was taken back."""
    service.restore(actor=current_actor(), question_id=question_id)
    return redirect(url_for(".show", question_id=question_id), 303)


@bp.post("/questions/<uuid:question_id>/reply")
@needs(Permission.QUESTION_ASK)
def reply(question_id: UUID) -> Any:
    """Reply to what the lecturer asked back."""
    actor, form = current_actor(), ReplyForm()
    if not form.validate():
        return _question_page(views.my_question(actor=actor, question_id=question_id, lang=language()), form), 422
    try:
        service.reply(actor=actor, question_id=question_id, client_id=form.id(), text=form.text.data)
    except RuleBroken as broken:
        flash(broken.sentence, "care")
        return _question_page(views.my_question(actor=actor, question_id=question_id, lang=language()), form), 409
    flash(_("Your reply is with your teacher."), "good")
    return redirect(url_for(".show", question_id=question_id), 303)


@bp.app_template_global("step_url")
def step_url(place: Place) -> str:
    """Give the address of a step; of its course when the step is no longer shown."""
    if place.is_living:
        return url_for("lessons.step", course=place.course_id, lesson=place.lesson_id, step=place.step_id)
    return url_for("lessons.course", course=place.course_id)


def _words_page(mine: views.Mine, form: WordsForm) -> str:
    return render_template("questions/words_form.html", mine=mine, form=form, teacher=_teacher(mine))


def _unfit_words(question_id: UUID, form: WordsForm) -> Any:
    mine = views.my_question(actor=current_actor(), question_id=question_id, lang=language())
    return _words_page(mine, form), 422


def _question_page(mine: views.Mine, form: ReplyForm) -> str:
    return render_template("questions/show.html", mine=mine, form=form, teacher=_teacher(mine))


def _teacher(mine: views.Mine) -> tuple[str, str] | None:
    return cohorts.teacher_contact(mine.question.person_id, mine.question.course_id)


def _go(address: str) -> Any:
    return jsonify(next=address) if _asked_by_script() else redirect(address, 303)


def _asked_by_script() -> bool:
    return request.headers.get("Accept") == "application/json"
