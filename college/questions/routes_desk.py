"""A lecturer's addresses: the desk with what waits longest first, and one question on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.core.db import new_id
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.questions import service, views
from college.questions.blueprint import bp
from college.questions.forms import AnswerForm, AskBackForm, arguments_of, chosen_from


@bp.get("/desk/questions")
@needs(Permission.QUESTION_ANSWER)
def desk() -> str:
    """Show what lies on the desk."""
    chosen = chosen_from(request.args)
    found = views.desk_of(actor=current_actor(), chosen=chosen, page=request.args.get("page", 1, int), lang=language())
    return render_template("questions/desk.html", desk=found, chosen=chosen, arguments=arguments_of(chosen))


@bp.get("/desk/questions/<uuid:question_id>")
@needs(Permission.QUESTION_ANSWER)
def desk_show(question_id: UUID) -> str:
    """Show one question with what helps to answer it."""
    return _page(question_id)


@bp.post("/desk/questions/<uuid:question_id>/claim")
@needs(Permission.QUESTION_ANSWER)
def claim(question_id: UUID) -> Any:
    """Take a question on."""
    try:
        service.claim(actor=current_actor(), question_id=question_id)
    except RuleBroken as broken:
        return _refused(question_id, broken)
    return _back(question_id)


@bp.post("/desk/questions/<uuid:question_id>/release")
@needs(Permission.QUESTION_ANSWER)
def release(question_id: UUID) -> Any:
    """Put a question back that one took on."""
    try:
        service.release(actor=current_actor(), question_id=question_id)
    except RuleBroken as broken:
        return _refused(question_id, broken)
    return _back(question_id)


@bp.post("/desk/questions/<uuid:question_id>/answer")
@needs(Permission.QUESTION_ANSWER)
def answer(question_id: UUID) -> Any:
    """Answer a question, and those alike that were ticked."""
    form = AnswerForm()
    if not form.validate():
        return _page(question_id, answering=form), 422
    try:
        done = service.answer(
            actor=current_actor(),
            question_id=question_id,
            client_id=form.id(),
            seen=form.seen.data,
            text=form.text.data,
            link_step=form.link_step.data,
            together=form.others(),
        )
    except RuleBroken as broken:
        return _refused(question_id, broken, answering=form)
    flash(ngettext("The answer went to %(num)d student.", "The answer went to %(num)d students.", done.count), "good")
    if done.missed:
        flash(_missed(done.missed), "care")
    return redirect(url_for(".desk"), 303)


def _missed(count: int) -> str:
    return ngettext(
        "%(num)d question that you ticked was left alone: a colleague or its student was quicker.",
        "%(num)d questions that you ticked were left alone: a colleague or their students were quicker.",
        count,
    )


@bp.post("/desk/questions/<uuid:question_id>/ask-back")
@needs(Permission.QUESTION_ANSWER)
def ask_back(question_id: UUID) -> Any:
    """Ask the student something before answering."""
    form = AskBackForm()
    if not form.validate():
        return _page(question_id, asking=form), 422
    try:
        service.ask_back(
            actor=current_actor(),
            question_id=question_id,
            client_id=form.id(),
            seen=form.seen.data,
            text=form.text.data,
        )
    except RuleBroken as broken:
        return _refused(question_id, broken, asking=form)
    flash(_("The student has been asked. Her reply brings the question back to your desk."), "good")
    return redirect(url_for(".desk"), 303)


def _back(question_id: UUID) -> Response:
    return redirect(url_for(".desk_show", question_id=question_id), 303)


def _refused(question_id: UUID, broken: RuleBroken, **forms: AnswerForm | AskBackForm) -> Any:
    """Show the question as it is now, with the sentence and every word that was typed."""
    return _page(question_id, sentence=broken.sentence, **forms), 409


def _page(
    question_id: UUID,
    *,
    answering: AnswerForm | None = None,
    asking: AskBackForm | None = None,
    sentence: str | None = None,
) -> str:
    found = views.question_on_desk(actor=current_actor(), question_id=question_id, lang=language())
    answering = answering or AnswerForm(formdata=None, client_id=new_id())
    asking = asking or AskBackForm(formdata=None, client_id=new_id())
    for form in (answering, asking):
        form.seen.data = found.question.version
    nothing = [("", _("No step"))]
    answering.link_step.choices = nothing + [(each.step_id, f"{each.lesson}: {each.step}") for each in found.steps]
    return render_template(
        "questions/desk_show.html", found=found, answering=answering, asking=asking, sentence=sentence
    )
