"""What staff type to sign in, to set a password and a second factor, and to show once more that it is they."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField

from college.core.forms import Form, at_most, required


class SignInForm(Form):
    """Login name and password of a member of staff."""

    login = StringField(
        _l("Login name"),
        [required(), at_most(64)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"), [required(), at_most(200)], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(Form):
    """A new password, typed once: it may be pasted and shown."""

    password = PasswordField(
        _l("New password"),
        [required()],
        description=_l("At least 15 characters, for example four words of your own. Blanks are welcome."),
        render_kw={"autocomplete": "new-password"},
    )


class FirstPasswordForm(PasswordForm):
    """The first password of the first operator, whose account was made without her name."""

    name = StringField(
        _l("Your name"),
        [at_most(40)],
        description=_l("It stands beside what you do here, for example in the audit."),
        render_kw={"autocomplete": "name"},
    )


def _code_field(label: str, sentence: str) -> StringField:
    return StringField(
        label,
        [required(), at_most(40)],
        description=sentence,
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class CodeForm(Form):
    """A code of the second factor after the right password."""

    code = _code_field(
        _l("Code of the phone"), _l("The 6 digits that your phone shows now, or one of your recovery codes.")
    )


class FirstCodeForm(Form):
    """The first code of a second factor that is being set up."""

    code = _code_field(_l("Code of the phone"), _l("The 6 digits that your phone shows now."))


class ConfirmForm(Form):
    """The password once more."""

    password = PasswordField(
        _l("Password"), [required(), at_most(200)], render_kw={"autocomplete": "current-password"}
    )


class ConfirmBothForm(ConfirmForm):
    """The password once more, with a code of the second factor."""

    code = _code_field(
        _l("Code of the phone"), _l("The 6 digits that your phone shows now, or one of your recovery codes.")
    )


class StudentCodeForm(Form):
    """The 8 digits that her coordinator reads out to a student, or the 6 of a message."""

    code = StringField(
        _l("The digits"),
        [required(_l("Please type the digits.")), at_most(40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
