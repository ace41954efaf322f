"""Signing in with a printed card: looking at it signs nobody in, two presses do."""

from __future__ import annotations

from uuid import UUID

from flask import Response, redirect, render_template, request, session, url_for
from flask_login import current_user

from college.accounts import service
from college.accounts.arriving import device_name, show_as_hers
from college.accounts.blueprint import bp
from college.core.errors import NotFound
from college.core.guard import public


@bp.get("/c/<token>")
@public
def card_link(token: str) -> Response | tuple[str, int]:
    """Open a printed card: keep which one, and go on at an address without its secret. Signs nobody in."""
    try:
        session["card"] = service.card_for_token(token).id.hex
    except NotFound:
        return render_template("accounts/card_dead.html"), 404
    return redirect(url_for("accounts.card"), 303)


@bp.get("/card")
@public
def card() -> str | Response:
    """Ask 您是王*明吗?"""
    found = _card_in_hand()
    if found is None:
        return redirect(url_for("accounts.card_help"), 303)
    return render_template("accounts/card.html", name=found[1].name)


@bp.post("/card")
@public
def card_confirm() -> Response:
    """She is the one: now ask whose phone this is."""
    if _card_in_hand() is None:
        return redirect(url_for("accounts.card_help"), 303)
    session["card_confirmed"] = session["card"]
    return redirect(url_for("accounts.card_phone"), 303)


@bp.get("/card/phone")
@public
def card_phone() -> str | Response:
    """Ask whether this is her own phone."""
    found = _card_in_hand()
    if found is None or session.get("card_confirmed") != session.get("card"):
        return redirect(url_for("accounts.card"), 303)
    return render_template("accounts/card_phone.html", name=found[1].name)


@bp.post("/card/phone")
@public
def card_sign_in() -> Response:
    """Sign her in, for 30 days or for 8 hours."""
    if session.get("card") is None or session.get("card_confirmed") != session.get("card"):
        return redirect(url_for("home.index" if current_user.is_authenticated else "accounts.card_help"), 303)
    chosen = session.get("display", {})
    try:
        person = service.sign_in_with_card(
            card_id=UUID(session["card"]), kind=request.form.get("phone", ""), device=device_name()
        )
    except NotFound:
        return redirect(url_for("accounts.card_help"), 303)
    return show_as_hers(redirect(url_for("home.index"), 303), person, chosen)


@bp.get("/card/help")
@public
def card_help() -> str:
    """Say how one signs in with a card, and what to do when it is lost."""
    return render_template("accounts/card_help.html")


def _card_in_hand() -> tuple[service.Card, service.Person] | None:
    try:
        return service.card_and_person(UUID(session["card"]) if "card" in session else None)
    except NotFound:
        return None
