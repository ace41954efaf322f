"""Signing in and out, and how this phone shows pages: text size and language."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts import service
from college.accounts.forms import PasswordForm, SignInForm
from college.core.errors import NotFound, RuleBroken
from college.core.guard import current_actor, public, signed_in
from college.core.pages import LOCALES, SIZES, language, remember_display
from college.core.web import back_to

bp = Blueprint("accounts", __name__)


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
            card_id=UUID(session["card"]), kind=request.form.get("phone", ""), device=_device()
        )
    except NotFound:
        return redirect(url_for("accounts.card_help"), 303)
    return _show_as_hers(redirect(url_for("home.index"), 303), person, chosen)


@bp.get("/card/help")
@public
def card_help() -> str:
    """Say how one signs in with a card, and what to do when it is lost."""
    return render_template("accounts/card_help.html")


@bp.get("/staff/sign-in")
@public
def sign_in() -> str:
    """Show the form for staff."""
    return render_template("accounts/sign_in.html", form=SignInForm(), target=request.args.get("next", ""))


@bp.post("/staff/sign-in")
@public
def sign_in_action() -> Response | tuple[str, int]:
    """Sign a member of staff in and take her where she wanted to go."""
    form, target, chosen = SignInForm(), request.form.get("next", ""), session.get("display", {})
    if form.validate():
        try:
            person = service.sign_in_with_password(
                login=form.login.data, password=form.password.data, device=_device()
            )
        except RuleBroken as broken:
            form.problem("password", broken.sentence)
        else:
            return _show_as_hers(back_to(target, url_for("home.index")), person, chosen)
    return render_template("accounts/sign_in.html", form=form, target=target), 422


@bp.get("/p/<token>")
@public
def password_link(token: str) -> Response | tuple[str, int]:
    """Open a one-time link: keep which one, and go on at an address without its secret."""
    try:
        session["password_link"] = service.link_id(token).hex
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    return redirect(url_for("accounts.password"), 303)


@bp.get("/staff/password")
@public
def password() -> str | tuple[str, int]:
    """Show the form for a new password."""
    try:
        person = service.person_of_link(_link_in_hand())
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    return render_template("accounts/password.html", form=PasswordForm(), person=person, login=service.login_of(person.id))


@bp.post("/staff/password")
@public
def password_action() -> Response | tuple[str, int]:
    """Set the new password and sign her in."""
    form = PasswordForm()
    try:
        person = service.person_of_link(_link_in_hand())
        if form.validate():
            service.set_password(one_time_id=_link_in_hand(), password=form.password.data, device=_device())
            flash(_("Your password is set. You are signed in."), "good")
            return redirect(url_for("home.index"), 303)
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    except RuleBroken as broken:
        form.problem("password", broken.sentence)
    page = render_template("accounts/password.html", form=form, person=person, login=service.login_of(person.id))
    return page, 422


@bp.get("/consent")
@signed_in
def consent_form() -> str | Response:
    """Show a student what is kept of her, and ask whether she agrees; staff read the same as a notice."""
    if current_user.device.kind == "staff":
        return redirect(url_for("home.privacy"), 303)
    return render_template("accounts/consent_form.html")


@bp.post("/consent")
@signed_in
def consent() -> Response:
    """Keep that she agrees. Safe to repeat."""
    service.give_consent(actor=current_actor(), language=language())
    return redirect(url_for("home.index"), 303)


@bp.post("/consent/decline")
@signed_in
def consent_decline() -> Response:
    """She would rather not agree now: remembered on this phone alone, so that she is not asked at every page."""
    service.decline_consent()
    return redirect(url_for("home.index"), 303)


@bp.post("/consent/withdraw")
@signed_in
def consent_withdraw() -> Response:
    """Keep that she takes her consent back. Safe to repeat."""
    service.withdraw_consent(actor=current_actor())
    service.decline_consent()
    flash(_("You have taken your consent back. From now on nothing new is kept of you."), "good")
    return redirect(url_for("home.index"), 303)


@bp.app_context_processor
def privacy_notice() -> dict[str, object]:
    """Give templates `privacy_notice`: its day, who answers for it, and whether this reader has agreed."""
    return {"privacy_notice": _privacy_notice}


def _privacy_notice() -> dict[str, object]:
    is_student = current_user.is_authenticated and current_user.device.kind != "staff"
    return {
        "day": service.privacy_day(),
        "contact": current_app.config["CONTACT"],
        "is_student": is_student,
        "consent": service.consent_of(current_user.person.id) if is_student and current_user.has_consented else None,
    }


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """End this device's session. Safe to repeat."""
    service.sign_out(current_actor())
    return redirect(url_for("home.signed_out"), 303)


@bp.post("/settings/display")
@public
def display() -> Response:
    """Keep the text size or the language, on this phone and with the account; before signing in, until then."""
    size = request.form.get("size") if request.form.get("size") in SIZES else None
    language = request.form.get("language") if request.form.get("language") in LOCALES else None
    if current_user.is_authenticated:
        current_user.person.text_size = size or current_user.person.text_size
        current_user.person.locale = language or current_user.person.locale
    else:
        chosen = {"size": size, "language": language}
        session["display"] = session.get("display", {}) | {name: value for name, value in chosen.items() if value}
    response = back_to(request.form.get("back"), url_for("home.index"))
    remember_display(response, size=size, language=language)
    return response


def _show_as_hers(response: Response, person: service.Person, chosen: dict[str, str]) -> Response:
    """Show pages as her account says; what she chose on the way in counts for the account too."""
    person.text_size = chosen.get("size", person.text_size)
    person.locale = chosen.get("language", person.locale)
    remember_display(response, size=person.text_size, language=person.locale)
    return response


def _card_in_hand() -> tuple[service.Card, service.Person] | None:
    try:
        return service.card_and_person(UUID(session["card"]) if "card" in session else None)
    except NotFound:
        return None


def _link_in_hand() -> UUID | None:
    return UUID(session["password_link"]) if "password_link" in session else None


def _device() -> str:
    """Give a few words about the device, for the list of own devices: its system, never its full description."""
    agent = request.user_agent.string
    return next((word for word in ("iPhone", "iPad", "HarmonyOS", "Android", "Windows", "Mac", "Linux") if word in agent), "")
