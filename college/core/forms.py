"""What every form shares: the token, the reader's language, and a first look at what was typed."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from college.core.db import new_id


class Form(FlaskForm):
    """A form whose errors are listed on top and repeated at the field."""

    #: Names of the fields that stand first on the page, where a class gets others from the one it is made of.
    FIRST: tuple[str, ...] = ()

    def fields_to_show(self) -> list[Field]:
        """Give the fields that a person fills in, without the token, in the order in which they stand on the page."""
        shown = [field for field in self if field.type not in {"CSRFTokenField", "HiddenField", "SubmitField"}]
        return sorted(shown, key=lambda field: self.FIRST.index(field.name) if field.name in self.FIRST else len(self.FIRST))

    def problem(self, name: str, sentence: str) -> None:
        """Add an error that a service found to the field ``name``."""
        field = self[name]
        field.errors = [*field.errors, sentence]


class OnceForm(Form):
    """A form that carries the id of what it makes, so that it makes one however often it is sent."""

    form_id = HiddenField()

    def made_id(self) -> UUID:
        """Give the id that this form carries; a broken one counts as a new form."""
        try:
            return UUID(self.form_id.data or "")
        except ValueError:
            return new_id()

    def give_id(self) -> None:
        """Give the form an id of its own when it is shown the first time."""
        self.form_id.data = str(self.made_id())


class CheckboxesField(SelectMultipleField):
    """Rows to tick, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def required(sentence: str | None = None) -> InputRequired:
    """Give the validator of a field that must be filled; ``sentence`` says what to do."""
    return InputRequired(message=sentence or _l("Please fill this in."))


def at_most(letters: int) -> Length:
    """Give the validator of a text of at most so many letters."""
    return Length(max=letters, message=_l("Please write at most %(max)d letters."))


def strip(text: str | None) -> str:
    """Filter: take blanks (full-width ones too) from both ends; None becomes empty."""
    return (text or "").strip().strip("\u3000").strip()
