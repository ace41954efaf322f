"""Fields that forms of several features share: what must be filled, what stands on a list, and days as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from college.core.clock import today
from college.core.days import parse_day
from college.core.pages import language


def filled(sentence: Any) -> DataRequired:
    """Give the validator of a field in which blanks alone do not count; ``sentence`` says what to do."""
    return DataRequired(message=sentence)


def listed(form: Any, field: Any) -> None:
    """Refuse what does not stand on the list: somebody else may have changed it while the page lay open."""
    known = {choice[0] for choice in field.iter_choices()}
    chosen = field.data if isinstance(field.data, list) else [field.data or ""]
    if not known.issuperset(chosen):
        raise ValidationError(_("This choice is no longer there. Please choose again."))


class DayField(StringField):
    """A calendar day in a plain text field; ``day`` holds what was understood, ``data`` what was typed."""

    day: date | None = None

    def process_data(self, value: date | str | None) -> None:
        """Show a day as its reader would write it."""
        if isinstance(value, date):
            self.day = value
            value = value.isoformat() if language() == "en" else f"{value.year}年{value.month}月{value.day}日"
        super().process_data(value)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no day, and say how one is written."""
        self.day = parse_day(self.data, today=today())
        if self.day is None:
            raise ValidationError(_("Please write the day like 2026-11-22."))


class OptionalDayField(DayField):
    """A calendar day that may stay empty: ``day`` is None then."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no day; nothing at all is fine."""
        if (self.data or "").strip():
            super().pre_validate(form)
