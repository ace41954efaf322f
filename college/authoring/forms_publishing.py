"""The forms with which texts are published, withdrawn and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from college.authoring.publishing import WHY_LONGEST
from college.core.clock import today
from college.core.days import parse_day
from college.core.forms import CheckboxesField, OnceForm, at_most, required, strip

NOW, ON_A_DAY = "now", "day"


class PublishForm(OnceForm):
    """Why, when, and what else goes with it."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    why = StringField(
        _l("Why did you change it?"), filters=[strip], validators=[required(_l("Please say in a few words why.")), at_most(WHY_LONGEST)],
        description=_l("One short sentence. Your colleagues read it in the history, students do not."),
    )
    also = CheckboxesField(_l("Publish with it"), description=_l("These texts of the course were changed too."))
    when = RadioField(_l("When"), default=NOW, validators=[required(_l("Please choose when."))])
    day = StringField(_l("On which day"), filters=[strip], description=_l("Only for a later day, like 2026-12-01. Students see it from that morning on."))

    #: What was understood of the day.
    on: date | None = None

    def offer(self, others: Sequence[tuple[str, str]]) -> None:
        """Fill in what may be chosen; others are (value, words) of texts that may go with it."""
        self.when.choices = [(NOW, _("Now")), (ON_A_DAY, _("On a later day"))]
        self.also.choices = list(others)

    def is_fit(self) -> bool:
        """Check what was typed; the day counts only where a later day was chosen."""
        is_fit = self.validate()
        if self.when.data != ON_A_DAY:
            return is_fit
        self.on = parse_day(self.day.data, today=today())
        if self.on is None:
            self.problem("day", _("Please write the day like 2026-12-01."))
        elif self.on <= today():
            self.problem("day", _("Please write a day later than today, or publish now."))
        return is_fit and not self.day.errors


class KeepMineForm(OnceForm):
    """What was published meanwhile, as she saw it."""

    seen = HiddenField(validators=[InputRequired()])


class WithdrawForm(OnceForm):
    """Why a lesson is hidden from students."""

    why = StringField(
        _l("Why do you withdraw it?"), filters=[strip], validators=[required(_l("Please say in a few words why.")), at_most(WHY_LONGEST)],
        description=_l("One short sentence for your colleagues. Students do not see it."),
    )
