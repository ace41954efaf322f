"""Addresses of a practice's words: the sentence that asks for the tap, and gentle ones for wrong taps."""

from __future__ import annotations

from flask import Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from college.authoring import practising
from college.authoring.blueprint import bp
from college.authoring.drafts import Kept
from college.authoring.forms_practice import SayForm, ask_for_places, fill_wrong, wrong_form, wrong_in
from college.authoring.practice_shown import STEP, after, form_page, go_to, has_english, opened, target_of
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission


@bp.get(f"{STEP}/<int:at>/say")
@needs(Permission.COURSE_WRITE)
def practice_say(course: str, lesson: str, step: str, at: int) -> str | AnyResponse:
    """Ask for the sentence that asks for the tap."""
    found, form = opened(course, lesson, step), SayForm()
    label = target_of(found, at)
    if label is None:
        return go_to(found.place, ".practice_target", at)
    form.propose(found.screen(at), label, has_english=has_english(found))
    return form_page("authoring/practice_say.html", found, at, form)


@bp.post(f"{STEP}/<int:at>/say")
@needs(Permission.COURSE_WRITE)
def keep_practice_say(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep the sentence."""
    found, form = opened(course, lesson, step), SayForm()
    found.screen(at)
    if not form.validate():
        return Response(form_page("authoring/practice_say.html", found, at, form), 422)
    kept = practising.keep_say(actor=current_actor(), place=found.place, at=at, say=form.said(), base=form.base.data or "")
    return after(kept, found.place, ".practice_wrong", at)


@bp.get(f"{STEP}/<int:at>/wrong")
@needs(Permission.COURSE_WRITE)
def practice_wrong(course: str, lesson: str, step: str, at: int) -> str | AnyResponse:
    """Ask for gentle words for wrong taps."""
    found = opened(course, lesson, step)
    screen, label = found.screen(at), target_of(found, at)
    if label is None:
        return go_to(found.place, ".practice_target", at)
    form = wrong_form(screen, practising.labels(screen), language())()
    fill_wrong(form, screen, label, has_english=has_english(found))
    return form_page("authoring/practice_wrong.html", found, at, form)


@bp.post(f"{STEP}/<int:at>/wrong")
@needs(Permission.COURSE_WRITE)
def keep_practice_wrong(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep the words for wrong taps; the practice is made."""
    found = opened(course, lesson, step)
    screen, label = found.screen(at), target_of(found, at)
    labels = practising.labels(screen)
    form = wrong_form(screen, labels, language())()
    if label is None or not form.validate() or not ask_for_places(form):
        return Response(form_page("authoring/practice_wrong.html", found, at, form), 422)
    words = wrong_in(form, label, labels, has_english=has_english(found))
    kept = practising.keep_wrong(actor=current_actor(), place=found.place, at=at, wrong=words, base=form.base.data or "")
    if isinstance(kept, Kept):
        flash(_("Screen %(number)s of the practice is ready. Try it on the phone, or add another screen.", number=at), "good")
    return after(kept, found.place, ".practice")
