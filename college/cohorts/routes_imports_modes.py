"""Addresses at which an import that waits for her yes is changed: its mode, a row that is mended, who stays."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import imports, imports_columns, imports_mending, imports_modes
from college.cohorts.blueprint import bp
from college.cohorts.forms import PlainForm
from college.cohorts.forms_imports import ApplyForm
from college.cohorts.forms_imports_modes import MendForm, MissingForm, ModeForm, OverwriteForm
from college.cohorts.routes_imports import page_for, show_import
from college.core.errors import NotFound, RuleBroken
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


def _to(cohort_id: UUID, import_id: UUID, **values: str | int | None) -> Response:
    return redirect(url_for("cohorts.import_show", cohort_id=cohort_id, import_id=import_id, **values), 303)


def _changed() -> RuleBroken:
    return RuleBroken(_("This row has changed. Load the page again and choose anew."))


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/mode")
@needs(Permission.ROSTER_IMPORT)
def import_mode(cohort_id: UUID, import_id: UUID) -> Response:
    """Say what the import does beside adding."""
    form = ModeForm()
    imports_modes.choose_mode(
        actor=current_actor(), cohort_id=cohort_id, import_id=import_id, mode=form.mode.data or ""
    )
    return _to(cohort_id, import_id)


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/overwrite")
@needs(Permission.ROSTER_IMPORT)
def import_overwrite(cohort_id: UUID, import_id: UUID) -> Response:
    """Let the file overwrite a field that a hand had changed, or let it stay after all."""
    form = OverwriteForm()
    imports.import_for(current_actor(), cohort_id, import_id)
    if not form.validate():
        raise _changed()
    imports_modes.overwrite(
        actor=current_actor(),
        cohort_id=cohort_id,
        import_id=import_id,
        row_number=form.row.data,
        field=form.field.data,
        is_wanted=bool(form.wanted.data),
    )
    return _to(cohort_id, import_id, **form.place(form.row.data))


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/missing")
@needs(Permission.ROSTER_IMPORT)
def import_missing(cohort_id: UUID, import_id: UUID) -> Response:
    """Let somebody who is missing stay after all, or let those who were enrolled by hand end too."""
    form, actor = MissingForm(), current_actor()
    place = {"actor": actor, "cohort_id": cohort_id, "import_id": import_id, "is_wanted": bool(form.wanted.data)}
    if form.person.data:
        imports_modes.let_stay(**place, person_id=_person(form.person.data))
    else:
        imports_modes.end_by_hand_too(**place)
    return _to(cohort_id, import_id, **form.place())


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/rows")
@needs(Permission.ROSTER_IMPORT)
def import_mend(cohort_id: UUID, import_id: UUID) -> Response | tuple[str, int]:
    """Take a row as it was mended, and check all rows anew."""
    form, actor = MendForm(), current_actor()
    imports.import_for(actor, cohort_id, import_id)
    is_good = form.validate()
    if form.row.data is None:
        raise _changed()
    if is_good:
        wrong = imports_mending.mend_row(
            actor=actor, cohort_id=cohort_id, import_id=import_id, row_number=form.row.data, typed=form.typed()
        )
        for field, said in wrong.items():
            form.problem(field, imports.speak(said))
        is_good = not wrong
    if not is_good:
        place = {"fate": form.fate.data or "", "page": form.page.data or 1}
        shown = page_for(cohort_id, import_id, **place, mend=form.row.data)
        return show_import(shown, ApplyForm(), form), 422
    return _to(cohort_id, import_id, **form.place(form.row.data))


@bp.post("/cohorts/<uuid:cohort_id>/imports/columns/<uuid:known_id>/forget")
@needs(Permission.ROSTER_IMPORT)
def import_forget_columns(cohort_id: UUID, known_id: UUID) -> Response:
    """Forget what was said about one set of headings."""
    PlainForm()
    imports_columns.forget_columns(actor=current_actor(), cohort_id=cohort_id, known_id=known_id)
    flash(_("These headings are forgotten. The next file with them is read by what they are called."), "good")
    return redirect(url_for("cohorts.import_form", cohort_id=cohort_id), 303)
