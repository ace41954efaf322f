"""A helper's address: at which step a student of her cohort needs help."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from college.cohorts import service as cohorts
from college.core.db import new_id
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.questions import helping
from college.questions.blueprint import bp
from college.questions.forms import HelpForm


@bp.get("/desk/help-calls/<uuid:cohort_id>/<uuid:person_id>")
@needs(Permission.HELP_CALL)
def help_form(cohort_id: UUID, person_id: UUID) -> str:
    """Ask at which step she needs help."""
    return _page(_beside(cohort_id, person_id), HelpForm(formdata=None, client_id=new_id()))


@bp.post("/desk/help-calls/<uuid:cohort_id>/<uuid:person_id>")
@needs(Permission.HELP_CALL)
def help_for(cohort_id: UUID, person_id: UUID) -> Any:
    """Keep a call for help for a student."""
    found, form = _beside(cohort_id, person_id), HelpForm()
    form.choose_from(found.steps)
    if not form.validate():
        return _page(found, form), 422
    course_id, step_id = form.step.data.split("/")
    helping.call_for(
        actor=current_actor(),
        cohort_id=cohort_id,
        person_id=person_id,
        client_id=form.id(),
        course_id=course_id,
        step_id=step_id,
    )
    flash(_("Kept. The lecturers see that %(name)s needs help at this step.", name=found.person.name), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


@bp.app_template_global("may_call_help")
def may_call_help(cohort: cohorts.Cohort) -> bool:
    """Say whether this reader calls for help for the students of a cohort."""
    return current_actor().reach(Permission.HELP_CALL).covers(cohorts.scope_of(cohort))


def _beside(cohort_id: UUID, person_id: UUID) -> helping.Beside:
    return helping.beside(actor=current_actor(), cohort_id=cohort_id, person_id=person_id, lang=language())


def _page(found: helping.Beside, form: HelpForm) -> str:
    form.choose_from(found.steps)
    return render_template("questions/help_form.html", found=found, form=form)
