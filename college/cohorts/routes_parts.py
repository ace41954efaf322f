"""The address at which a coordinator says which sheet or class of an uploaded roster is read."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import imports_parts
from college.cohorts.blueprint import bp
from college.cohorts.forms_imports import PartForm
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/part")
@needs(Permission.ROSTER_IMPORT)
def import_part(cohort_id: UUID, import_id: UUID) -> Response:
    """Have another sheet, all of them, or one class read instead."""
    form = PartForm()
    if not form.validate():
        raise RuleBroken(_("This part is not in the file. Load the page again and choose anew."))
    imports_parts.choose_part(
        actor=current_actor(),
        cohort_id=cohort_id,
        import_id=import_id,
        sheet=form.sheet.data or "",
        group=form.group.data or "",
    )
    return redirect(url_for("cohorts.import_show", cohort_id=cohort_id, import_id=import_id), 303)
