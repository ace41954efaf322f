"""Addresses of making a practice: one question on each page, every answer kept in the draft at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from college.authoring import practising, screen_names
from college.authoring.answering import framing_page
from college.authoring.blueprint import bp
from college.authoring.drafts import Conflict, Kept
from college.authoring.forms_practice import (
    BaseForm, MoveForm, SayForm, ScreenForm, TargetForm, ask_for_places, fill_values, fill_wrong, placed, values_form,
    values_in, wrong_form, wrong_in,
)
from college.authoring.practising import Opened, Place
from college.authoring.routes_conflicts import conflict_answer
from college.authoring.rules_labels import Label
from college.authoring.rules_practice import ANY, MAX_PATH, MAX_SENTENCE, PICTURE, PathScreen
from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.pages import language, page_of_list
from college.core.permissions import Permission
from college.library import service as library

#: Drawings on one page to choose from: three rows on a desk.
SCREENS_SHOWN = 9
#: What templates ask about a screen.
_SAYS = {
    "placed": placed,
    "title_of": lambda screen: screen_names.title_of(screen, language()),
    "takes_words": lambda screen: bool(library.screens().value_choices(screen)),
}
_STEP = "/write/<slug:course>/<slug:lesson>/steps/<slug:step>/practice"


@bp.get(_STEP)
@needs(Permission.COURSE_WRITE)
def practice(course: str, lesson: str, step: str) -> str:
    """Show the practice of a step: its screens in order, with what is said at each."""
    found = _opened(course, lesson, step)
    return _page("practice.html", found, cards=[_card(found, at) for at in range(1, len(_path(found)) + 1)], most=MAX_PATH)


@bp.get(f"{_STEP}/try")
@needs(Permission.COURSE_WRITE)
def practice_try(course: str, lesson: str, step: str) -> AnyResponse:
    """Show the practice on a phone to try it; where there is none yet, lead to making it."""
    found = _opened(course, lesson, step)
    if not _path(found):
        return _to(found.place, ".practice")
    return framing_page("authoring/practice_try.html", found=found, address=_address(found.place))


@bp.get(f"{_STEP}/<int:at>/screen")
@needs(Permission.COURSE_WRITE)
def practice_screens(course: str, lesson: str, step: str, at: int) -> str:
    """Show the drawn screens to choose from, by group and by words, some on a page."""
    found = _opened(course, lesson, step)
    return _screens_page(found, at, BaseForm(base=found.base))


@bp.post(f"{_STEP}/<int:at>/screen")
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
    return _after(kept, place, ".practice_values" if takes_words else ".practice_target", at)


@bp.get(f"{_STEP}/<int:at>/values")
@needs(Permission.COURSE_WRITE)
def practice_values(course: str, lesson: str, step: str, at: int) -> str:
    """Ask what stands on a screen."""
    found = _opened(course, lesson, step)
    form = values_form(found.screen(at), language())()
    fill_values(form, found.screen(at))
    return _form_page("practice_values.html", found, at, form)


@bp.post(f"{_STEP}/<int:at>/values")
@needs(Permission.COURSE_WRITE)
def keep_practice_values(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep what stands on a screen."""
    found = _opened(course, lesson, step)
    form = values_form(found.screen(at), language())()
    if not form.validate():
        return Response(_form_page("practice_values.html", found, at, form), 422)
    kept = practising.keep_values(
        actor=current_actor(), place=found.place, at=at, values=values_in(form, found.screen(at)), base=form.base.data or ""
    )
    return _after(kept, found.place, ".practice_target", at)


@bp.get(f"{_STEP}/<int:at>/target")
@needs(Permission.COURSE_WRITE)
def practice_target(course: str, lesson: str, step: str, at: int) -> str:
    """Show a screen on which the place to tap is chosen by tapping it."""
    found = _opened(course, lesson, step)
    screen = found.screen(at)
    drawn = practising.draw(screen, language(), mode="practise")
    return _form_page("practice_target.html", found, at, TargetForm(), drawn=drawn, labels=practising.labels(screen))


