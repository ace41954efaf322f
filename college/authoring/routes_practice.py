"""Addresses of making a practice: one question on each page, every answer kept in the draft at once."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from college.authoring import practising, routes_practice_words
from college.authoring.answering import framing_page
from college.authoring.blueprint import bp
from college.authoring.drafts import Kept
from college.authoring.forms_practice import BaseForm, MoveForm, ScreenForm, TargetForm, fill_values, values_form, values_in
from college.authoring.practice_shown import (
    STEP, address_of, after, card, form_page, go_to, opened, path_of, screens_page, show,
)
from college.authoring.practising import Place
from college.authoring.rules_practice import MAX_PATH, PICTURE
from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.library import service as library

__all__ = ["bp", "routes_practice_words"]


@bp.get(STEP)
@needs(Permission.COURSE_WRITE)
def practice(course: str, lesson: str, step: str) -> str:
    """Show the practice of a step: its screens in order, with what is said at each."""
    found = opened(course, lesson, step)
    return show("authoring/practice.html", found, cards=[card(found, at) for at in range(1, len(path_of(found)) + 1)], most=MAX_PATH)


@bp.get(f"{STEP}/try")
@needs(Permission.COURSE_WRITE)
def practice_try(course: str, lesson: str, step: str) -> AnyResponse:
    """Show the practice on a phone to try it; where there is none yet, lead to making it."""
    found = opened(course, lesson, step)
    if not path_of(found):
        return go_to(found.place, ".practice")
    return framing_page("authoring/practice_try.html", found=found, address=address_of(found.place))


@bp.get(f"{STEP}/<int:at>/screen")
@needs(Permission.COURSE_WRITE)
def practice_screens(course: str, lesson: str, step: str, at: int) -> str:
    """Show the drawn screens to choose from, by group and by words, some on a page."""
    found = opened(course, lesson, step)
    return screens_page(found, at, BaseForm(base=found.base))


@bp.post(f"{STEP}/<int:at>/screen")
@needs(Permission.COURSE_WRITE)
def choose_screen(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Put the chosen screen under its number; then ask what stands on it, or where to tap."""
    place, form = Place(course, lesson, step), ScreenForm()
    if not form.validate() or not form.screen.data:
        raise NotFound
    kept = practising.choose_screen(
        actor=current_actor(), place=place, at=at, screen=form.screen.data, base=form.base.data or ""
    )
    takes_words = bool(library.screens().value_choices(form.screen.data))
    return after(kept, place, ".practice_values" if takes_words else ".practice_target", at)


@bp.get(f"{STEP}/<int:at>/values")
@needs(Permission.COURSE_WRITE)
def practice_values(course: str, lesson: str, step: str, at: int) -> str:
    """Ask what stands on a screen."""
    found = opened(course, lesson, step)
    form = values_form(found.screen(at), language())()
    fill_values(form, found.screen(at))
    return form_page("authoring/practice_values.html", found, at, form)


@bp.post(f"{STEP}/<int:at>/values")
@needs(Permission.COURSE_WRITE)
def keep_practice_values(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep what stands on a screen."""
    found = opened(course, lesson, step)
    form = values_form(found.screen(at), language())()
    if not form.validate():
        return Response(form_page("authoring/practice_values.html", found, at, form), 422)
    kept = practising.keep_values(
        actor=current_actor(), place=found.place, at=at, values=values_in(form, found.screen(at)), base=form.base.data or ""
    )
    return after(kept, found.place, ".practice_values" if "look" in request.form else ".practice_target", at)


@bp.get(f"{STEP}/<int:at>/target")
@needs(Permission.COURSE_WRITE)
def practice_target(course: str, lesson: str, step: str, at: int) -> str:
    """Show a screen on which the place to tap is chosen by tapping it."""
    found = opened(course, lesson, step)
    screen = found.screen(at)
    drawn = practising.draw(screen, language(), mode="practise")
    return form_page("authoring/practice_target.html", found, at, TargetForm(), drawn=drawn, labels=practising.labels(screen))


@bp.post(f"{STEP}/<int:at>/target")
@needs(Permission.COURSE_WRITE)
def keep_practice_target(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep the place that was tapped and show it."""
    place, form = Place(course, lesson, step), TargetForm()
    if not form.validate():
        raise NotFound
    kept = practising.keep_target(
        actor=current_actor(), place=place, at=at, target=form.tap.data or "", base=form.base.data or ""
    )
    return after(kept, place, ".practice_target", at)


@bp.post(f"{STEP}/<int:at>/move")
@needs(Permission.COURSE_WRITE)
def move_practice(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Move a screen up or down."""
    place, form = Place(course, lesson, step), MoveForm()
    if not form.validate():
        raise NotFound
    kept = practising.move_screen(
        actor=current_actor(), place=place, at=at, to=form.to.data or 0, mark=form.mark.data or "", base=form.base.data or ""
    )
    return after(kept, place, ".practice")


@bp.post(f"{STEP}/<int:at>/take-out")
@needs(Permission.COURSE_WRITE)
def take_out_practice(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Take a screen out; the page then offers to put it back."""
    place, form = Place(course, lesson, step), BaseForm()
    if not form.validate():
        raise NotFound
    kept = practising.take_out(actor=current_actor(), place=place, at=at, base=form.base.data or "")
    if isinstance(kept, Kept):
        flash(_("The screen is taken out. You can put it back below."), "good")
    return after(kept, place, ".picture" if at == PICTURE else ".practice")


@bp.post(f"{STEP}/taken-out/<uuid:taken_id>/put-back")
@needs(Permission.COURSE_WRITE)
def put_back_practice(course: str, lesson: str, step: str, taken_id: UUID) -> AnyResponse:
    """Put a screen back that was taken out."""
    place, form = Place(course, lesson, step), BaseForm()
    if not form.validate():
        raise NotFound
    is_picture = any(each.id == str(taken_id) and each.at == PICTURE for each in opened(course, lesson, step).taken_out)
    kept = practising.put_back(actor=current_actor(), place=place, taken_id=taken_id, base=form.base.data or "")
    return after(kept, place, ".picture" if is_picture else ".practice")
