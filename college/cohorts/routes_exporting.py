"""Addresses at which a cohort's roster is given out as a file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import exporting, service
from college.cohorts.blueprint import bp
from college.cohorts.exporting import Shape
from college.cohorts.forms_exporting import ExportForm
from college.core.clock import today
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission
from college.core.tables import download


@bp.get("/cohorts/<uuid:cohort_id>/export")
@confirmed
@needs(Permission.ROSTER_EXPORT)
def export_form(cohort_id: UUID) -> str:
    """Ask which file, who is in it and how telephones stand in it."""
    return _page(cohort_id, ExportForm())


def _page(cohort_id: UUID, form: ExportForm) -> str:
    cohort = service.cohort_for(current_actor(), Permission.ROSTER_EXPORT, cohort_id)
    return render_template("cohorts/export_form.html", form=form, cohort=cohort)


@bp.post("/cohorts/<uuid:cohort_id>/export")
@confirmed
@needs(Permission.ROSTER_EXPORT)
def export(cohort_id: UUID) -> Response | tuple[str, int]:
    """Give the roster as a file; kept in the audit, cached by nobody."""
    form = ExportForm()
    if not form.validate():
        return _page(cohort_id, form), 422
    made = exporting.export_roster(
        actor=current_actor(),
        cohort_id=cohort_id,
        shape=Shape(form.format.data),
        with_ended=bool(form.with_ended.data),
        is_whole=form.is_whole,
        reason=form.reason.data or "",
    )
    day = today().isoformat()
    name = f"{_('students')}-{made.cohort.name}-{day}.{made.ending}"
    return download(made.data, name, plain_name=f"students-{day}.{made.ending}", kind=made.kind)
