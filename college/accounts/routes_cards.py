"""Signing in with a way in that is in hand, a printed card mostly: looking at it signs nobody in, two presses do."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, session, url_for
from flask_login import current_user

from college.accounts import service, ways_in
from college.accounts.arriving import device_name, show_as_hers
from college.accounts.blueprint import bp
from college.core.errors import NotFound
from college.core.guard import public


#: What is said when a way in that lives for ten minutes is over.
OVER = {"handover": "accounts/handover_over.html", "sms": "accounts/sms_over.html"}


@bp.get("/c/<token>")
@public
def card_link(token: str) -> Response | tuple[str, int]:
    """Open a printed card: keep which one, and go on at an address without its secret. Signs nobody in."""
    try:
        card = service.card_for_token(token)
    except NotFound:
        return render_template("accounts/card_dead.html"), 404
    ways_in.take_in_hand("card", card.id)
    return redirect(url_for("accounts.card_rests" if card.paused_at else "accounts.card"), 303)


@bp.get("/card")
@public
def card() -> str | Response:
    """Ask 您是王*明吗?"""
    found = ways_in.in_hand()
    if found is None:
        return _none_in_hand()
    return render_template("accounts/card.html", name=found.person.name, kind=found.kind)


@bp.post("/card")
@public
def card_confirm() -> Response:
    """She is the one: now ask whose phone this is."""
    if not ways_in.make_sure():
        return _none_in_hand()
    return redirect(url_for("accounts.card_phone"), 303)


@bp.get("/card/phone")
@public
def card_phone() -> str | Response:
    """Ask whether this is her own phone."""
    found = ways_in.in_hand()
    if found is None or not found.is_sure:
        return redirect(url_for("accounts.card"), 303)
    return render_template("accounts/card_phone.html", name=found.person.name, kind=found.kind)


@bp.post("/card/phone")
@public
def card_sign_in() -> Response:
    """Sign her in, for 30 days or for 8 hours."""
    chosen = session.get("display", {})
    try:
        person = ways_in.enter(kind=request.form.get("phone", ""), device=device_name())
    except service.CardRests:
        return redirect(url_for("accounts.card_rests"), 303)
    except NotFound:
        return redirect(url_for("home.index"), 303) if current_user.is_authenticated else _none_in_hand()
    return show_as_hers(redirect(url_for("home.index"), 303), person, chosen)


@bp.get("/card/rests")
@public
def card_rests() -> str | Response:
    """Say kindly that her card rests, and whom to call."""
    found = ways_in.in_hand()
    if found is None or found.kind != "card":
        return _none_in_hand()
    return render_template("accounts/card_rests.html", person_id=found.person.id)


@bp.get("/card/over")
@public
def way_over() -> str | Response:
    """Say that the way in she had is over, and how to get another one."""
    page = OVER.get(ways_in.kind_in_hand() or "")
    if page is None:
        return redirect(url_for("accounts.card_help"), 303)
    return render_template(page, state="over")


@bp.get("/card/help")
@public
def card_help() -> str:
    """Say how one signs in with a card, and what to do when it is lost."""
    return render_template("accounts/card_help.html", target=request.args.get("next", ""))


def _none_in_hand() -> Response:
    return redirect(url_for("accounts.way_over" if ways_in.kind_in_hand() in OVER else "accounts.card_help"), 303)
