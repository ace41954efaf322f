"""Consent, signing out, and how this phone shows pages: text size and language."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts import (
    browsers,
    failures,
    routes_audit,
    routes_cards,
    routes_confirm,
    routes_devices,
    routes_second_factor,
    routes_staff,
    routes_students,
    service,
    sessions,
)
from college.accounts.blueprint import bp
from college.core.guard import current_actor, public, signed_in
from college.core.pages import LOCALES, SIZES, language, remember_display
from college.core.web import back_to

#: Importing them puts their addresses under the blueprint.
MODULES = (routes_audit, routes_cards, routes_confirm, routes_devices, routes_second_factor, routes_staff, routes_students)

bp.after_app_request(browsers.remember_browser)
bp.after_app_request(sessions.note_seen)
bp.after_app_request(failures.slow_down)


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
    is_staff = current_user.is_authenticated and current_user.is_staff
    service.sign_out(current_actor())
    return redirect(url_for("home.signed_out", of="staff" if is_staff else None), 303)


@bp.post("/settings/display")
@public
def display() -> Response:
    """Keep the text size or the language, on this phone and with the account; before signing in, until then.

    Whether pages read aloud is kept on this phone alone: another may be used among people.
    """
    size = request.form.get("size") if request.form.get("size") in SIZES else None
    language = request.form.get("language") if request.form.get("language") in LOCALES else None
    if current_user.is_authenticated:
        current_user.person.text_size = size or current_user.person.text_size
        current_user.person.locale = language or current_user.person.locale
    else:
        chosen = {"size": size, "language": language}
        session["display"] = session.get("display", {}) | {name: value for name, value in chosen.items() if value}
    response = back_to(request.form.get("back"), url_for("home.index"))
    voice = request.form.get("voice") if request.form.get("voice") in {"on", "off"} else None
    remember_display(response, size=size, language=language, voice=voice)
    return response
