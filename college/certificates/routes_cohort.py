"""Addresses of a cohort's certificates: who has one, printing the new ones, handing them over."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.certificates import printing, roster
from college.certificates.blueprint import bp
from college.core.errors import RuleBroken
from college.core.forms import OnceForm
from college.core.guard import current_actor, needs
from college.core.permissions import Permission

_COHORT = "/cohorts/<uuid:cohort_id>/certificates"


@bp.get(_COHORT)
@needs(Permission.CERTIFICATE_PRINT)
def cohort(cohort_id: UUID) -> str:
    """Show who of a cohort has the certificate of a course, and who is how far."""
    course_id, number = request.args.get("course", ""), request.args.get("page", 1, int)
    page = roster.cohort_page(actor=current_actor(), cohort_id=cohort_id, course_id=course_id, page=number)
    form = OnceForm(formdata=None)
    form.give_id()
    return render_template("certificates/cohort.html", page=page, form=form)


@bp.post(f"{_COHORT}/print")
@needs(Permission.CERTIFICATE_PRINT)
def print_new(cohort_id: UUID) -> Response:
    """Print every new certificate of a cohort."""
    try:
        started = printing.start(actor=current_actor(), cohort_id=cohort_id, form_id=OnceForm().made_id())
    except RuleBroken as broken:
        flash(broken.sentence, "care")
        return _back(cohort_id)
    if started.is_ready:
        return _file(cohort_id, started.id)
    return redirect(url_for(".print_job", cohort_id=cohort_id, job_id=started.id), 303)


@bp.post(f"{_COHORT}/<uuid:certificate_id>/print")
@needs(Permission.CERTIFICATE_PRINT)
def print_one(cohort_id: UUID, certificate_id: UUID) -> Response:
    """Print one certificate, also once more."""
    where = {"actor": current_actor(), "cohort_id": cohort_id, "certificate_id": certificate_id}
    return _file(cohort_id, printing.start_one(**where, form_id=OnceForm().made_id()).id)


@bp.get(f"{_COHORT}/print/<uuid:job_id>")
@needs(Permission.CERTIFICATE_PRINT)
def print_job(cohort_id: UUID, job_id: UUID) -> str:
    """Show how far the printing is, and the finished file."""
    found, job, file = printing.job_of(actor=current_actor(), cohort_id=cohort_id, job_id=job_id)
    return render_template("certificates/print_job.html", cohort=found, job=job, file=file)


@bp.post(f"{_COHORT}/print/<uuid:job_id>/stop")
@needs(Permission.CERTIFICATE_PRINT)
def stop_print(cohort_id: UUID, job_id: UUID) -> Response:
    """Stop the printing."""
    if not printing.stop(actor=current_actor(), cohort_id=cohort_id, job_id=job_id):
        flash(_("It was finished already."), "care")
    return redirect(url_for(".print_job", cohort_id=cohort_id, job_id=job_id), 303)


@bp.post(f"{_COHORT}/print/<uuid:file_id>/pdf")
@needs(Permission.CERTIFICATE_PRINT)
def sheets_pdf(cohort_id: UUID, file_id: UUID) -> Response:
    """Hand out a finished file; kept in the audit, cached by nobody."""
    return _file(cohort_id, file_id)


@bp.post(f"{_COHORT}/<uuid:certificate_id>/hand")
@needs(Permission.CERTIFICATE_PRINT)
def hand(cohort_id: UUID, certificate_id: UUID) -> Response:
    """Keep that she has her paper, or that this was a slip."""
    is_handed = request.form.get("is_handed") != "no"
    where = {"actor": current_actor(), "cohort_id": cohort_id, "certificate_id": certificate_id}
    printing.hand_over(**where, is_handed=is_handed)
    flash(_("Kept: she has her certificate on paper.") if is_handed else _("Taken back: her certificate waits to be handed over."), "good")
    return _back(cohort_id)


@bp.post(f"{_COHORT}/hand")
@needs(Permission.CERTIFICATE_PRINT)
def hand_all(cohort_id: UUID) -> Response:
    """Keep that everybody has the paper that was printed for her."""
    count = printing.hand_over_all(actor=current_actor(), cohort_id=cohort_id)
    flash(ngettext("Kept: %(num)d certificate is handed over.", "Kept: %(num)d certificates are handed over.", count), "good")
    return _back(cohort_id)


def _file(cohort_id: UUID, file_id: UUID) -> Response:
    kept, data = printing.open_file(actor=current_actor(), cohort_id=cohort_id, file_id=file_id)
    response = send_file(BytesIO(data), mimetype=kept.media_type, download_name=kept.name, as_attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(cohort_id: UUID) -> Response:
    """Go back to the list where she was in it."""
    number = request.form.get("page", type=int)
    place = {"course": request.form.get("course") or None, "page": number if number and number > 1 else None}
    return redirect(url_for(".cohort", cohort_id=cohort_id, **place), 303)
