"""Two wrote one piece at once: both texts beside each other, the decision, and the words that gave way."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from college.authoring import comparing, conflicts
from college.authoring.blueprint import bp
from college.authoring.drafts import Conflict
from college.authoring.rules import Texts
from college.core.clock import LOCAL
from college.core.db import let_others_write, new_id
from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.core.web import back_to
from college.library import service as library

#: So many signs at most has what a script says of the words that it keeps in the browser.
_MARK = 40


def conflict_answer(found: Conflict, *, part: str, page: str) -> Response:
    """Answer a form whose words met somebody else's: 409 with both texts, or who and when for a script.

    part: the piece that was written, "" for a whole text. page: the address to which she goes back when she has
    decided. Nothing that was written in this request is kept.
    """
    draft_id, lesson = found.draft.id, (found.draft.course_id, found.draft.lesson_id)
    let_others_write()
    actor = current_actor()
    is_hers = found.by is not None and found.by == actor.person_id
    name = "" if is_hers or found.by is None else conflicts.names_of([found.by]).get(found.by, "")
    at = datetime.fromisoformat(found.at)
    if request.headers.get("Accept") == "application/json":
        return _answer(jsonify(by=_("You, in another window,") if is_hers else name, at=at.astimezone(LOCAL).strftime("%H:%M")))
    body = render_template(
        "authoring/conflict.html",
        course_id=lesson[0], lesson_id=lesson[1], found=found, part=part, page=page, name=name, is_hers=is_hers, at=at,
        pairs=comparing.pairs(conflicts.draft_by_id(draft_id), part, found.theirs, found.mine),
        drawing=_drawing, form_id=request.form.get("form_id") or new_id(),
        kept_as=request.form.get("kept_as") or request.path, settled=request.form.get("settled", "")[:_MARK],
    )
    return _answer(make_response(body))


@bp.post("/write/<slug:course>/<slug:lesson>/settle")
@needs(Permission.COURSE_WRITE)
def settle(course: str, lesson: str) -> Response:
    """Do with two texts of a piece what she decided, and lead her back to it."""
    form, part = request.form, request.form.get("part", "")
    choice, page = form.get("choice", ""), form.get("next", "")
    kept = conflicts.settle(
        actor=current_actor(), course_id=course, lesson_id=lesson, part=part, choice=choice,
        mine=Texts(form.get("zh", ""), form.get("en", "")), base=form.get("base", ""), form_id=_id(form.get("form_id", "")),
    )
    if isinstance(kept, Conflict):
        return conflict_answer(kept, part=part, page=page)
    flash(_said(choice), "good")
    mark = form.get("settled", "")[:_MARK]
    return back_to(f"{page}?{urlencode({'settled': mark})}" if mark and page else page, url_for(".asides", course=course, lesson=lesson))


@bp.get("/write/<slug:course>/<slug:lesson>/aside")
@needs(Permission.COURSE_WRITE)
def asides(course: str, lesson: str) -> str:
    """Show the words that gave way, to be read and put back."""
    found = conflicts.asides(actor=current_actor(), course_id=course, lesson_id=lesson)
    return render_template(
        "authoring/asides.html", course_id=course, lesson_id=lesson, found=found, form_id=new_id, read=library.read_step
    )


@bp.post("/write/<slug:course>/<slug:lesson>/aside/<uuid:aside_id>/back")
@needs(Permission.COURSE_WRITE)
def put_aside_back(course: str, lesson: str, aside_id: UUID) -> Response:
    """Put words that gave way where they stood."""
    conflicts.put_aside_back(
        actor=current_actor(), course_id=course, lesson_id=lesson, aside_id=aside_id,
        form_id=_id(request.form.get("form_id", "")),
    )
    flash(_("These words stand in their place again. What stood there is kept here."), "good")
    return back_to(None, url_for(".asides", course=course, lesson=lesson))


def _answer(response: Any) -> Response:
    response.status_code = 409
    return response


def _said(choice: str) -> str:
    return {
        "mine": _("Your words stand here now. The other words are kept under “Texts put aside”."),
        "theirs": _("The other words stay. Yours are kept under “Texts put aside”."),
        "both": _("Both texts stand here now, one below the other. Take out what is too much."),
    }[choice]


def _id(text: str) -> UUID:
    """Give the id that a form carries. Raises NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _drawing(screen: library.PracticeScreen) -> Markup:
    return library.draw(screen, ring=screen.target, lang=language())
