"""What is sent about who came: taps on names, why somebody is excused, corrections, names of walk-ins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Optional, ValidationError

from college.accounts import service as accounts
from college.core.errors import RuleBroken
from college.core.fields import filled, listed
from college.core.forms import Form, OnceForm, at_most, strip
from college.meetings.rules_attendance import ABSENT, CAME, EXCUSED, LATE, Mark, read_mark


def read_marks(sent: Iterable[str]) -> list[Mark]:
    """Read the taps of one request in the order in which they were made; what makes no sense is left out."""
    return [mark for mark in map(read_mark, sent) if mark is not None]


def asked_waited(sent: Mapping[str, str]) -> float | None:
    """Give how many seconds a phone held a tap back, None when it says nothing that makes sense."""
    try:
        seconds = float(sent.get("waited", ""))
    except ValueError:
        return None
    return seconds if seconds >= 0 else None


def asked_id(text: str | None) -> UUID | None:
    """Read an id that a page sent along, None for none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class ExcuseForm(Form):
    """Why somebody is excused: a word that is tapped, or others."""

    why = RadioField(_l("Why is she excused?"), choices=[], validators=[Optional(), listed], validate_choice=False)
    words = StringField(_l("Or in other words"), filters=[strip], validators=[at_most(120)])

    def offer(self) -> None:
        """Offer the commonest reasons."""
        reasons = (_("She is ill"), _("Something in the family"), _("She is travelling"), _("She has another appointment"))
        self.why.choices = [(each, each) for each in reasons]

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for one of the two."""
        is_good = super().validate(extra_validators)
        if is_good and not self.reason():
            self.problem("why", _("Please choose why, or write it below."))
            return False
        return is_good

    def reason(self) -> str:
        """Give the reason as it is kept."""
        return self.words.data or self.why.data or ""


class CorrectForm(OnceForm):
    """What is to stand after the meeting's day, and why."""

    seen = HiddenField()
    after = RadioField(_l("What is right?"), choices=[], validators=[filled(_l("Please choose what is right.")), listed], validate_choice=False)
    why = StringField(
        _l("Why is it changed?"),
        description=_l("It stays with the meeting. For example: she signed the paper list."),
        filters=[strip],
        validators=[filled(_l("Please write why it is changed.")), at_most(120)],
    )

    def offer(self) -> None:
        """Offer everything that can stand there."""
        self.after.choices = [
            (CAME, _("She came")), (LATE, _("She came late")), (EXCUSED, _("She was excused")), (ABSENT, _("She was not there")),
        ]  # fmt: skip


class WalkInForm(OnceForm):
    """The name of somebody who stands in no list. ``same`` is asked only when somebody known may be meant."""

    name = StringField(_l("Name"), filters=[strip], validators=[filled(_l("Please write her name.")), at_most(40)])
    phone = StringField(
        _l("Mobile number (may stay empty)"),
        description=_l("It is kept encrypted and shown as 138****1234."),
        filters=[strip],
        validators=[at_most(40)],
    )
    same = RadioField(_l("Is this the same person?"), choices=[], validators=[Optional()], validate_choice=False)
    noted = HiddenField()

    #: What was understood of the number: 11 digits, or none.
    number: str | None = None

    def validate_phone(self, field: Any) -> None:
        """Refuse what is no mobile number, and say how one is written."""
        try:
            self.number = accounts.clean_phone(field.data)
        except RuleBroken as broken:
            raise ValidationError(broken.sentence) from None


class PhonesForm(Form):
    """Why the whole numbers of a list are needed."""

    reason = StringField(
        _l("Why do you need the numbers?"),
        description=_l("For example: I call everybody who was missing today. It is kept for each of them, with your name."),
        filters=[strip],
        validators=[filled(_l("Please write why you need the numbers.")), at_most(200)],
    )
