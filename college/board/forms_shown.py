"""What is noted about lessons shown in person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import ValidationError

from college.core.clock import today
from college.core.fields import DayField, filled
from college.core.forms import Form, at_most, strip


class ShownForm(Form):
    """When she showed it, a word about it, and which lesson: ``course/lesson``."""

    day = DayField(_l("On which day"), description=_l("Like 2026-11-22."))
    note = StringField(_l("A word about it (may stay empty)"), filters=[strip], validators=[at_most(120)])
    lesson = RadioField(
        _l("Which lesson did she show?"),
        choices=[],
        validate_choice=False,
        validators=[filled(_l("Please choose the lesson that she showed."))],
    )

    def validate_day(self, field: Any) -> None:
        """Refuse a day that is still to come."""
        if field.day is not None and field.day > today():
            raise ValidationError(_("This day is still to come. Please note it once you have seen it."))


def read_ids(sent: Iterable[str]) -> list[UUID]:
    """Read the ids of ticked people; what makes no sense is left out."""
    found = []
    for text in sent:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
