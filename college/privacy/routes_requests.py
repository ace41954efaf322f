"""Addresses of deletions that a coordinator asks for, sees waiting and takes back, and of the copy for relatives."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import service as cohorts
from college.core.clock import today
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import name_masked
from college.core.permissions import Permission
from college.privacy import copying, deletion, requests, rules, words
from college.privacy.blueprint import bp
from college.privacy.forms import CopyForm, EraseForm


@bp.app_context_processor
def numbers_of_deletions() -> dict[str, object]:
    """Give the operator's page of time limits `left_behind`: deletions as numbers."""
    return {"left_behind": requests.left_behind}


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/erase")
@confirmed
@needs(Permission.PERSON_ERASE)
def erase_form(cohort_id: UUID, person_id: UUID) -> str:
    """Say what deleting a student means, and ask who asked for it."""
    return _erase_page(EraseForm(), cohort_id, person_id)


def _erase_page(form: EraseForm, cohort_id: UUID, person_id: UUID) -> str:
    cohort, enrollment, person = cohorts.enrollment_for(
        current_actor(), Permission.PERSON_ERASE, cohort_id, person_id
    )
    cohorts.refuse_moved(cohort, enrollment)
    due = rules.due_on(today())
    return render_template(
        "privacy/erase_form.html",
        form=form,
        cohort=cohort,
        person=person,
        amount=requests.amount_of(person_id),
        due=due,
        gone_on=rules.gone_on(due),
        backups_gone_on=rules.backups_gone_on(due),
    )


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/erase")
@confirmed
@needs(Permission.PERSON_ERASE)
def erase(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Hide a student at once; she is deleted after 14 days."""
    form = EraseForm()
    cohorts.enrollment_for(current_actor(), Permission.PERSON_ERASE, cohort_id, person_id)
    if not form.validate():
        return _erase_page(form, cohort_id, person_id), 422
    deletion.ask_for_her(
        actor=current_actor(), cohort_id=cohort_id, person_id=person_id, way=form.way.data, note=form.note.data
    )
    flash(_("The student is hidden now and will be deleted. Until then you can take it back on this page."), "good")
    return redirect(url_for("privacy.deletions"), 303)


@bp.get("/privacy/requests")
@needs(Permission.PERSON_ERASE)
def deletions() -> str:
    """Show who waits to be deleted in the actor's own cohorts."""
    page = requests.requests_page(
        actor=current_actor(), page=request.args.get("page", 1, type=int), today=today()
    )
    return render_template("privacy/deletions.html", page=page, ways=words.WAYS)


@bp.post("/privacy/requests/<uuid:person_id>/take-back")
@needs(Permission.PERSON_ERASE)
def take_back(person_id: UUID) -> Response:
    """She changed her mind: put everything back, and go on to her page, where she gets a new card."""
    actor = current_actor()
    deletion.take_back(actor=actor, person_id=person_id)
    cohort_id = requests.page_place(actor, person_id)
    flash(_("Everything is as it was before. The old card stays void: please make a new one."), "good")
    if cohort_id is None:
        return redirect(url_for("privacy.deletions"), 303)
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/copy")
@confirmed
@needs(Permission.PERSON_ERASE)
def copy_form(cohort_id: UUID, person_id: UUID) -> str:
    """Ask for whom the copy is."""
    return _copy_page(CopyForm(), cohort_id, person_id)


def _copy_page(form: CopyForm, cohort_id: UUID, person_id: UUID) -> str:
    cohort, person = requests.copied_person(actor=current_actor(), cohort_id=cohort_id, person_id=person_id)
    is_hidden = person.hidden_at is not None
    name = name_masked(person.name) if is_hidden else person.name
    place = {"cohort": cohort, "person_id": person_id, "name": name, "is_hidden": is_hidden}
    return render_template("privacy/copy_form.html", form=form, **place)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/copy")
@confirmed
@needs(Permission.PERSON_ERASE)
def copy(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Give the copy for the relatives of somebody who has died."""
    form = CopyForm()
    requests.copied_person(actor=current_actor(), cohort_id=cohort_id, person_id=person_id)
    if not form.validate():
        return _copy_page(form, cohort_id, person_id), 422
    made = copying.copy_for_relatives(
        actor=current_actor(),
        cohort_id=cohort_id,
        person_id=person_id,
        kind=form.kind.data,
        reason=form.reason.data,
    )
    return made.answer()
