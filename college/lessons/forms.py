"""The shape of what a step and a practice screen send; nobody types any of it."""

from __future__ import annotations

from uuid import UUID

from wtforms import FloatField, IntegerField, StringField
from wtforms import validators as check

from college.core.forms import Form


class KeepForm(Form):
    """下一步: nothing but how long the phone held the tap back, in seconds."""

    waited = FloatField(validators=[check.Optional(), check.NumberRange(min=0)])

    def seconds(self) -> float | None:
        """Give the wait, or None when it was not sent or makes no sense."""
        return self.waited.data if self.validate() else None


class TapForm(Form):
    """One tap on the drawn phone."""

    tap = StringField(validators=[check.InputRequired(), check.Length(max=64)])
    at = IntegerField(validators=[check.InputRequired(), check.NumberRange(min=1)])
    tries = IntegerField(validators=[check.Optional(), check.NumberRange(min=0)])
    client_id = StringField(validators=[check.InputRequired(), check.UUID()])
    waited = FloatField(validators=[check.Optional(), check.NumberRange(min=0)])

    def id(self) -> UUID:
        """Give the phone's own id of this tap."""
        return UUID(self.client_id.data)
