"""The forms of a roster import's modes: what it does beside adding, single fields and people, a row that is mended."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired

from college.cohorts.roster_mending import Typed
from college.cohorts.roster_models import ABSENT, ADD, UPDATE
from college.core.forms import Form, at_most, strip

MODE_NAMES = {
    ADD: _l("Only add who is new in the list"),
    UPDATE: _l("Add, and take names, numbers and ages from the list where it says otherwise"),
    ABSENT: _l("Add, and end the enrollment of those who are not in the list"),
}


class ModeForm(Form):
    """What the import does beside adding."""

    mode = StringField(_l("What this list does"))


class PlaceForm(Form):
    """Where on the list she was, so that she comes back there."""

    fate = HiddenField()
    page = IntegerField(default=1)

    def place(self, row: int | None = None) -> dict[str, Any]:
        """Give the place as values of the page's address."""
        anchor = {"_anchor": f"row-{row}"} if row else {}
        return {"fate": self.fate.data or None, "page": self.page.data or 1, **anchor}


class OverwriteForm(PlaceForm):
    """Whether the file overwrites a field that a hand had changed."""

    row = IntegerField(validators=[DataRequired()])
    field = StringField(validators=[DataRequired()])
    wanted = BooleanField()


class MissingForm(PlaceForm):
    """Whether somebody who is missing stays; without a person, whether those enrolled by hand end too."""

    person = StringField()
    wanted = BooleanField()


class MendForm(PlaceForm):
    """The cells of one row as they should be."""

    row = IntegerField(validators=[DataRequired()], render_kw={"type": "hidden"})
    name = StringField(_l("Name"), filters=[strip], validators=[at_most(80)])
    phone = StringField(_l("Mobile number"), filters=[strip], validators=[at_most(40)])
    no_phone = BooleanField(_l("She has no mobile number"))
    age = StringField(_l("Age or age band"), filters=[strip], validators=[at_most(20)])
    outside_id = StringField(_l("Student number of another system"), filters=[strip], validators=[at_most(64)])

    def typed(self) -> Typed:
        """Give what was typed."""
        return Typed(
            name=self.name.data,
            phone=self.phone.data,
            age=self.age.data,
            outside_id=self.outside_id.data,
            has_no_phone=bool(self.no_phone.data),
        )
