"""Addresses of roster imports: uploading a list, looking at what it would do, applying it, taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import imports, imports_apply, imports_preview, imports_removing, imports_undo, imports_views, service
from college.cohorts.blueprint import bp
from college.cohorts.forms import PlainForm
from college.cohorts.forms_imports import HEADING, AnswerForm, ApplyForm, ColumnsForm, UploadForm
from college.cohorts.forms_imports_modes import MODE_NAMES, MendForm, ModeForm
from college.cohorts.imports_columns import remembered_in
from college.cohorts.roster_models import COLUMNS, OPEN
from college.cohorts.roster_rules import Fate
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.permissions import Permission

#: Importing the modules of the jobs is what makes them known to the worker.
JOBS = (imports_preview, imports_apply, imports_removing)


@bp.get("/cohorts/<uuid:cohort_id>/imports/new")
@needs(Permission.ROSTER_IMPORT)
def import_form(cohort_id: UUID) -> str:
    """Ask for the file, and list the imports of before."""
    form = UploadForm()
    form.give_id()
    return _upload_page(cohort_id, form)


def _upload_page(cohort_id: UUID, form: UploadForm) -> str:
    actor = current_actor()
    cohort = service.cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    service.refuse_archived(cohort)
    lines = imports_views.import_lines(actor, cohort_id)
    return render_template(
        "cohorts/import_form.html",
        form=form,
        cohort=cohort,
        lines=lines,
        states=imports_views.STATE_NAMES,
        remembered=remembered_in(cohort.district_code),
        kinds=imports_views.FIELD_NAMES,
    )


@bp.post("/cohorts/<uuid:cohort_id>/imports/new")
@needs(Permission.ROSTER_IMPORT)
def import_start(cohort_id: UUID) -> Response | tuple[str, int]:
    """Take the file and have it read."""
    form = UploadForm()
    if not form.validate():
        form.give_id()
        return _upload_page(cohort_id, form), 422
    record = imports.start(
        actor=current_actor(),
        cohort_id=cohort_id,
        form_id=form.made_id(),
        file_name=form.roster.data.filename,
        data=form.roster.data.read(),
    )
    return _to(cohort_id, record.id)


def _to(cohort_id: UUID, import_id: UUID, **values: str | int | None) -> Response:
    return redirect(url_for("cohorts.import_show", cohort_id=cohort_id, import_id=import_id, **values), 303)


@bp.get("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>")
@needs(Permission.ROSTER_IMPORT)
def import_show(cohort_id: UUID, import_id: UUID) -> str:
    """Show how far an import is: being read, what it asks, what it would do, what it did."""
    shown = _page(cohort_id, import_id)
    if shown.record.state == COLUMNS and shown.sample:
        form = ColumnsForm()
        form.offer(shown.sample)
        form.show(shown.sample)
        return render_template("cohorts/import_columns_form.html", form=form, shown=shown)
    return show_import(shown, ApplyForm())


def page_for(
    cohort_id: UUID, import_id: UUID, *, fate: str = "", page: int = 1, mend: int | None = None
) -> imports_views.ImportPage:
    """Give an import as its page shows it to whoever asks."""
    return imports_views.import_page(current_actor(), cohort_id, import_id, fate=fate, page=page, mend=mend)


def _page(cohort_id: UUID, import_id: UUID) -> imports_views.ImportPage:
    asked = request.args
    return page_for(
        cohort_id,
        import_id,
        fate=asked.get("fate", ""),
        page=asked.get("page", 1, type=int),
        mend=asked.get("mend", type=int),
    )


def show_import(shown: imports_views.ImportPage, form: ApplyForm, mending: MendForm | None = None) -> str:
    """Give the page of an import; ``mending`` holds what was typed for a row that is not right yet."""
    form.ask(shown.record.counts.get(Fate.WRONG, 0))
    form.ask_ending(len(shown.missing.ending))
    choice = ModeForm(data={"mode": shown.record.mode})
    return render_template(
        "cohorts/import_show.html",
        shown=shown,
        form=form,
        mending=mending or _mend_form(shown),
        choice=choice,
        modes=MODE_NAMES,
        fates=imports_views.FATE_NAMES,
        fields=imports_views.FIELD_NAMES,
        staying=imports_views.STAYING_NAMES,
        speak=imports.speak_kept,
    )


def _mend_form(shown: imports_views.ImportPage) -> MendForm | None:
    """Give the form of the row that is being mended, with what it holds; a telephone is never shown whole."""
    if shown.mend is None:
        return None
    listed = shown.mend.decided.listed
    said = {"name": listed.name, "age": listed.age_band or "", "outside_id": listed.outside_id or ""}
    where = {"row": listed.number, "fate": shown.chosen, "page": shown.lines.page if shown.lines else 1}
    return MendForm(formdata=None, data={**said, **where})


@bp.get("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/columns")
@needs(Permission.ROSTER_IMPORT)
def import_columns_form(cohort_id: UUID, import_id: UUID) -> str | Response:
    """Ask which column is which, also where the college thought that it knew."""
    shown = _page(cohort_id, import_id)
    if shown.record.state not in (COLUMNS, OPEN) or shown.sample is None:
        return _to(cohort_id, import_id)
    form = ColumnsForm()
    form.offer(shown.sample)
    form.show(shown.sample)
    return render_template("cohorts/import_columns_form.html", form=form, shown=shown)


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/columns")
@needs(Permission.ROSTER_IMPORT)
def import_columns(cohort_id: UUID, import_id: UUID) -> Response | tuple[str, int]:
    """Take what she says about the columns, and read the file again."""
    shown = _page(cohort_id, import_id)
    if shown.sample is None:
        return _to(cohort_id, import_id)
    form = ColumnsForm()
    form.offer(shown.sample)
    if not form.validate():
        return render_template("cohorts/import_columns_form.html", form=form, shown=shown), 422
    imports.say_columns(
        actor=current_actor(),
        cohort_id=cohort_id,
        import_id=import_id,
        where=form.where(),
        is_first_row_heading=form.first_row.data == HEADING,
    )
    return _to(cohort_id, import_id)


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/answers")
@needs(Permission.ROSTER_IMPORT)
def import_answer(cohort_id: UUID, import_id: UUID) -> Response:
    """Keep what she says about one row."""
    form = AnswerForm()
    imports.import_for(current_actor(), cohort_id, import_id)
    if not form.validate():
        raise RuleBroken(_("This row has changed. Load the page again and choose anew."))
    imports.answer(
        actor=current_actor(),
        cohort_id=cohort_id,
        import_id=import_id,
        row_number=form.row.data,
        word=form.answer.data,
    )
    return _to(
        cohort_id, import_id, fate=form.fate.data or None, page=form.page.data, _anchor=f"row-{form.row.data}"
    )


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/apply")
@needs(Permission.ROSTER_IMPORT)
def import_apply(cohort_id: UUID, import_id: UUID) -> Response | tuple[str, int]:
    """Have the import applied, once she said that the wrong rows are left out."""
    form = ApplyForm()
    try:
        imports.request_apply(
            actor=current_actor(),
            cohort_id=cohort_id,
            import_id=import_id,
            is_wrong_left_out=bool(form.leave_wrong.data),
            ending=form.ending.data or 0,
        )
    except RuleBroken as broken:
        form.problem("leave_wrong", broken.sentence)
        return show_import(_page(cohort_id, import_id), form), 422
    return _to(cohort_id, import_id)


@bp.get("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/undo")
@needs(Permission.ROSTER_IMPORT)
def import_undo_form(cohort_id: UUID, import_id: UUID) -> str:
    """Say what taking the import back would come to before it is done."""
    actor = current_actor()
    record, plan = imports_undo.plan_for(actor, cohort_id, import_id)
    return render_template(
        "cohorts/import_undo_form.html",
        cohort=service.cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id),
        record=record,
        plan=plan,
        lines=imports_views.staying_lines(plan, request.args.get("page", 1, type=int)),
        staying=imports_views.STAYING_NAMES,
        form=PlainForm(),
    )


@bp.post("/cohorts/<uuid:cohort_id>/imports/<uuid:import_id>/undo")
@needs(Permission.ROSTER_IMPORT)
def import_undo(cohort_id: UUID, import_id: UUID) -> Response:
    """Take the import back."""
    imports_undo.undo(actor=current_actor(), cohort_id=cohort_id, import_id=import_id)
    flash(_("The import is taken back."), "good")
    return _to(cohort_id, import_id)
