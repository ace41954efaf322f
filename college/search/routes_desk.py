"""The search of the desk, and the list of what students looked for in vain."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.search import service
from college.search.blueprint import bp
from college.search.forms import MarkForm, SearchForm, words_of


@bp.get("/desk/search")
@needs(Permission.COURSE_VIEW)
def desk() -> str:
    """Show the field and what was found: lessons, and questions of the lecturer's own cohorts."""
    words, page, actor = words_of(request.args.get("q")), request.args.get("page", 1, int), current_actor()
    found = service.find(actor=actor, words=words, page=page, lang=language(), on_desk=True) if words else None
    return render_template(
        "search/desk.html",
        form=SearchForm(formdata=None, q=words),
        found=found,
        may_answer=bool(actor.reach(Permission.QUESTION_ANSWER)),
        may_mark=bool(actor.reach(Permission.LESSON_CHECK)),
    )


@bp.get("/desk/search/misses")
@needs(Permission.LESSON_CHECK)
def misses() -> str:
    """Show what was looked for in vain: what is open, or what was gone through."""
    is_done = request.args.get("show") == "done"
    page = service.listed(actor=current_actor(), is_done=is_done, page=request.args.get("page", 1, int))
    return render_template("search/misses.html", page=page, is_done=is_done)


@bp.post("/desk/search/misses/<uuid:miss_id>")
@needs(Permission.LESSON_CHECK)
def mark(miss_id: UUID) -> Any:
    """Keep what a lecturer says about one of them."""
    form = MarkForm()
    if not form.validate():
        raise NotFound
    state = service.State(form.state.data)
    text = service.mark(actor=current_actor(), miss_id=miss_id, state=state)
    sentences = {
        service.State.TAUGHT: _("“%(text)s”: there is a lesson now. It comes back if it is looked for in vain again.", text=text),
        service.State.UNNEEDED: _("“%(text)s” is not needed. It stays away.", text=text),
        service.State.OPEN: _("“%(text)s” stands on the list again.", text=text),
    }
    flash(sentences[state], "good")
    return redirect(url_for(".misses"), 303)
