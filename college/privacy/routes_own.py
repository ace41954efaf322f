"""Addresses of one's own data: read it, print it, see it whole, take a copy."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from college.core.errors import RuleBroken
from college.core.guard import confirmed, current_actor, signed_in
from college.privacy import copying, own
from college.privacy.blueprint import bp


@bp.get("/my-data")
@signed_in
def my_data() -> str:
    """Show what is kept about whoever asks, consent or not; her telephone number is masked."""
    page = own.own_page(actor=current_actor())
    return render_template("privacy/my_data.html", own=page, is_class_phone=_is_class_phone())


@bp.get("/my-data/whole")
@confirmed
@signed_in
def my_data_whole() -> str:
    """Show all of it, with the whole number, and offer the copy."""
    page = own.own_page(actor=current_actor(), is_whole=True)
    return render_template("privacy/my_data_whole.html", own=page, is_class_phone=_is_class_phone())


@bp.post("/my-data/download")
@confirmed
@signed_in
def my_data_download() -> Response:
    """Give everything as a file, but never on a phone of the class, where it would stay for the next person."""
    if _is_class_phone():
        raise RuleBroken(
            _("This phone belongs to the class, so no copy is saved here. Do it on your own phone, or ask the coordinator.")
        )
    kind = request.form.get("kind", copying.PAGE)
    return copying.copy_own(actor=current_actor(), kind=_known(kind)).answer()


def _is_class_phone() -> bool:
    return current_user.device.kind == "class"


def _known(kind: str) -> str:
    return kind if kind in copying.KINDS else copying.PAGE
