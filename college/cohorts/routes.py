"""Addresses of cohorts: the list, one cohort, making, changing and archiving it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import editing, routes_appointing, routes_cards, routes_changing, routes_finding, routes_handover, routes_imports, routes_people, routes_seats, routes_staff, routes_transfers, service, views
from college.cohorts import routes_exporting, routes_imports_modes, routes_parts  # noqa: F401 - their addresses
from college.cohorts.blueprint import bp
from college.cohorts.course_choice import course_choices
from college.cohorts.forms import CohortForm, NewCohortForm, PlainForm
from college.core.errors import NotFound
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission, Role

#: Importing the other modules of addresses is what adds them to the blueprint.
MODULES = (routes_appointing, routes_cards, routes_changing, routes_finding, routes_handover, routes_imports, routes_people, routes_seats, routes_staff, routes_transfers)

__all__ = ["MODULES", "bp"]


@bp.get("/cohorts")
@needs(Permission.COHORT_VIEW)
def index() -> str:
    """Show the cohorts that she may see, archived ones apart."""
    rows = views.cohort_rows(current_actor())
    return render_template(
        "cohorts/index.html",
        living=[row for row in rows if row.cohort.archived_at is None],
        archived=[row for row in rows if row.cohort.archived_at is not None],
        may_make=bool(editing.own_districts(current_actor())),
    )


@bp.get("/cohorts/new")
@confirmed
@needs(Permission.COHORT_EDIT)
def new_form() -> str:
    """Show the form of a new cohort."""
    form = _new_form()
    form.give_id()
    return render_template("cohorts/new_form.html", form=form)


@bp.post("/cohorts/new")
@confirmed
@needs(Permission.COHORT_EDIT)
def create() -> Response | tuple[str, int]:
    """Make a cohort."""
    form = _new_form()
    form.read_order(request.form)
    if not form.validate():
        form.give_id()
        return render_template("cohorts/new_form.html", form=form), 422
    cohort = editing.create_cohort(
        actor=current_actor(),
        cohort_id=form.made_id(),
        district_code=form.district.data,
        details=form.details(),
    )
    flash(_("The cohort “%(name)s” is there. Now add its students.", name=cohort.name), "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)


@bp.get("/cohorts/<uuid:cohort_id>")
@needs(Permission.COHORT_VIEW)
def show(cohort_id: UUID) -> str:
    """Show one cohort: what it follows, who teaches it, who is in it."""
    actor = current_actor()
    cohort = service.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    words = request.args.get("q", "").strip()
    return render_template(
        "cohorts/show.html",
        cohort=cohort,
        facts=views.cohort_facts(cohort, language()),
        people=views.people_page(cohort, words, request.args.get("page", 1, type=int)),
        words=words,
        may=views.allowed(actor, service.scope_of(cohort)),
    )


@bp.get("/cohorts/<uuid:cohort_id>/edit")
@confirmed
@needs(Permission.COHORT_EDIT)
def edit_form(cohort_id: UUID) -> str:
    """Show the form with what a cohort is now."""
    cohort = service.cohort_for(current_actor(), Permission.COHORT_EDIT, cohort_id)
    service.refuse_archived(cohort)
    form = CohortForm(obj=cohort)
    _choose(form, [cohort.district_code], cohort)
    team = {role: [person.id for person in editing.team_of(cohort, role)] for role in editing.TEAM}
    form.show_choices(service.cohort_courses(cohort_id), team)
    return render_template("cohorts/edit_form.html", form=form, cohort=cohort)


@bp.post("/cohorts/<uuid:cohort_id>/edit")
@confirmed
@needs(Permission.COHORT_EDIT)
def edit(cohort_id: UUID) -> Response | tuple[str, int]:
    """Change a cohort."""
    cohort = service.cohort_for(current_actor(), Permission.COHORT_EDIT, cohort_id)
    form = CohortForm()
    _choose(form, [cohort.district_code], cohort)
    form.read_order(request.form)
    if not form.validate():
        return render_template("cohorts/edit_form.html", form=form, cohort=cohort), 422
    editing.edit_cohort(actor=current_actor(), cohort_id=cohort_id, details=form.details())
    flash(_("The cohort is saved."), "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@bp.get("/cohorts/<uuid:cohort_id>/archive")
@needs(Permission.COHORT_EDIT)
def archive_form(cohort_id: UUID) -> str:
    """Say what archiving a cohort means before it is done."""
    cohort = service.cohort_for(current_actor(), Permission.COHORT_EDIT, cohort_id)
    return render_template("cohorts/archive_form.html", cohort=cohort, form=PlainForm())


@bp.post("/cohorts/<uuid:cohort_id>/archive")
@needs(Permission.COHORT_EDIT)
def archive(cohort_id: UUID) -> Response:
    """Put a cohort into the archive."""
    cohort = editing.archive_cohort(actor=current_actor(), cohort_id=cohort_id)
    flash(_("“%(name)s” is in the archive now. You can take it out again at any time.", name=cohort.name), "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@bp.post("/cohorts/<uuid:cohort_id>/unarchive")
@needs(Permission.COHORT_EDIT)
def unarchive(cohort_id: UUID) -> Response:
    """Take a cohort out of the archive."""
    cohort = editing.unarchive_cohort(actor=current_actor(), cohort_id=cohort_id)
    flash(_("“%(name)s” is out of the archive again.", name=cohort.name), "good")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


def _new_form() -> NewCohortForm:
    districts = editing.own_districts(current_actor())
    if not districts:
        raise NotFound
    form = NewCohortForm()
    form.choose_district({district.code: district.name for district in districts})
    _choose(form, [district.code for district in districts], None)
    return form


def _choose(form: CohortForm, district_codes: list[str], cohort: service.Cohort | None) -> None:
    kept = service.cohort_courses(cohort.id) if cohort else ()
    form.choose_from(
        courses=course_choices(district_codes, language(), kept),
        team={role: _names(role, district_codes, cohort) for role in (Role.LECTURER, Role.HELPER)},
    )


def _names(role: Role, district_codes: list[str], cohort: service.Cohort | None) -> dict[str, str]:
    return {str(person.id): person.name for person in editing.choosable(role, district_codes, cohort)}
