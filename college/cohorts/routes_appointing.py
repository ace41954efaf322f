"""Addresses under which coordinators see who works in their districts, and give and end roles there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import appointing
from college.cohorts.blueprint import bp
from college.cohorts.ending import Ending
from college.cohorts.forms_appoint import AppointForm
from college.cohorts.staff_rows import ROLE_NAMES
from college.core.errors import NotFound, RuleBroken
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission, Role

#: Under this name the role that was ended last waits to be given again, on this browser alone.
ENDED = "ended_role"


@bp.get("/district-staff")
@needs(Permission.ROLE_GIVE)
def appoint_index() -> str | Response:
    """Show who works in her districts and cohorts; operators have their own list of all staff."""
    if current_actor().reach(Permission.STAFF_MANAGE):
        return redirect(url_for("cohorts.staff_index"), 303)
    words = request.args.get("q", "").strip()
    return render_template(
        "cohorts/appoint_index.html",
        staff=appointing.staff_here(actor=current_actor(), words=words, page=request.args.get("page", 1, type=int)),
        words=words,
        role_names=ROLE_NAMES,
        ended=session.pop(ENDED, None),
        me=current_actor().person_id,
    )


@bp.get("/district-staff/new")
@confirmed
@needs(Permission.ROLE_GIVE)
def appoint_form() -> str:
    """Show the form of a role."""
    return render_template("cohorts/appoint_form.html", form=_form())


@bp.post("/district-staff/new")
@confirmed
@needs(Permission.ROLE_GIVE)
def appoint() -> Response | tuple[str, int]:
    """Give a role."""
    form = _form()
    if form.validate():
        try:
            row = _appoint(form)
        except appointing.NobodyToAppoint as nobody:
            form.problem("login", nobody.sentence)
        except RuleBroken as broken:
            form.problem("to_on", broken.sentence)
        else:
            flash(_("%(name)s has the role now.", name=row.person.name), "good")
            return redirect(url_for("cohorts.appoint_index"), 303)
    return render_template("cohorts/appoint_form.html", form=form), 422


@bp.get("/district-staff/roles/<uuid:grant_id>/end")
@confirmed
@needs(Permission.ROLE_GIVE)
def appoint_end_form(grant_id: UUID) -> str:
    """Say what the end of a role means before it is done."""
    found = appointing.ending_role(actor=current_actor(), grant_id=grant_id)
    return _asked_first(found, url_for("cohorts.appoint_end", grant_id=grant_id))


@bp.post("/district-staff/roles/<uuid:grant_id>/end")
@confirmed
@needs(Permission.ROLE_GIVE)
def appoint_end(grant_id: UUID) -> Response:
    """End a role."""
    return _after_end(appointing.end_role(actor=current_actor(), grant_id=grant_id))


@bp.get("/district-staff/posts/<uuid:person_id>/<slug:district_code>/<slug:role>/end")
@confirmed
@needs(Permission.ROLE_GIVE)
def appoint_post_end_form(person_id: UUID, district_code: str, role: str) -> str:
    """Say what the end of a post means before it is done."""
    post = {"person_id": person_id, "district_code": district_code}
    found = appointing.ending_post(actor=current_actor(), role=_post_role(role), **post)
    return _asked_first(found, url_for("cohorts.appoint_post_end", role=role, **post))


@bp.post("/district-staff/posts/<uuid:person_id>/<slug:district_code>/<slug:role>/end")
@confirmed
@needs(Permission.ROLE_GIVE)
def appoint_post_end(person_id: UUID, district_code: str, role: str) -> Response:
    """End a post."""
    given = appointing.end_post(
        actor=current_actor(), person_id=person_id, role=_post_role(role), district_code=district_code
    )
    return _after_end(given)


def _asked_first(found: Ending, url: str) -> str:
    back = url_for("cohorts.appoint_index")
    return render_template("cohorts/role_end_form.html", ending=found, url=url, back=back, back_text=_("Back to who works here"))


def _post_role(text: str) -> Role:
    if text not in {each.value for each in appointing.POSTS}:
        raise NotFound
    return Role(text)


def _form() -> AppointForm:
    form = AppointForm()
    form.choose_from(appointing.places(current_actor()))
    return form


def _appoint(form: AppointForm) -> appointing.StaffRow:
    return appointing.appoint(
        actor=current_actor(),
        login=form.login.data,
        role=form.chosen_role(),
        place_key=form.place.data,
        from_on=form.from_on.day,
        to_on=form.to_on.day,
    )


def _after_end(given: appointing.Given) -> Response:
    session[ENDED] = {
        "name": given.name,
        "form": {
            "login": given.login,
            "role": given.role.value,
            "place": given.place_key,
            "to_on": _written(given.to_on),
        },
    }
    flash(_("The role has ended. You can give it again."), "good")
    return redirect(url_for("cohorts.appoint_index"), 303)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
