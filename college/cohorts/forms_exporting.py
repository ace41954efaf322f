"""The form of a roster that is given out: which file, who is in it, and why telephones are to be whole."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField

from college.cohorts.exporting import Shape
from college.cohorts.forms_fields import filled, listed
from college.core.forms import Form, at_most, strip

HIDDEN, WHOLE = "hidden", "whole"


def _files() -> list[tuple[str, str]]:
    return [
        (Shape.XLSX.value, _("Excel (.xlsx)")),
        (Shape.CSV.value, _("Plain table (.csv)")),
        (Shape.ONEROSTER.value, _("OneRoster 1.1 (.zip), for another learning system")),
    ]


def _numbers() -> list[tuple[str, str]]:
    return [(HIDDEN, _("Partly hidden, 138****1234")), (WHOLE, _("Whole, for a reason that is kept"))]


class ExportForm(Form):
    """What the file is to hold; telephones stay hidden unless she says otherwise and why."""

    format = RadioField(
        _l("Which file?"),
        choices=_files,
        default=Shape.XLSX.value,
        validators=[filled(_l("Please choose a file.")), listed],
        validate_choice=False,
    )
    with_ended = BooleanField(_l("Also those who have left (never in a OneRoster file)"))
    phones = RadioField(
        _l("Mobile numbers"),
        choices=_numbers,
        default=HIDDEN,
        validators=[listed],
        validate_choice=False,
    )
    reason = StringField(
        _l("Why do you need whole numbers?"),
        description=_l("Only when you chose whole numbers. It is kept with your name, and each student can see it."),
        filters=[strip],
        validators=[at_most(200)],
    )

    @property
    def is_whole(self) -> bool:
        """Whether telephones are to be whole."""
        return self.phones.data == WHOLE

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for a reason where whole numbers are wanted."""
        is_good = super().validate(extra_validators)
        if self.is_whole and len(self.reason.data or "") < 2:
            self.problem("reason", _("Please write why you need the numbers."))
            is_good = False
        return is_good
