"""Setting up a second factor, making new recovery codes, and taking it away: each only just after a confirmation."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts import second_factor, service
from college.accounts.blueprint import bp
from college.accounts.forms import FirstCodeForm
from college.accounts.rules_second_factor import in_groups
from college.core.errors import NotFound, RuleBroken
from college.core.forms import Form
from college.core.guard import confirmed, current_actor, signed_in


@bp.get("/second-factor/new")
@confirmed
@signed_in
def second_factor_new_form() -> str | tuple[str, int]:
    """Show the square pattern and the secret, and ask for a first code."""
    return _new_page(FirstCodeForm())


@bp.post("/second-factor/new")
@confirmed
@signed_in
def second_factor_new() -> str | Response | tuple[str, int]:
    """Let the second factor guard the account, and show the recovery codes on this answer only."""
    form = FirstCodeForm()
    if not form.validate():
        return _new_page(form), 422
    is_change = second_factor.has_second_factor(current_user.person.id)
    try:
        codes = second_factor.set_up(actor=current_actor(), code=form.code.data)
    except NotFound:
        return _set_up_before()
    except RuleBroken as broken:
        form.problem("code", broken.sentence)
        return _new_page(form), 422
    return render_template("accounts/recovery_codes.html", codes=codes, is_first=not is_change, is_set_up=True)


@bp.get("/second-factor/codes")
@confirmed
@signed_in
def recovery_codes_form() -> str:
    """Say what new recovery codes mean before they are made."""
    _login()
    left = second_factor.recovery_codes_left(current_user.person.id)
    return render_template("accounts/recovery_codes_form.html", left=left, form=Form())


@bp.post("/second-factor/codes")
@confirmed
@signed_in
def recovery_codes() -> str:
    """Make ten new recovery codes and show them on this answer only; the earlier ones are void."""
    codes = second_factor.new_recovery_codes(actor=current_actor())
    return render_template("accounts/recovery_codes.html", codes=codes, is_first=False, is_set_up=False)


@bp.get("/second-factor/remove")
@confirmed
@signed_in
def second_factor_remove_form() -> str:
    """Say what taking the second factor away means before it is done."""
    _login()
    return render_template("accounts/second_factor_remove_form.html", form=Form())


@bp.post("/second-factor/remove")
@confirmed
@signed_in
def second_factor_remove() -> Response:
    """Take it away."""
    second_factor.take_away(actor=current_actor())
    flash(_("Your second factor is taken away. Your password alone opens this account now."), "good")
    return redirect(url_for("accounts.devices"), 303)


def _set_up_before() -> Response:
    """Say what became of a form that was sent twice, as by loading the page of the recovery codes again."""
    if not second_factor.has_second_factor(current_user.person.id):
        return redirect(url_for("accounts.second_factor_new_form"), 303)
    flash(_("Your second factor is set up. Recovery codes are shown only once: if you did not keep them, make new ones."), "care")
    return redirect(url_for("accounts.devices"), 303)


def _new_page(form: FirstCodeForm) -> str:
    login, secret = _login(), second_factor.pending_secret()
    return render_template(
        "accounts/second_factor_new_form.html",
        form=form,
        picture=second_factor.picture_of(secret, login),
        secret=in_groups(secret, " "),
        is_change=second_factor.has_second_factor(current_user.person.id),
    )


def _login() -> str:
    """Give her login name. Raises `NotFound` for who has none: a student needs no second factor."""
    login = service.login_of(current_user.person.id)
    if login is None or not current_user.is_staff:
        raise NotFound
    return login