@bp.post(f"{_STEP}/<int:at>/target")
@needs(Permission.COURSE_WRITE)
def keep_practice_target(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep the place that was tapped and show it."""
    place, form = Place(course, lesson, step), TargetForm()
    if not form.validate():
        raise NotFound
    kept = practising.keep_target(
        actor=current_actor(), place=place, at=at, target=form.tap.data or "", base=form.base.data or ""
    )
    return _after(kept, place, ".practice_target", at)


@bp.get(f"{_STEP}/<int:at>/say")
@needs(Permission.COURSE_WRITE)
def practice_say(course: str, lesson: str, step: str, at: int) -> str | AnyResponse:
    """Ask for the sentence that asks for the tap."""
    found, form = _opened(course, lesson, step), SayForm()
    label = _target(found, at)
    if label is None:
        return _to(found.place, ".practice_target", at)
    form.propose(found.screen(at), label, has_english=_has_english(found))
    return _form_page("practice_say.html", found, at, form)


@bp.post(f"{_STEP}/<int:at>/say")
@needs(Permission.COURSE_WRITE)
def keep_practice_say(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep the sentence."""
    found, form = _opened(course, lesson, step), SayForm()
    found.screen(at)
    if not form.validate():
        return Response(_form_page("practice_say.html", found, at, form), 422)
    kept = practising.keep_say(actor=current_actor(), place=found.place, at=at, say=form.said(), base=form.base.data or "")
    return _after(kept, found.place, ".practice_wrong", at)


@bp.get(f"{_STEP}/<int:at>/wrong")
@needs(Permission.COURSE_WRITE)
def practice_wrong(course: str, lesson: str, step: str, at: int) -> str | AnyResponse:
    """Ask for gentle words for wrong taps."""
    found = _opened(course, lesson, step)
    screen, label = found.screen(at), _target(found, at)
    if label is None:
        return _to(found.place, ".practice_target", at)
    form = wrong_form(screen, practising.labels(screen), language())()
    fill_wrong(form, screen, label, has_english=_has_english(found))
    return _form_page("practice_wrong.html", found, at, form)


@bp.post(f"{_STEP}/<int:at>/wrong")
@needs(Permission.COURSE_WRITE)
def keep_practice_wrong(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Keep the words for wrong taps; the practice is made."""
    found = _opened(course, lesson, step)
    screen, label = found.screen(at), _target(found, at)
    labels = practising.labels(screen)
    form = wrong_form(screen, labels, language())()
    if label is None or not form.validate() or not ask_for_places(form):
        return Response(_form_page("practice_wrong.html", found, at, form), 422)
    words = wrong_in(form, label, labels, has_english=_has_english(found))
    kept = practising.keep_wrong(actor=current_actor(), place=found.place, at=at, wrong=words, base=form.base.data or "")
    if isinstance(kept, Kept):
        flash(_("Screen %(number)s of the practice is ready. Try it on the phone, or add another screen.", number=at), "good")
    return _after(kept, found.place, ".practice")


@bp.post(f"{_STEP}/<int:at>/move")
@needs(Permission.COURSE_WRITE)
def move_practice(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Move a screen up or down."""
    place, form = Place(course, lesson, step), MoveForm()
    if not form.validate():
        raise NotFound
    kept = practising.move_screen(
        actor=current_actor(), place=place, at=at, to=form.to.data or 0, mark=form.mark.data or "", base=form.base.data or ""
    )
    return _after(kept, place, ".practice")


@bp.post(f"{_STEP}/<int:at>/take-out")
@needs(Permission.COURSE_WRITE)
def take_out_practice(course: str, lesson: str, step: str, at: int) -> AnyResponse:
    """Take a screen out; the page then offers to put it back."""
    place, form = Place(course, lesson, step), BaseForm()
    if not form.validate():
        raise NotFound
    kept = practising.take_out(actor=current_actor(), place=place, at=at, base=form.base.data or "")
    if isinstance(kept, Kept):
        flash(_("The screen is taken out. You can put it back below."), "good")
    return _after(kept, place, ".picture" if at == PICTURE else ".practice")


@bp.post(f"{_STEP}/taken-out/<uuid:taken_id>/put-back")
@needs(Permission.COURSE_WRITE)
def put_back_practice(course: str, lesson: str, step: str, taken_id: UUID) -> AnyResponse:
    """Put a screen back that was taken out."""
    place, form = Place(course, lesson, step), BaseForm()
    if not form.validate():
        raise NotFound
    is_picture = any(each.id == str(taken_id) and each.at == PICTURE for each in _opened(course, lesson, step).taken_out)
    kept = practising.put_back(actor=current_actor(), place=place, taken_id=taken_id, base=form.base.data or "")
    return _after(kept, place, ".picture" if is_picture else ".practice")


def _opened(course: str, lesson: str, step: str) -> Opened:
    return practising.opened(actor=current_actor(), place=Place(course, lesson, step))


def _path(found: Opened) -> tuple[PathScreen, ...]:
    return found.screens.path if found.screens else ()


def _has_english(found: Opened) -> bool:
    return bool(found.screens and found.screens.has_english)


def _target(found: Opened, at: int) -> Label | None:
    screen = found.screen(at)
    return practising.labels(screen).get(screen.target or "")


def _card(found: Opened, at: int) -> dict[str, Any]:
    """Give all that the page of a practice shows of one of its screens."""
    screen = found.screen(at)
    labels = practising.labels(screen)
    return {
        "at": at, "screen": screen, "title": screen_names.title_of(screen.screen, language()),
        "drawing": practising.draw(screen, language()), "label": labels.get(screen.target or ""),
        "wrong": [(None if key == ANY else labels.get(key), said) for key, said in screen.wrong.items()],
        "takes_words": bool(library.screens().value_choices(screen.screen)),
    }  # fmt: skip


def _screens_page(found: Opened, at: int, form: BaseForm) -> str:
    if not 0 <= at <= min(len(_path(found)) + 1, MAX_PATH):
        raise NotFound
    words, group = request.args.get("q", "").strip()[:40], request.args.get("group", "")
    names = screen_names.find(words, group if group in screen_names.GROUPS else "")
    page = page_of_list(names, request.args.get("page", 1, int), SCREENS_SHOWN)
    groups, titles = screen_names.group_names(language()), {name: screen_names.title_of(name, language()) for name in page.items}
    shown = {"words": words, "group": group, "groups": groups, "page": page, "titles": titles}
    return _page("practice_screens.html", found, at=at, form=form, drawings=practising.drawings(page.items, language()), **shown)


def _form_page(template: str, found: Opened, at: int, form: Any, **more: Any) -> str:
    screen = found.screen(at)
    if not form.base.data:
        form.base.data = found.base
    label = practising.labels(screen).get(screen.target or "")
    shown = {"drawn": practising.draw(screen, language()), "title": screen_names.title_of(screen.screen, language()), **more}
    return _page(template, found, at=at, form=form, screen=screen, label=label, longest=MAX_SENTENCE, **shown)


def _page(template: str, found: Opened, **more: Any) -> str:
    address = _address(found.place)
    if found.screens is None:
        return render_template("authoring/practice_unreadable.html", found=found, address=address)
    return render_template(f"authoring/{template}", found=found, address=address, **_SAYS, **more)


def _after(kept: Kept | Conflict, place: Place, endpoint: str, at: int | None = None) -> AnyResponse:
    """Go on to the next question; when somebody else changed the same screens meanwhile, show both."""
    if isinstance(kept, Conflict):
        return conflict_answer(kept, part=place.step_id, page=_url(place, ".practice"))
    return _to(place, endpoint, at)


def _to(place: Place, endpoint: str, at: int | None = None) -> AnyResponse:
    return redirect(_url(place, endpoint, **({} if at is None else {"at": at})), 303)


def _url(place: Place, endpoint: str, **more: int) -> str:
    return url_for(endpoint, **_address(place), **more)


def _address(place: Place) -> dict[str, str]:
    return {"course": place.course_id, "lesson": place.lesson_id, "step": place.step_id}
