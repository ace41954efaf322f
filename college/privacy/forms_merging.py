"""The form in which a coordinator says what is kept of two records."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from college.accounts import service as accounts
from college.core.forms import Form
from college.privacy.merging_rules import CHOICES

ASKED = InputRequired(message=_l("Please choose one of the two."))


class MergeForm(Form):
    """Whose name, telephone and age go on; only the questions on which the two records differ are part of the form."""

    name = RadioField(_l("Which name is right?"), default="keep", validators=[ASKED])
    phone = RadioField(_l("Which mobile number is right?"), default="keep", validators=[ASKED])
    age_band = RadioField(_l("Which age is right?"), default="keep", validators=[ASKED])

    def choose_between(self, keep: accounts.Person, other: accounts.Person, *, is_fixed: bool) -> None:
        """Fill in what each of the two records has, and drop the questions on which they agree.

        ``is_fixed`` says that nothing may be changed in the kept record: then nothing is asked at all.
        """
        none = _("None")
        self.name.choices = [("keep", keep.name), ("other", other.name)]
        self.phone.choices = [("keep", keep.phone_masked or none), ("other", other.phone_masked or none)]
        not_said = _("Not said")
        self.age_band.choices = [("keep", keep.age_band or not_said), ("other", other.age_band or not_said)]
        self.differing = [
            name
            for name, is_other in (
                ("name", keep.name != other.name),
                ("phone", keep.phone_hash != other.phone_hash),
                ("age_band", keep.age_band != other.age_band),
            )
            if is_other and not is_fixed
        ]
        for name in set(CHOICES) - set(self.differing):
            del self[name]

    def prefer_what_is_there(self, keep: accounts.Person, other: accounts.Person) -> None:
        """Choose the other record's number or age where the kept one has none."""
        if "phone" in self.differing and other.phone_hash and not keep.phone_hash:
            self.phone.data = "other"
        if "age_band" in self.differing and other.age_band and not keep.age_band:
            self.age_band.data = "other"

    def chosen(self) -> dict[str, str]:
        """Give what was chosen where the two differ."""
        return {name: self[name].data for name in self.differing}
