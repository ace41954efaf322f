"""Addresses of class sets: choosing what to print for a cohort, how far it is, and the finished file."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.lessons import handout_sets
from college.lessons.blueprint import bp
from college.lessons.forms_handout import HandoutsForm
from college.lessons.handout_sets import SetsPage


@bp.get("/cohorts/<uuid:cohort_id>/handouts")
@needs(Permission.COHORT_VIEW)
def handouts(cohort_id: UUID) -> str:
    """Offer the lessons of a cohort's courses to print."""
    page, form = _page(cohort_id), HandoutsForm()
    form.offer(page.lines, page.people_count)
    form.give_id()
    form.lang.data, form.way.data = language(), form.way.choices[0][0]
    return render_template("lessons/handouts.html", page=page, form=form)


@bp.post("/cohorts/<uuid:cohort_id>/handouts")
@needs(Permission.COHORT_VIEW)
def start_handouts(cohort_id: UUID) -> Response | tuple[str, int]:
    """Ask for a class set."""
    page, form = _page(cohort_id), HandoutsForm()
    form.offer(page.lines, page.people_count)
    if not form.is_fit():
        return render_template("lessons/handouts.html", page=page, form=form), 422
    try:
        job_id = handout_sets.start_set(actor=current_actor(), cohort_id=cohort_id, wish=form.wish(), form_id=form.made_id())
    except RuleBroken as broken:
        form.problem("lessons", broken.sentence)
        return render_template("lessons/handouts.html", page=page, form=form), 422
    return redirect(url_for(".handouts_job", cohort_id=cohort_id, job_id=job_id), 303)


@bp.get("/cohorts/<uuid:cohort_id>/handouts/<uuid:job_id>")
@needs(Permission.COHORT_VIEW)
def handouts_job(cohort_id: UUID, job_id: UUID) -> str:
    """Show how far a class set is, and the finished one."""
    cohort, found, file = handout_sets.set_job(actor=current_actor(), cohort_id=cohort_id, job_id=job_id)
    return render_template("lessons/handouts_job.html", cohort=cohort, job=found, file=file)


@bp.post("/cohorts/<uuid:cohort_id>/handouts/<uuid:job_id>/stop")
@needs(Permission.COHORT_VIEW)
def stop_handouts(cohort_id: UUID, job_id: UUID) -> Response:
    """Stop a class set."""
    if not handout_sets.stop_set(actor=current_actor(), cohort_id=cohort_id, job_id=job_id):
        flash(_("It was finished already."), "care")
    return redirect(url_for(".handouts_job", cohort_id=cohort_id, job_id=job_id), 303)


@bp.post("/cohorts/<uuid:cohort_id>/handouts/<uuid:file_id>/pdf")
@needs(Permission.COHORT_VIEW)
def handouts_pdf(cohort_id: UUID, file_id: UUID) -> Response:
    """Hand out a class set; kept in the audit, cached by nobody."""
    kept, data = handout_sets.open_set(actor=current_actor(), cohort_id=cohort_id, file_id=file_id)
    response = send_file(BytesIO(data), mimetype=kept.media_type, download_name=kept.name, as_attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(cohort_id: UUID) -> SetsPage:
    return handout_sets.sets_page(actor=current_actor(), cohort_id=cohort_id, lang=language())
