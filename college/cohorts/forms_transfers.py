"""The forms in which a student is sent to another district, taken in there, or not."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from college.cohorts.forms_fields import filled, listed
from college.core.forms import Form


class MoveForm(Form):
    """To which district somebody moves."""

    district = RadioField(
        _l("To which district does she move?"),
        validators=[filled(_l("Please choose the district.")), listed],
        validate_choice=False,
    )

    def choose_from(self, districts: Mapping[str, str]) -> None:
        """Fill in the districts (code → name) that can be chosen."""
        self.district.choices = list(districts.items())
