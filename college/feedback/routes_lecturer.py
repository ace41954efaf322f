"""A lecturer's addresses: raise a question to a theme without a name, part it again, check lessons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.core.clock import today
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.feedback import service, views_lecturer
from college.feedback.blueprint import bp
from college.feedback.forms import NEW, HoldForm, RaiseForm, theme_id_of
from college.feedback.raising import NewTheme, NotClean
from college.feedback.views_lecturer import Raising


@bp.get("/desk/questions/<uuid:question_id>/raise")
@needs(Permission.THEME_RAISE)
def raise_form(question_id: UUID) -> str:
    """Show a question with what could tell who asked, a proposal without it, and the themes of its feature."""
    found = _raising(question_id, request.args.get("feature", ""))
    form = RaiseForm(formdata=None, excerpt=found.proposal)
    return _page(found, form)


@bp.post("/desk/questions/<uuid:question_id>/raise")
@needs(Permission.THEME_RAISE)
def raise_question(question_id: UUID) -> Any:
    """Raise a question to a theme or to a new one."""
    form = RaiseForm()
    found = _raising(question_id, form.feature.data or "")
    form.theme.choices = _choices(found)
    if not form.validate():
        return _page(found, form), 422
    to = NewTheme(found.feature_id, form.title.data) if form.is_new else theme_id_of(form)
    try:
        service.raise_question(
            actor=current_actor(),
            question_id=question_id,
            to=to,
            excerpt=form.excerpt.data,
            harmless=form.harmless.data or (),
        )
    except NotClean as unfit:
        form.problem(unfit.field, unfit.sentence)
        return _page(found, form), 422
    except RuleBroken as broken:
        form.problem("title" if form.is_new and not form.title.data else "theme", broken.sentence)
        return _page(found, form), 422
    flash(_("The question belongs to a theme now. The product manager reads the excerpt, and no name."), "good")
    return redirect(url_for("questions.desk_show", question_id=question_id), 303)


@bp.post("/desk/questions/<uuid:question_id>/part")
@needs(Permission.THEME_RAISE)
def part(question_id: UUID) -> Response:
    """Part a question from its theme."""
    if service.part(actor=current_actor(), question_id=question_id):
        flash(_("The question belongs to no theme any more. You can raise it again."), "good")
    return redirect(url_for(".raise_form", question_id=question_id), 303)


@bp.get("/desk/to-check")
@needs(Permission.LESSON_CHECK)
def to_check() -> str:
    """Show the lessons that are to be held beside a phone: after a decision, after half a year, or that never were."""
    return _to_check_page(HoldForm(formdata=None), request.args.get("show", ""), "")


@bp.post("/desk/to-check/<uuid:check_id>")
@needs(Permission.LESSON_CHECK)
def check(check_id: UUID) -> Response | tuple[str, int]:
    """Keep that a lesson was looked at after a decision and is as it should be."""
    form = HoldForm()
    if not form.is_fit():
        return _to_check_page(form, "", str(check_id)), 422
    service.check_lesson(actor=current_actor(), check_id=check_id, day=form.on, version=form.version.data)
    flash(_("The lesson is checked. Students see the day from now on."), "good")
    return redirect(url_for(".to_check"), 303)


@bp.post("/desk/to-check/<slug:course>/<slug:lesson>")
@needs(Permission.LESSON_CHECK)
def hold(course: str, lesson: str) -> Response | tuple[str, int]:
    """Keep that a lesson was held beside a phone and is as it should be."""
    form, show = HoldForm(), request.args.get("show", "")
    if not form.is_fit():
        return _to_check_page(form, show, f"{course}/{lesson}"), 422
    service.hold_lesson(actor=current_actor(), course_id=course, lesson_id=lesson, day=form.on, version=form.version.data)
    flash(_("The lesson is checked. Students see the day from now on."), "good")
    return redirect(url_for(".to_check", show=show or None), 303)


@bp.post("/desk/to-check/<slug:course>/<slug:lesson>/take-back")
@needs(Permission.LESSON_CHECK)
def take_hold_back(course: str, lesson: str) -> Response:
    """Take one's own tap back."""
    if not service.take_hold_back(actor=current_actor(), course_id=course, lesson_id=lesson):
        raise RuleBroken(_("There is nothing to take back any more."))
    flash(_("Taken back. The lesson stands as it did before."), "good")
    return redirect(url_for(".to_check", show=request.args.get("show")), 303)


def _to_check_page(form: HoldForm, show: str, typed: str) -> str:
    """``typed`` says into which of the many forms of the page she typed: "" for none."""
    actor, page, never = current_actor(), request.args.get("page", 1, int), show == "never"
    held = service.to_hold(actor=actor, page=page, lang=language(), never=never)
    changed = None if never else service.to_check(actor=actor, page=request.args.get("changed", 1, int), lang=language())
    return render_template("feedback/to_check.html", changed=changed, held=held, form=form, never=never, today=today(), typed=typed)


def _raising(question_id: UUID, feature_id: str) -> Raising:
    return views_lecturer.raising(
        actor=current_actor(), question_id=question_id, feature_id=feature_id, lang=language()
    )


def _choices(found: Raising) -> list[tuple[str, str]]:
    return [(str(line.theme.id), line.theme.title) for line in found.themes] + [(NEW, _("A new theme"))]


def _page(found: Raising, form: RaiseForm) -> str:
    form.theme.choices = _choices(found)
    form.feature.data = found.feature_id
    if len(form.theme.choices) == 1 and not form.theme.data:
        form.theme.data = NEW
    form.harmless.choices = [(word, word) for word in found.doubtful(form.title.data, form.excerpt.data)]
    return render_template("feedback/raise_form.html", found=found, form=form)
