"""The forms in which a district takes somebody in who moves to it, or says why not."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired

from college.core.forms import Form, at_most, strip


class AcceptForm(Form):
    """In which cohort she goes on."""

    cohort = RadioField(
        _l("In which cohort does she go on?"), validators=[DataRequired(message=_l("Please choose the cohort."))]
    )

    def choose_from(self, cohorts: Mapping[str, str]) -> None:
        """Fill in the cohorts (id → name) that can be chosen."""
        self.cohort.choices = list(cohorts.items())


class DeclineForm(Form):
    """Why she is not taken in."""

    reason = StringField(
        _l("Why not?"),
        description=_l("The coordinator who asked reads it. For example: our cohorts are full until spring."),
        filters=[strip],
        validators=[DataRequired(message=_l("Please write in a few words why.")), at_most(200)],
    )
