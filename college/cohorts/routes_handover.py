"""Addresses where staff let students in and out: help without a card, a card that rests, the end of a class."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.cohorts import handing_over, people
from college.cohorts.blueprint import bp
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/handover")
@needs(Permission.HANDOVER_GIVE)
def handover_form(cohort_id: UUID, person_id: UUID) -> str:
    """Say what helping her in means; whoever changes the language on the page with the digits comes here too."""
    page = people.student_page(current_actor(), Permission.HANDOVER_GIVE, cohort_id, person_id)
    return render_template("cohorts/handover_form.html", student=page)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/handover")
@confirmed
@needs(Permission.HANDOVER_GIVE)
def handover(cohort_id: UUID, person_id: UUID) -> tuple[str, int, dict[str, str]]:
    """Show a new way in, on this one answer; it is kept nowhere, not even by the browser."""
    page = handing_over.give_handover(actor=current_actor(), cohort_id=cohort_id, person_id=person_id)
    return render_template("cohorts/handover.html", page=page), 200, {"Cache-Control": "no-store"}


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/card/resume")
@needs(Permission.CARD_ISSUE)
def card_resume(cohort_id: UUID, person_id: UUID) -> Response:
    """Let a card that rests go on."""
    if handing_over.resume_card(actor=current_actor(), cohort_id=cohort_id, person_id=person_id):
        flash(_("The card opens again."), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


@bp.get("/cohorts/<uuid:cohort_id>/end-class")
@needs(Permission.CLASS_END)
def class_end_form(cohort_id: UUID) -> str:
    """Say what ending the class means before it is done."""
    cohort, count = handing_over.class_devices(actor=current_actor(), cohort_id=cohort_id)
    return render_template("cohorts/handover_class_end_form.html", cohort=cohort, count=count)


@bp.post("/cohorts/<uuid:cohort_id>/end-class")
@needs(Permission.CLASS_END)
def class_end(cohort_id: UUID) -> Response:
    """Sign everybody out of the class's phones."""
    count = handing_over.end_class(actor=current_actor(), cohort_id=cohort_id)
    said = ngettext("%(num)d phone of the class is signed out.", "%(num)d phones of the class are signed out.", count)
    flash(said, "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)
