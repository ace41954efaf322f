"""Walking into the demonstration as anybody: only where everything is invented and only on this machine."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, session, url_for

from college.core.guard import public
from college.core.pages import remember_display
from college.demo import service

bp = Blueprint("demo", __name__)


@bp.get("/demo/enter/<token>")
@public
def enter_form(token: str) -> str:
    """Ask before signing in: only a POST signs anybody in."""
    return render_template("demo/enter_form.html", person=service.person_of(token), token=token)


@bp.post("/demo/enter/<token>")
@public
def enter(token: str) -> Response:
    """Sign in as an invented person."""
    person = service.enter(token)
    session.permanent = False
    response = redirect(url_for("home.index"), 303)
    remember_display(response, size=person.text_size, language=person.locale)
    return response


@bp.app_context_processor
def mark() -> dict[str, object]:
    """Let every desk page ask whether it shows invented people."""
    return {"is_demo": service.is_demo}
