"""Signing in as a member of staff, and setting a password through a one-time link."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from college.accounts import second_factor, second_step, service, sessions
from college.accounts.arriving import device_name, show_as_hers
from college.accounts.blueprint import bp
from college.accounts.forms import CodeForm, FirstPasswordForm, PasswordForm, SignInForm
from college.accounts.first_operator import NAMELESS
from college.accounts.rules_second_factor import FEW_LEFT
from college.core.days import plain
from college.core.errors import NotFound, RuleBroken
from college.core.guard import current_actor, public
from college.core.web import back_to


@bp.get("/staff/sign-in")
@public
def sign_in() -> str:
    """Show the form for staff, and say so when an hour without a press signed her out."""
    was_idle, was_ended = sessions.was_idle(), sessions.was_ended()
    if was_ended:
        sessions.forget_ended()
    return render_template(
        "accounts/sign_in.html",
        form=SignInForm(),
        target=request.args.get("next", ""),
        was_idle=was_idle,
        was_ended=was_ended,
    )


@bp.post("/staff/sign-in")
@public
def sign_in_action() -> Response | tuple[str, int]:
    """Sign a member of staff in and take her where she wanted to go, past the code of her second factor."""
    form, target, chosen = SignInForm(), request.form.get("next", ""), session.get("display", {})
    if form.validate():
        try:
            person = service.sign_in_with_password(
                login=form.login.data, password=form.password.data, device=device_name()
            )
        except RuleBroken as broken:
            form.problem("password", broken.sentence)
        else:
            return _go_on(person, target, chosen)
    return render_template("accounts/sign_in.html", form=form, target=target), 422


@bp.get("/staff/second-factor")
@public
def second_step_form() -> str | Response:
    """Ask for the code of her second factor, after the right password."""
    target = request.args.get("next", "")
    if not second_step.waits_for_code():
        return redirect(url_for("accounts.sign_in", next=target or None), 303)
    return render_template("accounts/second_step_form.html", form=CodeForm(), target=target)


@bp.post("/staff/second-factor")
@public
def second_step_check() -> Response | tuple[str, int]:
    """Sign her in with the code, or ask once more."""
    form, target, chosen = CodeForm(), request.form.get("next", ""), session.get("display", {})
    try:
        if form.validate():
            person = second_step.sign_in_with_code(code=form.code.data, device=device_name())
            _say_when_few_are_left(person)
            return show_as_hers(back_to(target, url_for("home.index")), person, chosen)
    except NotFound:
        flash(_("That took more than ten minutes. Please type your password once more."), "care")
        return redirect(url_for("accounts.sign_in", next=target or None), 303)
    except RuleBroken as broken:
        form.problem("code", broken.sentence)
    return render_template("accounts/second_step_form.html", form=form, target=target), 422


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
    return render_template("accounts/password.html", form=_password_form(person), person=person, login=service.login_of(person.id))


@bp.post("/staff/password")
@public
def password_action() -> Response | tuple[str, int]:
    """Set the new password and sign her in."""
    chosen = session.get("display", {})
    try:
        person = service.person_of_link(_link_in_hand())
        form = _password_form(person)
        if form.validate():
            signed_in = service.set_password(
                one_time_id=_link_in_hand(), password=form.password.data, device=device_name(), name=_said_name(form)
            )
            flash(_("Your password is set. You are signed in.") if signed_in else _("Your password is set."), "good")
            return _go_on(signed_in, "", chosen)
    except NotFound:
        return render_template("accounts/link_dead.html"), 404
    except RuleBroken as broken:
        form.problem("password", broken.sentence)
    page = render_template("accounts/password.html", form=form, person=person, login=service.login_of(person.id))
    return page, 422


def _password_form(person: service.Person) -> PasswordForm:
    """Ask the first operator for her name too, whose account was made before anybody knew it."""
    return FirstPasswordForm() if person.name == NAMELESS else PasswordForm()


def _said_name(form: PasswordForm) -> str:
    return " ".join(plain(form.name.data).split()) if isinstance(form, FirstPasswordForm) else ""


def _go_on(person: service.Person | None, target: str, chosen: dict[str, str]) -> Response:
    """Lead on after a right password: to the code that is to follow, to setting one up, or where she wanted to go."""
    if person is None:
        return redirect(url_for("accounts.second_step_form", next=target or None), 303)
    if service.lacks_second_factor(current_actor()):
        response = redirect(url_for("accounts.second_factor_new_form"), 303)
    else:
        response = back_to(target, url_for("home.index"))
    return show_as_hers(response, person, chosen)


def _say_when_few_are_left(person: service.Person) -> None:
    left = second_factor.recovery_codes_left(person.id)
    if left <= FEW_LEFT:
        flash(
            ngettext(
                "You have %(num)d recovery code left. Make new ones on the page “Signing in and devices”.",
                "You have %(num)d recovery codes left. Make new ones on the page “Signing in and devices”.",
                left,
            ),
            "care",
        )


def _link_in_hand() -> UUID | None:
    return UUID(session["password_link"]) if "password_link" in session else None
