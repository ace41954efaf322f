"""The shape of what a practice screen sends; nobody types any of it."""

from __future__ import annotations

from uuid import UUID

from wtforms import FloatField, IntegerField, StringField
from wtforms import validators as check

from college.core.forms import Form


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
