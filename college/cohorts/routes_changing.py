"""Addresses of a student who goes on in another cohort of her district."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import changing, people, service
from college.cohorts.blueprint import bp
from college.cohorts.forms_changing import ChangeCohortForm
from college.core.clock import today
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.pages import day
from college.core.permissions import Permission

bp.add_app_template_global(changing.chain_of, "chain_of")


@bp.get("/cohorts/<uuid:cohort_id>/students/<uuid:person_id>/change-cohort")
@needs(Permission.ENROLLMENT_EDIT)
def change_form(cohort_id: UUID, person_id: UUID) -> str:
    """Ask in which cohort a student goes on."""
    page, form = _page_and_form(cohort_id, person_id)
    form.give_id()
    form.on.process_data(today())
    return render_template("cohorts/change_cohort_form.html", form=form, student=page)


@bp.post("/cohorts/<uuid:cohort_id>/students/<uuid:person_id>/change-cohort")
@needs(Permission.ENROLLMENT_EDIT)
def change(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Let a student go on in another cohort."""
    page, form = _page_and_form(cohort_id, person_id)
    form.give_id()
    if not form.validate():
        return render_template("cohorts/change_cohort_form.html", form=form, student=page), 422
    try:
        done = changing.change_cohort(
            actor=current_actor(),
            cohort_id=cohort_id,
            person_id=person_id,
            to_cohort_id=UUID(form.to.data),
            on_day=form.on.day,
            why=form.why.data,
            form_id=form.made_id(),
        )
    except RuleBroken as broken:
        form.problem("on", broken.sentence)
        return render_template("cohorts/change_cohort_form.html", form=form, student=page), 422
    flash(_("She goes on in this cohort. Her card and what she has learned stay. You can take this back below."), "good")
    return redirect(url_for("cohorts.student", cohort_id=done.to_cohort_id, person_id=person_id, _anchor="chain"), 303)


@bp.post("/cohorts/<uuid:cohort_id>/students/<uuid:person_id>/change-cohort/<uuid:change_id>/back")
@needs(Permission.ENROLLMENT_EDIT)
def change_back(cohort_id: UUID, person_id: UUID, change_id: UUID) -> Response:
    """Put a student back into the cohort that she left."""
    done = changing.take_back(actor=current_actor(), cohort_id=cohort_id, person_id=person_id, change_id=change_id)
    flash(_("She is back in this cohort, as before."), "good")
    return redirect(url_for("cohorts.student", cohort_id=done.from_cohort_id, person_id=person_id, _anchor="chain"), 303)


def _page_and_form(cohort_id: UUID, person_id: UUID) -> tuple[people.StudentPage, ChangeCohortForm]:
    actor = current_actor()
    page = people.student_page(actor, Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    form = ChangeCohortForm()
    form.choose_from({str(each.id): _shown(each) for each in changing.other_cohorts(actor, page.cohort)})
    return page, form


def _shown(cohort: service.Cohort) -> str:
    return _("%(cohort)s (%(first)s to %(last)s)", cohort=cohort.name, first=day(cohort.starts_on), last=day(cohort.ends_on))
