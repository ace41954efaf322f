"""Signing in as a member of staff, and setting a password through a one-time link."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from college.accounts import service
from college.accounts.arriving import device_name, show_as_hers
from college.accounts.blueprint import bp
from college.accounts.forms import PasswordForm, SignInForm
from college.core.errors import NotFound, RuleBroken
from college.core.guard import public
from college.core.web import back_to


@bp.get("/staff/sign-in")
@public
def sign_in() -> str:
    """Show the form for staff."""
    return render_template("accounts/sign_in.html", form=SignInForm(), target=request.args.get("next", ""))


@bp.post("/staff/sign-in")
@public
def sign_in_action() -> Response | tuple[str, int]:
    """Sign a member of staff in and take her where she wanted to go."""
    form, target, chosen = SignInForm(), request.form.get("next", ""), session.get("display", {})
    if form.validate():
        try:
            person = service.sign_in_with_password(
                login=form.login.data, password=form.password.data, device=device_name()
            )
        except RuleBroken as broken:
            form.problem("password", broken.sentence)
        else:
            return show_as_hers(back_to(target, url_for("home.index")), person, chosen)
    return render_template("accounts/sign_in.html", form=form, target=target), 422


@bp.get("/p/<token>")
@public
def password_link(token: str) -> Response | tuple[str, int]:
    """Open a one-time link: keep which one, and go on at an address without its secret."""
    try:
        session["password_link"] = service.link_id(token).hex
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    return redirect(url_for("accounts.password"), 303)


@bp.get("/staff/password")
@public
def password() -> str | tuple[str, int]:
    """Show the form for a new password."""
    try:
        person = service.person_of_link(_link_in_hand())
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    return render_template("accounts/password.html", form=PasswordForm(), person=person, login=service.login_of(person.id))


@bp.post("/staff/password")
@public
def password_action() -> Response | tuple[str, int]:
    """Set the new password and sign her in."""
    form = PasswordForm()
    try:
        person = service.person_of_link(_link_in_hand())
        if form.validate():
            service.set_password(one_time_id=_link_in_hand(), password=form.password.data, device=device_name())
            flash(_("Your password is set. You are signed in."), "good")
            return redirect(url_for("home.index"), 303)
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    except RuleBroken as broken:
        form.problem("password", broken.sentence)
    page = render_template("accounts/password.html", form=form, person=person, login=service.login_of(person.id))
    return page, 422


def _link_in_hand() -> UUID | None:
    return UUID(session["password_link"]) if "password_link" in session else None
