"""What a form hears on which one writes: kept, both texts, or what cannot be read; for people and for scripts."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring.checking import check_texts
from college.authoring.drafts import Conflict, Kept
from college.authoring.models import LessonDraft
from college.authoring.routes_conflicts import conflict_answer
from college.authoring.rules import COURSE_TEXT, Texts
from college.core import headers
from college.core.clock import LOCAL, now
from college.core.db import let_others_write


def by_script() -> bool:
    """Say whether a script asks, which wants JSON."""
    return request.headers.get("Accept") == "application/json"


def framing_page(template: str, *, status: int = 200, **shown: Any) -> Response:
    """Give a page that may show another page of ours in a frame."""
    response = make_response(render_template(template, **shown), status)
    response.headers.extend(headers.FRAMING)
    return response


def count_problems(draft: LessonDraft, part: str, texts: Texts) -> int | None:
    """Say how much would be to mend if these words stood at a piece ("" is the whole text); None unless a script asks.

    It looks before anything is written, and lets others write meanwhile: the draft must be asked for anew afterwards.
    """
    if not by_script():
        return None
    whole = Texts(draft.zh, draft.en)
    whole = texts if not part else whole.with_part(part, texts) if whole.part(part) is not None else whole
    count = len(check_texts(draft.course_id, draft.lesson_id, whole).problems)
    let_others_write()
    return count


def unreadable(problem: str) -> Response:
    """Tell a script that its words cannot be read as they stand."""
    response = jsonify(problem=problem)
    response.status_code = 422
    return response


def kept_answer(kept: Kept | Conflict, *, part: str, page: str, problems: int | None, go_to: str = "") -> Response:
    """Answer a form whose words were kept, or met somebody else's.

    page: the address of the page on which they were written. go_to: where a person goes on instead.
    """
    if isinstance(kept, Conflict):
        return conflict_answer(kept, part=part, page=page)
    at = now().astimezone(LOCAL).strftime("%H:%M")
    if by_script():
        return jsonify(base=kept.base, kept_at=at, phone=phone_address(kept.draft, part), problems=problems)
    flash(_("Kept at %(time)s.", time=at), "good")
    return redirect(go_to or page, 303)


def phone_address(draft: LessonDraft, part: str) -> str:
    """Give the address at which a piece of a draft is seen on the phone, "" for a course's own text."""
    if draft.lesson_id == COURSE_TEXT:
        return ""
    address = {"course": draft.course_id, "lesson": draft.lesson_id}
    if part in ("", "head", "intro"):
        return url_for("authoring.phone", **address)
    return url_for("authoring.phone_step", step=part, **address)
