"""A product manager's addresses: themes, one theme, a decision and how it reads, friction, and files. Never a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from college.core.clock import today
from college.core.db import new_id
from college.core.errors import RuleBroken
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.core.tables import download
from college.feedback import export, friction, service, telling, views
from college.feedback.blueprint import bp
from college.feedback.forms import DecideForm, MoveForm, arguments_of, chosen_from
from college.feedback.rules import Status, is_closed
from college.feedback.words import MOVE_WORDS


@bp.get("/themes")
@needs(Permission.THEME_VIEW)
def index() -> str:
    """Show themes, most people first."""
    chosen = chosen_from(request.args)
    page = request.args.get("page", 1, int)
    board = views.board_of(actor=current_actor(), chosen=chosen, page=page, lang=language())
    return render_template("feedback/index.html", board=board, chosen=chosen, arguments=arguments_of(chosen))


@bp.get("/themes/<uuid:theme_id>")
@needs(Permission.THEME_VIEW)
def show(theme_id: UUID) -> str:
    """Show one theme."""
    return render_template("feedback/show.html", found=_theme(theme_id, request.args.get("page", 1, int)))


@bp.get("/themes/<uuid:theme_id>/move")
@needs(Permission.THEME_DECIDE)
def move_form(theme_id: UUID) -> Any:
    """Ask what was decided, and show how the sentence will read before it is sent."""
    found = _theme(theme_id)
    if not found.next_statuses:
        return redirect(url_for(".show", theme_id=theme_id), 303)
    is_asked = "sentence" in request.args
    form = MoveForm(request.args if is_asked else None, meta={"csrf": False})
    form.to.choices = _choices(found)
    is_fit = is_asked and form.validate()
    return _move_page(found, form, is_fit=is_fit)


@bp.post("/themes/<uuid:theme_id>/move")
@needs(Permission.THEME_DECIDE)
def move(theme_id: UUID) -> Any:
    """Keep a decision, and bring it back to everybody who asked when it closes the theme."""
    form, found = DecideForm(), _theme(theme_id)
    form.to.choices = [(each.value, "") for each in Status]
    if not form.validate():
        form.to.choices = _choices(found)
        return _move_page(found, form), 422
    to = Status(form.to.data)
    try:
        service.move(
            actor=current_actor(),
            theme_id=theme_id,
            client_id=UUID(form.client_id.data),
            seen=Status(form.seen.data),
            to=to,
            sentence=form.sentence.data,
        )
    except RuleBroken as broken:
        form.to.choices = _choices(found)
        return _move_page(found, form, sentence=broken.sentence), 409
    flash(_done(to, found.line.people), "good")
    return redirect(url_for(".show", theme_id=theme_id), 303)


def _done(to: Status, people: int) -> str:
    if not is_closed(to):
        return _("The decision is kept.")
    return ngettext(
        "The decision is kept, and %(num)d person is told.", "The decision is kept, and %(num)d people are told.", people
    )


@bp.post("/themes/export")
@confirmed
@needs(Permission.THEME_EXPORT)
def export_themes() -> Response:
    """Give the chosen themes as CSV."""
    data = export.export_themes(actor=current_actor(), chosen=chosen_from(request.form), lang=language())
    return _file(data, _("themes"), "themes")


@bp.post("/themes/<uuid:theme_id>/export")
@confirmed
@needs(Permission.THEME_EXPORT)
def export_evidence(theme_id: UUID) -> Response:
    """Give a theme's excerpts as CSV."""
    data = export.export_evidence(actor=current_actor(), theme_id=theme_id, lang=language())
    return _file(data, _("excerpts"), "excerpts")


@bp.get("/friction")
@needs(Permission.FRICTION_VIEW)
def friction_index() -> str:
    """Show how hard each product feature is."""
    district = request.args.get("district", "")
    found = friction.friction_of(actor=current_actor(), district_code=district, lang=language())
    return render_template("feedback/friction_index.html", found=found)


def _theme(theme_id: UUID, page: int = 1) -> views.ThemePage:
    return views.theme_page(actor=current_actor(), theme_id=theme_id, page=page, lang=language())


def _choices(found: views.ThemePage) -> list[tuple[str, str]]:
    return [(each.value, str(MOVE_WORDS[each])) for each in found.next_statuses]


def _move_page(found: views.ThemePage, form: MoveForm, *, is_fit: bool = False, sentence: str | None = None) -> str:
    to = Status(form.to.data) if is_fit else None
    return render_template(
        "feedback/move_form.html",
        found=found,
        form=form,
        sentence=sentence,
        client_id=new_id(),
        closes=to is not None and is_closed(to),
        reads=telling.reads(found.theme.feature_id, to, " ".join(form.sentence.data.split())) if to else None,
    )


def _file(data: bytes, name: str, plain_name: str) -> Response:
    day = today().isoformat()
    return download(data, f"{name}-{day}.csv", plain_name=f"{plain_name}-{day}.csv")
