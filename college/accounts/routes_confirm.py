"""Showing once more that it is she: staff with their password, students with a code from somebody who knows them."""

from __future__ import annotations

from flask import Response, flash, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts import confirming, second_factor, service
from college.accounts.blueprint import bp
from college.accounts.forms import ConfirmBothForm, ConfirmForm, StudentCodeForm
from college.core.errors import RuleBroken
from college.core.guard import PRESSED, current_actor, signed_in
from college.core.web import back_to

#: Where the cookie says that this student had a message sent, so that the page asks for its 6 digits.
BY_MESSAGE = "confirm_by_message"


@bp.get("/confirm")
@signed_in
def confirm_form() -> str:
    """Ask her to show that it is she, and say why."""
    return _page(_form(), request.args.get("next", ""))


@bp.post("/confirm")
@signed_in
def confirm() -> Response | tuple[str, int]:
    """Take her back to the page on which she pressed when it is she."""
    form, target = _form(), request.form.get("next", "")
    if form.validate():
        try:
            _confirm(form)
        except RuleBroken as broken:
            form.problem(form.fields_to_show()[-1].name, broken.sentence)
        else:
            session.pop(BY_MESSAGE, None)
            flash(_thanks(), "good")
            return back_to(target, url_for("home.index"))
    return _page(form, target), 422


def _thanks() -> str:
    """Thank her; only a button that she had pressed before was not done, a page that she wanted opens by itself."""
    was_pressed = session.pop(PRESSED, False)
    return _("Thank you. Please press once more what you wanted to do.") if was_pressed else _("Thank you.")


def _confirm(form: ConfirmForm | StudentCodeForm) -> None:
    if current_user.is_staff:
        code = form.code.data if "code" in form else ""
        confirming.confirm_with_password(actor=current_actor(), password=form.password.data, code=code)
    else:
        service.confirm_with_code(actor=current_actor(), code=form.code.data)


def _form() -> ConfirmForm | StudentCodeForm:
    if not current_user.is_staff:
        return StudentCodeForm()
    return ConfirmBothForm() if second_factor.has_second_factor(current_user.person.id) else ConfirmForm()


def _page(form: ConfirmForm | StudentCodeForm, target: str) -> str:
    name = "accounts/confirm_form.html" if current_user.is_staff else "accounts/confirm_student.html"
    is_visitor, by_message = current_user.device.way == "demo", BY_MESSAGE in session
    return render_template(name, form=form, target=target, is_visitor=is_visitor, by_message=by_message)
