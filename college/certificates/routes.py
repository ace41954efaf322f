"""Addresses of certificates: anybody's check of a code, and a student's own."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from college.certificates import checking, mine, rules
from college.certificates import routes_cohort  # noqa: F401 - its addresses
from college.certificates import service  # noqa: F401 - its tables
from college.certificates.blueprint import bp
from college.core.guard import current_actor, public, signed_in

__all__ = ["bp"]


@bp.get("/certificates")
@public
def check_form() -> str | Response:
    """Ask for a code, and lead to what it says."""
    written = request.args.get("code", "").strip()
    if not written:
        return render_template("certificates/check_form.html")
    return redirect(url_for(".check", code=rules.plain_code(written) or "unknown"), 303)


@bp.get("/certificates/<string:code>")
@public
def check(code: str) -> Response:
    """Say whether a certificate is true, to anybody; nobody keeps this page, and no search engine shows it."""
    found = checking.check(code)
    response = make_response(render_template("certificates/check.html", found=found), 200 if found else 404)
    response.headers["Cache-Control"], response.headers["X-Robots-Tag"] = "no-store", "noindex, nofollow"
    return response


@bp.get("/my-certificates")
@signed_in
def my_certificates() -> str:
    """Show a student her certificates."""
    return render_template("certificates/my_certificates.html", mine=mine.mine_of(actor=current_actor()))


@bp.get("/my-certificates/<uuid:certificate_id>/pdf")
@signed_in
def my_pdf(certificate_id: UUID) -> Response:
    """Open one of her own as a paper to print."""
    data = mine.my_paper(actor=current_actor(), certificate_id=certificate_id)
    response = send_file(BytesIO(data), mimetype="application/pdf", download_name="certificate.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response
