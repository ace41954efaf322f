"""What staff type to sign in and to set a password."""

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
