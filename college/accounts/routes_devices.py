"""One's own devices: the list, ending one or all, and saying whether a new one was she."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from college.accounts import devices as own
from college.accounts import second_factor, service
from college.accounts.blueprint import bp
from college.core.guard import current_actor, signed_in


@bp.get("/devices")
@signed_in
def devices() -> str:
    """Show where she is signed in; staff also find their second factor here."""
    person_id, is_staff = current_user.person.id, current_user.is_staff
    return render_template(
        "accounts/devices.html",
        devices=own.own_devices(current_actor()),
        is_staff=is_staff,
        has_factor=is_staff and second_factor.has_second_factor(person_id),
        codes_left=second_factor.recovery_codes_left(person_id) if is_staff else 0,
        lacks_factor=service.lacks_second_factor(current_actor()),
    )


@bp.post("/devices/<uuid:session_id>/end")
@signed_in
def device_end(session_id: UUID) -> Response:
    """Sign one device out; this very one leads to the word of goodbye."""
    if own.end_device_of(actor=current_actor(), session_id=session_id):
        return _goodbye()
    flash(_("That device is signed out."), "good")
    if request.form.get("stranger"):
        flash(_stranger_sentence(), "care")
    return redirect(url_for("accounts.devices"), 303)


@bp.post("/devices/<uuid:session_id>/known")
@signed_in
def device_known(session_id: UUID) -> Response:
    """Keep that it was she."""
    own.know_device(actor=current_actor(), session_id=session_id)
    flash(_("Thank you. We shall not ask about this device again."), "good")
    return redirect(url_for("home.index"), 303)


@bp.post("/devices/end-others")
@signed_in
def devices_end_others() -> Response:
    """Sign every device out but this one."""
    count = own.end_other_devices(actor=current_actor())
    flash(ngettext("%(num)d other device is signed out.", "%(num)d other devices are signed out.", count), "good")
    return redirect(url_for("accounts.devices"), 303)


@bp.post("/devices/end-all")
@signed_in
def devices_end_all() -> Response:
    """Sign every device out, this one too."""
    own.end_all_devices(actor=current_actor())
    return _goodbye()


def _goodbye() -> Response:
    is_staff = current_user.is_staff
    service.sign_out(current_actor())
    return redirect(url_for("home.signed_out", of="staff" if is_staff else None), 303)


@bp.app_context_processor
def new_devices() -> dict[str, object]:
    """Give templates `new_devices`, asked for only by start pages."""
    return {"new_devices": lambda: own.devices_to_ask_about(current_actor())}


def _stranger_sentence() -> str:
    if current_user.is_staff:
        return _("If that was not you, somebody may know your password. Ask an operator for a new link today.")
    return _("If that was not you, tell your teacher. Your card may be in other hands, and you get a new one.")
