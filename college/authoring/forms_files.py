"""The forms of courses as files: what is taken out, the file that comes in, and which words are kept."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, RadioField

from college.authoring.importing import Comparison
from college.authoring.rules_importing import FROM_FILE, FROM_WEB
from college.core.forms import Form, OnceForm


class UploadForm(OnceForm):
    """A course as a zip."""

    packed = FileField(_l("The course as a zip file"), description=_l("A .zip file of at most 10 MB: the folder with the texts and pictures of one course."))

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for a file when none was chosen."""
        is_good = super().validate(extra_validators)
        if not isinstance(self.packed.data, FileStorage) or not self.packed.data.filename:
            self.problem("packed", _("Please choose the zip file."))
            is_good = False
        return is_good


class TakeForm(Form):
    """The yes to an import: whose words are kept, where a new course is at home, and what she has seen."""

    seen = HiddenField()
    #: The one district in which she may begin a course.
    only_district: str | None = None
    choice = RadioField(_l("Where the file says something else"), validate_choice=False)
    district = RadioField(_l("For which district"), validate_choice=False)

    def offer(self, found: Comparison) -> None:
        """Ask only what is to be decided."""
        self.seen.data = self.seen.data or found.mark
        self.choice.choices = [(FROM_FILE, _("Take the file's words")), (FROM_WEB, _("Keep the words on the web"))]
        self.district.choices = list(found.districts.items())
        self.only_district = next(iter(found.districts), None)
        if not found.has_choice:
            del self.choice
        if len(found.districts) < 2:
            del self.district

    def value(self, name: str) -> str | None:
        """Give what was chosen; a district that was the only one was not asked for."""
        if name in self:
            return self[name].data or None
        return self.only_district if name == "district" else None

    def is_filled(self) -> bool:
        """Ask for what is still to be decided."""
        for name, sentence in (("choice", _("Please say whose words are kept.")), ("district", _("Please choose the district for which you write it."))):
            if name in self and self[name].data not in {value for value, _text in self[name].choices}:
                self.problem(name, sentence)
        return not self.errors
