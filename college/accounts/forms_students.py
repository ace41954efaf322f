"""What a student types who has no card at hand: 8 digits read to her, her telephone number, the 6 digits of a message."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from college.accounts.models import Person
from college.accounts.rules import normalise_phone
from college.core.forms import Form, at_most, required
from college.core.pages import name_masked

CODE_KEYS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class TypedCodeForm(Form):
    """The digits that somebody reads to her."""

    code = StringField(
        _l("The 8 digits"), [required(_l("Please type the 8 digits.")), at_most(40)], render_kw=CODE_KEYS
    )


class PhoneForm(Form):
    """Her own telephone number, however it is written."""

    phone = StringField(
        _l("Your telephone number"),
        [required(_l("Please type your telephone number.")), at_most(40)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    #: The 11 digits of a number that passed.
    digits = ""

    def validate_phone(self, field: StringField) -> None:
        """Take any way of writing a number. Raises `ValidationError` when it is none."""
        try:
            self.digits = normalise_phone(field.data) or ""
        except ValueError:
            sentence = _l("A mobile number has 11 digits and begins with 1. Please look at it once more.")
            raise ValidationError(sentence) from None


class SmsCodeForm(Form):
    """The digits of the message."""

    code = StringField(
        _l("The 6 digits"), [required(_l("Please type the 6 digits.")), at_most(40)], render_kw=CODE_KEYS
    )


class WhoForm(Form):
    """Which of the people with one telephone she is; shown by masked names."""

    person = RadioField(_l("Your name"), [InputRequired(_l("Please choose your name."))], validate_choice=False)

    def offer(self, people: list[Person]) -> None:
        """Show these people as choices."""
        self.person.choices = [(str(each.id), name_masked(each.name)) for each in people]
