"""The form in which a coordinator gives a role."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField

from college.cohorts.appointing import GIVEN, Place
from college.cohorts.forms_fields import OptionalDayField, filled, listed
from college.cohorts.staff_rows import ROLE_NAMES
from college.core.forms import Form, at_most, strip
from college.core.permissions import Role


def given_roles() -> list[tuple[str, str]]:
    """Give the roles that a coordinator gives, each with what it is for."""
    about = {
        Role.LECTURER: _("teaches, and answers the questions of the students"),
        Role.HELPER: _("helps in the room, and calls for help in a student's name"),
        Role.COORDINATOR: _("makes cohorts and enrolls students, and gives roles, as you do"),
    }
    return [(role.value, _("%(name)s: %(about)s", name=ROLE_NAMES[role], about=about[role])) for role in GIVEN]


class AppointForm(Form):
    """A role over a place for whoever has a login name, from a day to a day."""

    login = StringField(
        _l("Login name"),
        description=_l("The name with which this person signs in, for example lin.lin. An operator makes new accounts."),
        filters=[strip],
        validators=[filled(_l("Please write a login name.")), at_most(40)],
    )
    role = RadioField(
        _l("Role"), choices=given_roles, validators=[filled(_l("Please choose a role.")), listed], validate_choice=False
    )
    place = SelectField(
        _l("Where"),
        description=_l("Lecturers and helpers of a whole district can be chosen for its cohorts."),
        validators=[filled(_l("Please choose where.")), listed],
        validate_choice=False,
    )
    from_on = OptionalDayField(_l("First day (empty: today)"), description=_l("Like 2026-11-22."))
    to_on = OptionalDayField(_l("Last day (empty: no end)"), description=_l("Like 2026-11-22."))

    def choose_from(self, places: Iterable[Place]) -> None:
        """Fill in the places."""
        self.place.choices = [("", _("Choose")), *((each.key, each.name) for each in places)]

    def chosen_role(self) -> Role:
        """Give the chosen role."""
        return Role(self.role.data)
