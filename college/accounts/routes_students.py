"""How a student comes in without her card: a handover's QR or digits, or a code by message to her own telephone."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts import service, ways_in
from college.accounts.blueprint import bp
from college.accounts.routes_confirm import BY_MESSAGE
from college.accounts.forms_students import PhoneForm, SmsCodeForm, TypedCodeForm, WhoForm
from college.accounts.sms_codes import AskedTooOften
from college.core.crypto import decrypt, encrypt, fingerprint, new_token
from college.core.errors import NotFound, RuleBroken
from college.core.guard import current_actor, public, signed_in
from college.core.pages import phone_masked

#: Where this browser's cookie keeps which number a code was asked for: encrypted, its keyed hash, and how it is shown.
ASKED = "sms"


@bp.app_context_processor
def doors_of_students() -> dict[str, object]:
    """Give templates `sms_offered`, and `can_be_sent_a_code` for the page on which a student confirms herself."""
    return {"sms_offered": service.sms_is_offered, "can_be_sent_a_code": _can_be_sent_a_code}


def _can_be_sent_a_code() -> bool:
    return current_user.is_authenticated and service.can_be_sent_a_code(current_user.person)


@bp.get("/h/<token>")
@public
def handover_link(token: str) -> Response | tuple[str, int]:
    """Open a handover's QR: keep which one, and go on at an address without its secret. Signs nobody in."""
    try:
        handover_id, state = service.find_handover(token)
    except NotFound:
        return render_template("accounts/handover_over.html", state="over"), 404
    if state != "open":
        return render_template("accounts/handover_over.html", state=state), 404
    ways_in.take_in_hand("handover", handover_id)
    return redirect(url_for("accounts.card"), 303)


@bp.get("/code")
@public
def code_form() -> str:
    """Ask for the digits that somebody reads to her."""
    return render_template("accounts/code_form.html", form=TypedCodeForm())


@bp.post("/code")
@public
def code() -> Response | tuple[str, int]:
    """Ask whether she is the one, when the digits are right."""
    form = TypedCodeForm()
    if form.validate():
        try:
            found = service.find_handover_by_code(text=form.code.data, address=request.remote_addr)
        except RuleBroken as broken:
            form.problem("code", broken.sentence)
        else:
            ways_in.take_in_hand("handover", found)
            return redirect(url_for("accounts.card"), 303)
    return render_template("accounts/code_form.html", form=form), 422


@bp.get("/sms")
@public
def sms_form() -> str | Response:
    """Ask for her telephone number."""
    if not service.sms_is_offered():
        return redirect(url_for("accounts.card_help"), 303)
    return render_template("accounts/sms_form.html", form=PhoneForm())


@bp.post("/sms")
@public
def sms() -> Response | tuple[str, int]:
    """Have a code sent, or say why not: in the same words whoever has the number.

    Who asks too often is told so beside the way to the field: what was sent before may still open.
    """
    if not service.sms_is_offered():
        return redirect(url_for("accounts.card_help"), 303)
    if request.form.get("again") and ASKED in session:
        return _send_again()
    form, was_sent = PhoneForm(), False
    if form.validate():
        try:
            service.ask_for_code(form.digits)
        except AskedTooOften as broken:
            form.problem("phone", broken.sentence)
            was_sent = True
            _keep_number(form.digits)
        else:
            _keep_number(form.digits)
            return redirect(url_for("accounts.sms_code_form"), 303)
    return render_template("accounts/sms_form.html", form=form, was_sent=was_sent), 422


def _keep_number(phone: str) -> None:
    """Keep in this browser which number a code was asked for; a visit that goes on for the same number stays one."""
    before, phone_hash = session.get(ASKED, {}), fingerprint(phone)
    visit = before["visit"] if before.get("phone") == phone_hash else new_token(13)
    shown = phone_masked(phone[:3], phone[-4:])
    session[ASKED] = {"phone": phone_hash, "number": encrypt(phone), "shown": shown, "visit": visit}


def _send_again() -> Response:
    """Send one more code to the number that was typed before, and lead to the field for it in any case."""
    try:
        service.ask_for_code(decrypt(session[ASKED]["number"]))
        flash(_("A new code is on its way. The one from before works too, until its ten minutes are over."), "good")
    except AskedTooOften as broken:
        flash(broken.sentence, "care")
    return redirect(url_for("accounts.sms_code_form"), 303)


@bp.get("/sms/code")
@public
def sms_code_form() -> str | Response:
    """Ask for the digits of the message."""
    if ASKED not in session:
        return redirect(url_for("accounts.sms_form"), 303)
    return render_template("accounts/sms_code_form.html", form=SmsCodeForm(), shown=session[ASKED]["shown"])


@bp.post("/sms/code")
@public
def sms_code() -> Response | tuple[str, int]:
    """Go on when the digits are right: whose phone this is, or first who she is when several share the number."""
    asked = session.get(ASKED)
    if asked is None:
        return redirect(url_for("accounts.sms_form"), 303)
    form = SmsCodeForm()
    if form.validate():
        try:
            found = service.use_code(phone_hash=asked["phone"], text=form.code.data, visit=asked["visit"])
        except RuleBroken as broken:
            form.problem("code", broken.sentence)
        else:
            return _came_by_message(found, asked["visit"])
    return render_template("accounts/sms_code_form.html", form=form, shown=asked["shown"]), 422


def _came_by_message(code_id: UUID, visit: str) -> Response:
    ways_in.take_in_hand("sms", code_id, visit=visit)
    people = ways_in.choices()
    if len(people) != 1:
        return redirect(url_for("accounts.who_form"), 303)
    ways_in.choose(str(people[0].id))
    return redirect(url_for("accounts.card_phone"), 303)


@bp.get("/sms/who")
@public
def who_form() -> str | Response:
    """Ask 您是哪一位?"""
    form = _who_form()
    if form is None:
        return redirect(url_for("accounts.way_over"), 303)
    return render_template("accounts/who_form.html", form=form)


@bp.post("/sms/who")
@public
def who() -> Response | tuple[str, int]:
    """Keep who she is and ask whose phone this is."""
    form = _who_form()
    if form is None:
        return redirect(url_for("accounts.way_over"), 303)
    if form.validate() and ways_in.choose(form.person.data):
        return redirect(url_for("accounts.card_phone"), 303)
    if not form.errors:
        form.problem("person", _("Please choose your name."))
    return render_template("accounts/who_form.html", form=form), 422


def _who_form() -> WhoForm | None:
    people = ways_in.choices()
    if not people:
        return None
    form = WhoForm()
    form.offer(people)
    return form


@bp.post("/confirm/sms")
@signed_in
def confirm_sms() -> Response:
    """Have a code sent to the number of whoever is signed in, and go back to the page that asks for it."""
    try:
        service.ask_for_own_code(actor=current_actor())
        flash(_("A message with 6 digits is on its way to your telephone."), "good")
    except AskedTooOften as broken:
        flash(broken.sentence, "care")
    session[BY_MESSAGE] = True
    return redirect(url_for("accounts.confirm_form", next=request.form.get("next", "")), 303)
