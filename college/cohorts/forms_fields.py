"""Fields that take days, telephones and names as people write them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import ValidationError

from college.accounts import service as accounts
from college.cohorts.rules import clean_name, parse_telephone
from college.core.fields import DayField, OptionalDayField, filled, listed

__all__ = ["DayField", "MobileField", "NameField", "OptionalDayField", "TelephoneField", "filled", "listed"]


class NameField(StringField):
    """A name or title; blanks around it, between hanzi and unseen signs are taken away."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the cleaned text."""
        self.data = clean_name(valuelist[0]) if valuelist else ""


class TelephoneField(StringField):
    """A mobile, landline or 400 number; ``number`` holds it as it is kept, '' when nothing was typed."""

    number: str = ""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no telephone number, and say how one is written."""
        if not (self.data or "").strip():
            return
        number = parse_telephone(self.data)
        if number is None:
            raise ValidationError(
                _("Please write a mobile number of 11 digits, or a landline with its area code like 0571-87654321.")
            )
        self.number = number


class MobileField(StringField):
    """A student's mobile number; ``number`` holds its 11 digits, None when nothing was typed."""

    number: str | None = None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no mobile number, and say what to do."""
        try:
            self.number = accounts.normalise_phone(self.data)
        except ValueError as error:
            raise ValidationError(
                _("Please write a mobile number of 11 digits that begins with 1, or leave this empty.")
            ) from error
