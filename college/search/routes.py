"""The search of everybody: one field, and what was found."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, session, url_for

from college.core.guard import current_actor, public
from college.core.pages import language
from college.search import routes_desk, service
from college.search.blueprint import bp
from college.search.forms import SearchForm, words_of

__all__ = ["bp", "routes_desk"]

#: Where the cookie says what was counted last: the same search pressed again is not counted again.
COUNTED = "search_missed"


@bp.get("/search")
@public
def index() -> Any:
    """Show the field and, when something was asked for, what was found. Writes nothing."""
    words = words_of(request.args.get("q"))
    if service.asks_for_sizes(words):
        return redirect(url_for(".index", _anchor="display"), 303)
    form = SearchForm(formdata=None, q=words)
    return _page(form, _found(words, request.args.get("page", 1, int)) if words else None)


@bp.post("/search")
@public
def find() -> Any:
    """Count it when a learner's search finds nothing, then show the answer at an address that can be gone back to."""
    form = SearchForm()
    if not form.validate():
        return _page(form, None), 422
    words = form.q.data
    if not service.asks_for_sizes(words) and not _found(words, 1).page.total and session.get(COUNTED) != words:
        if service.note(actor=current_actor(), words=words, lang=language()):
            session[COUNTED] = words
    return redirect(url_for(".index", q=words[: service.LONGEST]), 303)


def _found(words: str, page: int) -> service.Found:
    return service.find(actor=current_actor(), words=words, page=page, lang=language())


def _page(form: SearchForm, found: service.Found | None) -> str:
    examples = [] if found and found.page.total else service.examples(language())
    return render_template("search/index.html", form=form, found=found, examples=examples)
