"""The forms of a roster import: the file, which column is which, one answer, the yes to leaving rows out."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired

from college.cohorts.forms_fields import filled, listed
from college.cohorts.roster_columns import AGE, DISTRICT, NAME, OUTSIDE_ID, PHONE
from college.cohorts.roster_keeping import Column, Sample
from college.core.forms import Form, OnceForm

#: What a select says where the file has no such column.
NOT_THERE = ""
HEADING, PERSON = "heading", "person"


class UploadForm(OnceForm):
    """The file with the names."""

    roster = FileField(_l("File with the names"), description=_l("An .xlsx or .csv file of at most 10 MB, one row for each person; or a OneRoster file (.zip)."))

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for a file when none was chosen."""
        is_good = super().validate(extra_validators)
        if not isinstance(self.roster.data, FileStorage) or not self.roster.data.filename:
            self.problem("roster", _("Please choose the file with the names."))
            is_good = False
        return is_good


class ColumnsForm(Form):
    """Which column holds what; the choices come from the file."""

    name = SelectField(_l("Names"), validators=[filled(_l("Please say which column holds the names.")), listed], validate_choice=False)
    phone = SelectField(_l("Mobile numbers"), validators=[listed], validate_choice=False)
    age = SelectField(_l("Ages or age bands"), validators=[listed], validate_choice=False)
    outside_id = SelectField(_l("Student numbers of another system"), validators=[listed], validate_choice=False)
    district = SelectField(_l("Districts"), validators=[listed], validate_choice=False)
    first_row = RadioField(_l("The first row"), default=HEADING, validators=[listed], validate_choice=False)

    def offer(self, sample: Sample) -> None:
        """Fill in the columns of a file and choose what was understood already."""
        self.name.choices = [(NOT_THERE, _("Please choose")), *map(_choice, sample.columns)]
        for kind in (PHONE, AGE, OUTSIDE_ID, DISTRICT):
            self[kind].choices = [(NOT_THERE, _("Not in this file")), *map(_choice, sample.columns)]
        first = " · ".join(cell for cell in sample.first_cells[:6] if cell)
        self.first_row.label.text = _("Row %(row)s says: %(cells)s", row=sample.first_row, cells=first)
        self.first_row.choices = [(HEADING, _("These are headings")), (PERSON, _("This is a person already"))]

    def show(self, sample: Sample) -> None:
        """Choose what was understood already."""
        for kind in (NAME, PHONE, AGE, OUTSIDE_ID, DISTRICT):
            self[kind].data = str(sample.where.get(kind, NOT_THERE))
        self.first_row.data = HEADING if sample.header_row else PERSON

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Refuse one column for two things."""
        is_good = super().validate(extra_validators)
        taken: dict[str, str] = {}
        for kind in (NAME, PHONE, AGE, OUTSIDE_ID, DISTRICT):
            column = self[kind].data
            if column and column in taken:
                self.problem(kind, _("This column is chosen twice. Please choose another one."))
                is_good = False
            taken[column] = kind
        return is_good

    def where(self) -> dict[str, int]:
        """Give the chosen columns, counted from 0."""
        kinds = (NAME, PHONE, AGE, OUTSIDE_ID, DISTRICT)
        return {kind: int(self[kind].data) for kind in kinds if self[kind].data}


def _choice(column: Column) -> tuple[str, str]:
    words = [column.heading, "、".join(column.values)]
    return str(column.index), f"{column.letter}  " + "：".join(word for word in words if word)


class AnswerForm(Form):
    """What the coordinator says about one row, and where on the list she was."""

    row = IntegerField(validators=[DataRequired()])
    answer = StringField(validators=[DataRequired()])
    fate = HiddenField()
    page = IntegerField(default=1)


class PartForm(Form):
    """Which sheet and which class of the file is read instead."""

    sheet = StringField()
    group = StringField()


class ApplyForm(Form):
    """The yes to leaving rows with mistakes out, and to ending the enrollment of who is missing."""

    leave_wrong = BooleanField(_l("Leave the rows with mistakes out"))
    #: Of how many missing people she said that their enrollment ends.
    ending = IntegerField(default=0)

    def ask(self, count: int) -> None:
        """Say how many rows are left out."""
        self.leave_wrong.label.text = _("Yes, leave these rows out: %(count)s", count=count)

    def ask_ending(self, count: int) -> None:
        """Say of how many people the enrollment ends."""
        self.ending.label.text = ngettext(
            "Yes, end the enrollment of %(num)d person who is not in this list",
            "Yes, end the enrollment of %(num)d people who are not in this list",
            count,
        )
