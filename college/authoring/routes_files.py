"""Addresses of courses as files: taking a course out as a zip, bringing one in, looking at it before it is written."""

from __future__ import annotations

from uuid import UUID

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.authoring import files, import_keeping, import_shown, importing
from college.authoring.blueprint import bp
from college.authoring.forms_files import TakeForm, UploadForm
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.post("/write/<slug:course>/export")
@needs(Permission.COURSE_WRITE)
def export(course: str) -> FileResponse:
    """Give a course as a zip: as it is published, or as its drafts stand."""
    taken = files.export(actor=current_actor(), course_id=course, is_drafts=request.form.get("what") != "published")
    answer = FileResponse(taken.data, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    return answer


@bp.get("/write/import")
@needs(Permission.COURSE_START)
def import_form() -> str:
    """Ask for a course as a zip."""
    return _upload_page("")


@bp.post("/write/import")
@needs(Permission.COURSE_START)
def import_course() -> Response | tuple[str, int]:
    """Take the zip of a course that may become a new one."""
    return _uploaded("")


@bp.get("/write/import/<uuid:import_id>")
@needs(Permission.COURSE_START)
def import_show(import_id: UUID) -> str:
    """Show what bringing it in would do, and what could not be kept."""
    return _show("", import_id)


@bp.post("/write/import/<uuid:import_id>")
@needs(Permission.COURSE_START)
def import_take(import_id: UUID) -> Response | tuple[str, int]:
    """Write it as drafts."""
    return _taken("", import_id)


@bp.get("/write/<slug:course>/import")
@needs(Permission.COURSE_WRITE)
def update_form(course: str) -> str:
    """Ask for the files of a course that is here."""
    return _upload_page(course)


@bp.post("/write/<slug:course>/import")
@needs(Permission.COURSE_WRITE)
def update_course(course: str) -> Response | tuple[str, int]:
    """Take the zip for a course that is here."""
    return _uploaded(course)


@bp.get("/write/<slug:course>/import/<uuid:import_id>")
@needs(Permission.COURSE_WRITE)
def update_show(course: str, import_id: UUID) -> str:
    """Show how the files differ from the course."""
    return _show(course, import_id)


@bp.post("/write/<slug:course>/import/<uuid:import_id>")
@needs(Permission.COURSE_WRITE)
def update_take(course: str, import_id: UUID) -> Response | tuple[str, int]:
    """Write the files as drafts of the course."""
    return _taken(course, import_id)


def _upload_page(course: str, form: UploadForm | None = None) -> str:
    if form is None:
        form = UploadForm()
        form.give_id()
    return render_template("authoring/import_form.html", form=form, desk=import_shown.desk_of(current_actor(), course), course=course)


def _uploaded(course: str) -> Response | tuple[str, int]:
    form = UploadForm()
    form.give_id()
    if not form.validate():
        return _upload_page(course, form), 422
    sent = form.packed.data
    try:
        import_id = import_keeping.start(
            actor=current_actor(), form_id=form.made_id(), file_name=sent.filename, data=sent.read(), into=course
        )
    except RuleBroken as broken:
        form.problem("packed", broken.sentence)
        return _upload_page(course, form), 422
    return redirect(_address(course, import_id), 303)


def _address(course: str, import_id: UUID) -> str:
    if course:
        return url_for(".update_show", course=course, import_id=import_id)
    return url_for(".import_show", import_id=import_id)


def _show(course: str, import_id: UUID, form: TakeForm | None = None) -> str:
    shown = import_shown.page(actor=current_actor(), import_id=import_id, into=course, lesson_id=request.args.get("lesson", ""))
    if form is None:
        form = TakeForm()
        if shown.found:
            form.offer(shown.found)
    return render_template("authoring/import_show.html", shown=shown, form=form, course=course, here=_address(course, import_id))


def _taken(course: str, import_id: UUID) -> Response | tuple[str, int]:
    actor, form = current_actor(), TakeForm()
    lying = import_keeping.lying(actor=actor, import_id=import_id, into=course)
    if lying.parcel is None:
        return redirect(_address(course, import_id), 303)
    form.offer(importing.compare(actor=actor, parcel=lying.parcel, into=course))
    if not (form.validate() and form.is_filled()):
        return _show(course, import_id, form), 422
    done = importing.take(
        actor=actor, parcel=lying.parcel, into=course, choice=form.value("choice"), district_code=form.value("district"), seen=form.seen.data
    )
    if done.written:
        flash(ngettext("%(num)d text is written as a draft. Nothing is published yet.", "%(num)d texts are written as drafts. Nothing is published yet.", len(done.written)), "good")
    else:
        flash(_("Nothing was changed: the words on the web stay as they are."), "good")
    return redirect(_address(course, import_id), 303)
