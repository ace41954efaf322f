"""The forms of the course desk: a new course, a new lesson, a copy, an author."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import ValidationError

from college.core.clock import today
from college.core.days import parse_day
from college.core.forms import Form, OnceForm, at_most, required, strip
from college.library.service import MAX_TITLE


class NewCourseForm(OnceForm):
    """A new course: what it is called, and in which district it is at home."""

    title = StringField(
        _l("What the course is called"),
        description=_l("For example: Paying safely. You can change it at any time."),
        filters=[strip],
        validators=[required(_l("Please write what the course is called.")), at_most(MAX_TITLE)],
    )
    district = RadioField(_l("For which district"), validate_choice=False)

    def choose_from(self, districts: Mapping[str, str]) -> None:
        """Fill in the districts, code → name; where there is one alone, it is chosen already."""
        self.district.choices = list(districts.items())
        if len(districts) == 1 and not self.district.data:
            self.district.data = next(iter(districts))

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for one of the districts."""
        is_good = super().validate(extra_validators)
        if self.district.data not in {code for code, _name in self.district.choices}:
            self.problem("district", _("Please choose the district for which you write it."))
            is_good = False
        return is_good


class NewLessonForm(OnceForm):
    """A new lesson: what it is called."""

    title = StringField(
        _l("What the lesson is called"),
        description=_l("Say what people can do afterwards, for example: See what I bought."),
        filters=[strip],
        validators=[required(_l("Please write what the lesson is called.")), at_most(MAX_TITLE)],
    )


class AuthorForm(Form):
    """An author of a course by her login name, perhaps until a day."""

    login = StringField(
        _l("Login name"),
        description=_l("The name with which this person signs in, for example lin.lin. An operator makes new accounts."),
        filters=[strip],
        validators=[required(_l("Please write a login name.")), at_most(40)],
    )
    to_on = StringField(_l("Last day (empty: no end)"), description=_l("Like 2026-11-22."), filters=[strip])
    day: date | None = None

    def validate_to_on(self, field: StringField) -> None:
        """Refuse what is no day, and say how one is written."""
        self.day = parse_day(field.data, today=today()) if field.data else None
        if field.data and self.day is None:
            raise ValidationError(_("Please write the day like 2026-11-22."))


class CopyForm(NewCourseForm):
    """A copy of a course: its own title, and in which district it is at home."""

    title = StringField(
        _l("What your course is called"),
        description=_l("Give it a title of its own, so that nobody takes it for the other one."),
        filters=[strip],
        validators=[required(_l("Please write what the course is called.")), at_most(MAX_TITLE)],
    )
