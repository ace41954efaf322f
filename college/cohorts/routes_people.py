"""Addresses of the students of one cohort: adding one, her page, changing, ending, the whole number once."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import people, service, views
from college.cohorts.blueprint import bp
from college.cohorts.forms import EditStudentForm, PlainForm, ReasonForm, StudentForm
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission


@bp.get("/cohorts/<uuid:cohort_id>/people/new")
@needs(Permission.ENROLLMENT_EDIT)
def add_form(cohort_id: UUID) -> str:
    """Show the form of one new student."""
    cohort = service.cohort_for(current_actor(), Permission.ENROLLMENT_EDIT, cohort_id)
    service.refuse_archived(cohort)
    form = StudentForm()
    form.give_id()
    return render_template("cohorts/add_form.html", form=form, cohort=cohort, known=[])


@bp.post("/cohorts/<uuid:cohort_id>/people/new")
@needs(Permission.ENROLLMENT_EDIT)
def add(cohort_id: UUID) -> Response | tuple[str, int]:
    """Add one student, or ask whether she is somebody known."""
    cohort = service.cohort_for(current_actor(), Permission.ENROLLMENT_EDIT, cohort_id)
    form = StudentForm()
    form.give_id()
    if not form.validate():
        return render_template("cohorts/add_form.html", form=form, cohort=cohort, known=[]), 422
    try:
        added = people.add_student(
            actor=current_actor(),
            cohort_id=cohort_id,
            form_id=form.made_id(),
            name=form.name.data,
            phone=form.phone.number,
            age_band=form.age_band.data or None,
            answer=form.same.data or None,
        )
    except people.IsItTheSame as question:
        return render_template("cohorts/add_form.html", form=form, cohort=cohort, known=question.known), 422
    flash(_say_added(added), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=added.person.id), 303)


def _say_added(added: people.Added) -> str:
    if added.was_here:
        return _("%(name)s is in this cohort already.", name=added.person.name)
    return _("%(name)s is in the cohort. Next, print the card.", name=added.person.name)


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>")
@needs(Permission.COHORT_VIEW)
def student(cohort_id: UUID, person_id: UUID) -> str:
    """Show one student of a cohort."""
    return _student_page(cohort_id, person_id)


def _student_page(cohort_id: UUID, person_id: UUID, whole_phone: str = "") -> str:
    actor = current_actor()
    page = people.student_page(actor, Permission.COHORT_VIEW, cohort_id, person_id)
    may = views.allowed(actor, service.scope_of(page.cohort))
    return render_template("cohorts/student.html", student=page, may=may, whole_phone=whole_phone)


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/phone")
@confirmed
@needs(Permission.PHONE_UNMASK)
def unmask_form(cohort_id: UUID, person_id: UUID) -> str:
    """Ask why the whole number is needed."""
    page = people.student_page(current_actor(), Permission.PHONE_UNMASK, cohort_id, person_id)
    return render_template("cohorts/unmask_form.html", form=ReasonForm(), student=page)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/phone")
@confirmed
@needs(Permission.PHONE_UNMASK)
def unmask(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Show the whole number on this one answer; it is kept nowhere, not even by the browser."""
    form = ReasonForm()
    if not form.validate():
        page = people.student_page(current_actor(), Permission.PHONE_UNMASK, cohort_id, person_id)
        return render_template("cohorts/unmask_form.html", form=form, student=page), 422
    phone = people.unmask_phone(
        actor=current_actor(), cohort_id=cohort_id, person_id=person_id, reason=form.reason.data
    )
    return _student_page(cohort_id, person_id, whole_phone=phone), 200, {"Cache-Control": "no-store"}


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/edit")
@needs(Permission.ENROLLMENT_EDIT)
def student_edit_form(cohort_id: UUID, person_id: UUID) -> str:
    """Show the form with what is kept about a student."""
    page = people.student_page(current_actor(), Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    form = EditStudentForm(data={"name": page.person.name, "age_band": page.person.age_band or ""})
    form.offer(page.person.phone_masked)
    return render_template("cohorts/student_edit_form.html", form=form, student=page)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/edit")
@needs(Permission.ENROLLMENT_EDIT)
def student_edit(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Change what is kept about a student."""
    page = people.student_page(current_actor(), Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    form = EditStudentForm()
    form.offer(page.person.phone_masked)
    if not form.validate():
        return render_template("cohorts/student_edit_form.html", form=form, student=page), 422
    people.edit_student(
        actor=current_actor(),
        cohort_id=cohort_id,
        person_id=person_id,
        name=form.name.data,
        phone=form.new_phone(),
        age_band=form.age_band.data or None,
    )
    flash(_("The changes are saved."), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/end")
@needs(Permission.ENROLLMENT_EDIT)
def end_form(cohort_id: UUID, person_id: UUID) -> str:
    """Say what ending an enrollment means before it is done."""
    page = people.student_page(current_actor(), Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    return render_template("cohorts/end_form.html", form=PlainForm(), student=page)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/end")
@needs(Permission.ENROLLMENT_EDIT)
def end(cohort_id: UUID, person_id: UUID) -> Response:
    """End an enrollment."""
    service.end_enrollment(actor=current_actor(), cohort_id=cohort_id, person_id=person_id)
    flash(_("The enrollment has ended. You can take this back on this page."), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/restore")
@needs(Permission.ENROLLMENT_EDIT)
def restore(cohort_id: UUID, person_id: UUID) -> Response:
    """Take the end of an enrollment back."""
    service.restore_enrollment(actor=current_actor(), cohort_id=cohort_id, person_id=person_id)
    flash(_("The enrollment goes on as before."), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)
