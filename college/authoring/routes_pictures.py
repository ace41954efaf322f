"""Addresses of a step's picture: brought as a file, pasted or taken with the phone, then said in words."""

from __future__ import annotations

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from college.authoring import picturing, practising, screen_names
from college.authoring.blueprint import bp
from college.authoring.drafts import Conflict, Kept
from college.authoring.forms_pictures import PictureForm, WordsForm
from college.authoring.forms_practice import BaseForm
from college.authoring.picturing import StepPicture
from college.authoring.practising import Place
from college.authoring.routes_conflicts import conflict_answer
from college.authoring.rules_practice import PICTURE
from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.limits import TooMuch
from college.core.pages import language
from college.core.permissions import Permission
from college.library import service as library

_STEP = "/write/<slug:course>/<slug:lesson>/steps/<slug:step>/picture"


@bp.get(_STEP)
@needs(Permission.COURSE_WRITE)
def picture(course: str, lesson: str, step: str) -> str:
    """Show what a step has as its picture, and the ways to give it another one."""
    return _page(_opened(course, lesson, step), PictureForm())


@bp.post(_STEP)
@needs(Permission.COURSE_WRITE)
def keep_picture(course: str, lesson: str, step: str) -> AnyResponse:
    """Take in a file; then ask for its words."""
    place, form, actor = Place(course, lesson, step), PictureForm(), current_actor()
    if not form.validate():
        return _refused(place, form)
    try:
        fitted = picturing.fit(actor=actor, place=place, data=form.read())
    except (library.UnfitPicture, TooMuch) as refusal:
        form.problem("picture", _why(refusal))
        return _refused(place, form)
    picturing.keep(actor=actor, place=place, fitted=fitted)
    if len(fitted.data) > library.MAX_PICTURE_BYTES:
        flash(_("This picture stays at %(size)s kB: it has very many details. A closer one opens faster on a phone.", size=len(fitted.data) // 1000), "care")
    address = url_for(".picture_words", sha256=fitted.sha256, **_address(place))
    return jsonify(next=address) if _asked_by_script() else redirect(address, 303)


@bp.get(f"{_STEP}/<slug:sha256>")
@needs(Permission.COURSE_WRITE)
def picture_words(course: str, lesson: str, step: str, sha256: str) -> str:
    """Show a picture that was brought and ask what is to be seen on it."""
    found, form = _opened(course, lesson, step), WordsForm()
    is_there = found.sha256 == sha256
    form.base.data = found.base
    form.zh.data = found.alt.zh if is_there else request.args.get("zh", "")
    form.en.data = found.alt.en if is_there else request.args.get("en", "")
    return _words_page(found, sha256, form)


@bp.post(f"{_STEP}/<slug:sha256>")
@needs(Permission.COURSE_WRITE)
def put_picture(course: str, lesson: str, step: str, sha256: str) -> AnyResponse:
    """Put the picture with its words into the step."""
    found, form = _opened(course, lesson, step), WordsForm()
    if not form.is_good(has_english=found.has_english):
        return Response(_words_page(found, sha256, form), 422)
    kept = picturing.put_in(
        actor=current_actor(), place=found.place, sha256=sha256, alt=form.said(), base=form.base.data or ""
    )
    if isinstance(kept, Kept):
        flash(_("The picture is in the step, with its words."), "good")
        return redirect(url_for(".step", **_address(found.place)), 303)
    return _after(kept, found.place)


@bp.post(f"{_STEP}/take-out")
@needs(Permission.COURSE_WRITE)
def take_out_picture(course: str, lesson: str, step: str) -> AnyResponse:
    """Take a step's picture out; the page then offers it once more."""
    found, form = _opened(course, lesson, step), BaseForm()
    if not form.validate():
        raise NotFound
    kept = picturing.take_out(actor=current_actor(), place=found.place, base=form.base.data or "")
    gone = {"gone": found.sha256, "zh": found.alt.zh, "en": found.alt.en} if found.sha256 else {}
    return _after(kept, found.place, **gone)


def _opened(course: str, lesson: str, step: str) -> StepPicture:
    return picturing.opened(actor=current_actor(), place=Place(course, lesson, step))


def _address(place: Place) -> dict[str, str]:
    return {"course": place.course_id, "lesson": place.lesson_id, "step": place.step_id}


def _page(found: StepPicture, form: PictureForm) -> str:
    screens = practising.opened(actor=current_actor(), place=found.place)
    shown = found.drawn or (None if found.path else found.practised)
    return render_template(
        "authoring/picture.html",
        found=found,
        form=form,
        address=_address(found.place),
        base_of_screens=screens.base,
        taken_out=[each for each in screens.taken_out if each.at == PICTURE],
        drawing=practising.draw(shown, language()) if shown else None,
        title=screen_names.title_of(shown.screen, language()) if shown else "",
        title_of=lambda screen: screen_names.title_of(screen, language()),
        own=library.picture(found.sha256) if found.sha256 else None,
    )


def _words_page(found: StepPicture, sha256: str, form: WordsForm) -> str:
    shown = library.picture(sha256)
    return render_template("authoring/picture_words.html", found=found, form=form, picture=shown, address=_address(found.place))


def _after(kept: Kept | Conflict, place: Place, **more: str) -> AnyResponse:
    if isinstance(kept, Conflict):
        return conflict_answer(kept, part=place.step_id, page=url_for(".picture", **_address(place)))
    return redirect(url_for(".picture", **_address(place), **more), 303)


def _asked_by_script() -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(place: Place, form: PictureForm) -> AnyResponse:
    if _asked_by_script():
        said = [str(error) for errors in form.errors.values() for error in errors]
        answer: AnyResponse = jsonify(problem=said[0])
    else:
        answer = Response(_page(picturing.opened(actor=current_actor(), place=place), form))
    answer.status_code = 422
    return answer


def _why(refusal: library.UnfitPicture | TooMuch) -> str:
    """Say in a sentence why a file was not taken, and what to do."""
    if str(refusal) == "too many bytes":
        return _("This picture is larger than 5 MB. Take a screenshot of it, or send it to yourself smaller, and choose that.")
    if isinstance(refusal, TooMuch) or str(refusal) == "too many pixels":
        return _("This picture is far too large to open. Take a screenshot of it and choose that.")
    return _("This file cannot be opened as a picture. Please choose a JPEG, PNG or WebP, or take a screenshot of it.")
