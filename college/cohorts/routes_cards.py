"""Addresses of students' cards: printing those of a cohort, making one again, opening a sheet."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from college.cohorts import cards as printing
from college.cohorts import people
from college.cohorts.blueprint import bp
from college.core.forms import OnceForm
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.get("/cohorts/<uuid:cohort_id>/cards")
@needs(Permission.CARD_ISSUE)
def cards(cohort_id: UUID) -> str:
    """Say who has no card yet and offer to print."""
    form = OnceForm()
    form.give_id()
    page = printing.cards_page(actor=current_actor(), cohort_id=cohort_id)
    return render_template("cohorts/cards.html", page=page, form=form)


@bp.post("/cohorts/<uuid:cohort_id>/cards")
@needs(Permission.CARD_ISSUE)
def cards_print(cohort_id: UUID) -> Response:
    """Make cards for those who have none."""
    return _start(cohort_id, everyone=False)


@bp.get("/cohorts/<uuid:cohort_id>/cards/everyone")
@needs(Permission.CARD_ISSUE)
def cards_everyone_form(cohort_id: UUID) -> str:
    """Say what making all cards anew means before it is done."""
    form = OnceForm()
    form.give_id()
    page = printing.cards_page(actor=current_actor(), cohort_id=cohort_id)
    return render_template("cohorts/cards_everyone_form.html", page=page, form=form)


@bp.post("/cohorts/<uuid:cohort_id>/cards/everyone")
@needs(Permission.CARD_ISSUE)
def cards_everyone(cohort_id: UUID) -> Response:
    """Make all cards of a cohort anew."""
    return _start(cohort_id, everyone=True)


def _start(cohort_id: UUID, *, everyone: bool) -> Response:
    job_id = printing.start_printing(
        actor=current_actor(), cohort_id=cohort_id, everyone=everyone, form_id=OnceForm().made_id()
    )
    return redirect(url_for("cohorts.cards_job", cohort_id=cohort_id, job_id=job_id), 303)


@bp.get("/cohorts/<uuid:cohort_id>/cards/<uuid:job_id>")
@needs(Permission.CARD_ISSUE)
def cards_job(cohort_id: UUID, job_id: UUID) -> str:
    """Show how far the printing is, and the finished sheet."""
    cohort, job, sheet = printing.printing(actor=current_actor(), cohort_id=cohort_id, job_id=job_id)
    return render_template("cohorts/cards_job.html", cohort=cohort, job=job, sheet=sheet)


@bp.post("/cohorts/<uuid:cohort_id>/cards/<uuid:file_id>/pdf")
@needs(Permission.CARD_ISSUE)
def cards_pdf(cohort_id: UUID, file_id: UUID) -> Response:
    """Hand out a sheet; kept in the audit, cached by nobody."""
    sheet, data = printing.open_sheet(actor=current_actor(), cohort_id=cohort_id, file_id=file_id)
    response = send_file(BytesIO(data), mimetype=sheet.media_type, download_name=sheet.name, as_attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/card")
@needs(Permission.CARD_ISSUE)
def card_form(cohort_id: UUID, person_id: UUID) -> str:
    """Say that the old card dies before a new one is made."""
    form = OnceForm()
    form.give_id()
    page = people.student_page(current_actor(), Permission.CARD_ISSUE, cohort_id, person_id)
    return render_template("cohorts/card_form.html", student=page, form=form)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/card")
@needs(Permission.CARD_ISSUE)
def card(cohort_id: UUID, person_id: UUID) -> Response:
    """Void the old card and make a new one."""
    job_id = printing.start_again(
        actor=current_actor(), cohort_id=cohort_id, person_id=person_id, form_id=OnceForm().made_id()
    )
    return redirect(url_for("cohorts.cards_job", cohort_id=cohort_id, job_id=job_id), 303)
