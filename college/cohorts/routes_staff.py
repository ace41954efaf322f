"""Addresses of staff accounts, for operators: the list, a new one, roles, password links, closing and opening."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import service, staff
from college.cohorts.blueprint import bp
from college.cohorts.ending import Ending
from college.cohorts.forms import PlainForm
from college.cohorts.forms_staff import MoreRoleForm, StaffForm
from college.core.errors import NotFound, RuleBroken
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission, Role


@bp.get("/staff")
@needs(Permission.STAFF_MANAGE)
def staff_index() -> str:
    """Show everybody who works for the college, a page at a time."""
    words = request.args.get("q", "").strip()
    found = staff.staff_rows(actor=current_actor(), words=words, page=request.args.get("page", 1, type=int))
    return render_template("cohorts/staff_index.html", staff=found, words=words, role_names=staff.ROLE_NAMES)


@bp.get("/staff/new")
@confirmed
@needs(Permission.STAFF_MANAGE)
def staff_new_form() -> str:
    """Show the form of a new account."""
    form = StaffForm()
    form.choose_from(service.district_names())
    form.give_id()
    return render_template("cohorts/staff_new_form.html", form=form)


@bp.post("/staff/new")
@confirmed
@needs(Permission.STAFF_MANAGE)
def staff_create() -> Response | tuple[str, int]:
    """Make an account."""
    form = StaffForm()
    form.choose_from(service.district_names())
    form.give_id()
    if form.validate():
        try:
            person = staff.create_staff(
                actor=current_actor(),
                form_id=form.made_id(),
                name=form.name.data,
                login=form.login.data,
                role=form.chosen_role(),
                district_code=form.district.data or None,
            )
        except RuleBroken as broken:
            form.problem("login", broken.sentence)
        else:
            flash(_("The account is there. Now make a link for setting its password."), "good")
            return redirect(url_for("cohorts.staff_show", person_id=person.id), 303)
    return render_template("cohorts/staff_new_form.html", form=form), 422


@bp.get("/staff/<uuid:person_id>")
@needs(Permission.STAFF_MANAGE)
def staff_show(person_id: UUID) -> str:
    """Show one member of staff."""
    return _staff_page(person_id)


@bp.post("/staff/<uuid:person_id>/password-link")
@confirmed
@needs(Permission.STAFF_MANAGE)
def staff_password_link(person_id: UUID) -> tuple[str, int, dict[str, str]]:
    """Make a link and show it on this one answer only."""
    link = staff.password_link(actor=current_actor(), person_id=person_id)
    return _staff_page(person_id, link=link), 200, {"Cache-Control": "no-store"}


@bp.get("/staff/<uuid:person_id>/roles/new")
@confirmed
@needs(Permission.STAFF_MANAGE)
def role_form(person_id: UUID) -> str:
    """Show the form of one more role."""
    row, form = staff.staff_row(actor=current_actor(), person_id=person_id), MoreRoleForm()
    form.choose_from(service.district_names())
    return render_template("cohorts/role_form.html", form=form, row=row)


@bp.post("/staff/<uuid:person_id>/roles/new")
@confirmed
@needs(Permission.STAFF_MANAGE)
def role_give(person_id: UUID) -> Response | tuple[str, int]:
    """Give a role."""
    row, form = staff.staff_row(actor=current_actor(), person_id=person_id), MoreRoleForm()
    form.choose_from(service.district_names())
    if not form.validate():
        return render_template("cohorts/role_form.html", form=form, row=row), 422
    try:
        staff.give_role(
            actor=current_actor(),
            person_id=person_id,
            role=form.chosen_role(),
            district_code=form.district.data or None,
            from_on=form.from_on.day,
            to_on=form.to_on.day,
        )
    except RuleBroken as broken:
        form.problem("to_on", broken.sentence)
        return render_template("cohorts/role_form.html", form=form, row=row), 422
    flash(_("The role is given."), "good")
    return redirect(url_for("cohorts.staff_show", person_id=person_id), 303)


@bp.get("/staff/<uuid:person_id>/roles/<uuid:grant_id>/end")
@confirmed
@needs(Permission.STAFF_MANAGE)
def role_end_form(person_id: UUID, grant_id: UUID) -> str:
    """Say what the end of a role means before it is done."""
    found = staff.ending_role(actor=current_actor(), person_id=person_id, grant_id=grant_id)
    return _asked_first(found, person_id, url_for("cohorts.role_end", person_id=person_id, grant_id=grant_id))


@bp.post("/staff/<uuid:person_id>/roles/<uuid:grant_id>/end")
@confirmed
@needs(Permission.STAFF_MANAGE)
def role_end(person_id: UUID, grant_id: UUID) -> Response:
    """End a role."""
    staff.end_role(actor=current_actor(), person_id=person_id, grant_id=grant_id)
    flash(_("The role has ended. You can give it again."), "good")
    return redirect(url_for("cohorts.staff_show", person_id=person_id), 303)


@bp.get("/staff/<uuid:person_id>/posts/<slug:district_code>/<slug:role>/end")
@confirmed
@needs(Permission.STAFF_MANAGE)
def post_end_form(person_id: UUID, district_code: str, role: str) -> str:
    """Say what the end of a post means before it is done."""
    post = {"person_id": person_id, "district_code": district_code}
    found = staff.ending_post(actor=current_actor(), role=_post_role(role), **post)
    return _asked_first(found, person_id, url_for("cohorts.post_end", role=role, **post))


@bp.post("/staff/<uuid:person_id>/posts/<slug:district_code>/<slug:role>/end")
@confirmed
@needs(Permission.STAFF_MANAGE)
def post_end(person_id: UUID, district_code: str, role: str) -> Response:
    """End a post."""
    staff.end_post(
        actor=current_actor(), person_id=person_id, role=_post_role(role), district_code=district_code
    )
    flash(_("The role has ended. You can give it again."), "good")
    return redirect(url_for("cohorts.staff_show", person_id=person_id), 303)


@bp.get("/staff/<uuid:person_id>/close")
@confirmed
@needs(Permission.STAFF_MANAGE)
def staff_close_form(person_id: UUID) -> str:
    """Say what closing an account means before it is done."""
    row = staff.staff_row(actor=current_actor(), person_id=person_id)
    return render_template("cohorts/staff_close_form.html", row=row, form=PlainForm())


@bp.post("/staff/<uuid:person_id>/close")
@confirmed
@needs(Permission.STAFF_MANAGE)
def staff_close(person_id: UUID) -> Response:
    """Close an account."""
    staff.close_account(actor=current_actor(), person_id=person_id)
    flash(_("The account is closed, and its person is signed out everywhere. You can open it again."), "good")
    return redirect(url_for("cohorts.staff_show", person_id=person_id), 303)


@bp.post("/staff/<uuid:person_id>/open")
@confirmed
@needs(Permission.STAFF_MANAGE)
def staff_open(person_id: UUID) -> Response:
    """Open a closed account again."""
    staff.open_account(actor=current_actor(), person_id=person_id)
    flash(_("The account is open again."), "good")
    return redirect(url_for("cohorts.staff_show", person_id=person_id), 303)


@bp.get("/staff/<uuid:person_id>/second-factor/reset")
@confirmed
@needs(Permission.STAFF_MANAGE)
def second_factor_reset_form(person_id: UUID) -> str:
    """Say what resetting a second factor means before it is done."""
    row = staff.staff_row(actor=current_actor(), person_id=person_id)
    return render_template("cohorts/second_factor_reset_form.html", row=row, form=PlainForm())


@bp.post("/staff/<uuid:person_id>/second-factor/reset")
@confirmed
@needs(Permission.STAFF_MANAGE)
def second_factor_reset(person_id: UUID) -> Response:
    """Take a second factor away whose phone is lost."""
    staff.reset_second_factor(actor=current_actor(), person_id=person_id)
    flash(_("The second factor is taken away, and its person is signed out everywhere."), "good")
    return redirect(url_for("cohorts.staff_show", person_id=person_id), 303)


def _staff_page(person_id: UUID, link: str = "") -> str:
    row = staff.staff_row(actor=current_actor(), person_id=person_id)
    is_me = current_actor().person_id == person_id
    return render_template(
        "cohorts/staff_show.html", row=row, link=link, is_me=is_me, role_names=staff.ROLE_NAMES
    )


def _asked_first(found: Ending, person_id: UUID, url: str) -> str:
    back = url_for("cohorts.staff_show", person_id=person_id)
    text = _("Back to %(name)s", name=found.name)
    return render_template("cohorts/role_end_form.html", ending=found, url=url, back=back, back_text=text)


def _post_role(text: str) -> Role:
    for role in staff.POSTS:
        if role.value == text:
            return role
    raise NotFound
