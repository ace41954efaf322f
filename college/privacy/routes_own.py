"""Addresses of one's own data: read it, print it, see it whole, take a copy."""

from __future__ import annotations

from flask import Response, render_template, request

from college.core.guard import confirmed, current_actor, signed_in
from college.privacy import copying, own
from college.privacy.blueprint import bp


@bp.get("/my-data")
@signed_in
def my_data() -> str:
    """Show what is kept about whoever asks, consent or not; her telephone number is masked."""
    return render_template("privacy/my_data.html", own=own.own_page(actor=current_actor()))


@bp.get("/my-data/whole")
@confirmed
@signed_in
def my_data_whole() -> str:
    """Show all of it, with the whole number, and offer the copy."""
    return render_template("privacy/my_data_whole.html", own=own.own_page(actor=current_actor(), is_whole=True))


@bp.post("/my-data/download")
@confirmed
@signed_in
def my_data_download() -> Response:
    """Give everything as a file."""
    kind = request.form.get("kind", copying.PAGE)
    return copying.copy_own(actor=current_actor(), kind=_known(kind)).answer()


def _known(kind: str) -> str:
    return kind if kind in copying.KINDS else copying.PAGE
