"""The form in which a student goes on in another cohort of her district."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from college.cohorts.forms_fields import DayField, filled, listed
from college.core.forms import OnceForm, at_most, strip


class ChangeCohortForm(OnceForm):
    """Where she goes on, from which day, and perhaps why."""

    to = RadioField(
        _l("In which cohort does she go on?"),
        validators=[filled(_l("Please choose the cohort.")), listed],
        validate_choice=False,
    )
    on = DayField(_l("From which day on?"), description=_l("Today or a day before, like 2026-11-22."))
    why = StringField(
        _l("Why? (may stay empty)"),
        description=_l("For you and your colleagues: it stands on her page."),
        filters=[strip],
        validators=[at_most(200)],
    )

    def choose_from(self, cohorts: Mapping[str, str]) -> None:
        """Fill in the cohorts (id → words) that can be chosen; a single one is chosen already."""
        self.to.choices = list(cohorts.items())
        if len(cohorts) == 1 and not self.to.data:
            self.to.data = next(iter(cohorts))
