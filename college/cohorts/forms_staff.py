"""The forms in which an operator makes accounts of staff and gives roles."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Regexp

from college.cohorts.forms_fields import NameField, OptionalDayField, filled, listed
from college.cohorts.staff import GIVEN, IN_DISTRICT, ROLE_NAMES
from college.core.forms import Form, OnceForm, at_most, strip
from college.core.permissions import Role


def role_choices() -> list[tuple[str, str]]:
    """Give the roles that an operator gives, each with what it is for."""
    about = {
        Role.COORDINATOR: _("makes cohorts of one district and enrolls its students"),
        Role.LECTURER: _("can be chosen for cohorts of one district"),
        Role.HELPER: _("can be chosen to help in cohorts of one district"),
        Role.PRODUCT_MANAGER: _("reads courses and what they teach about the product"),
        Role.OPERATOR: _("makes accounts of staff; sees no students"),
    }
    return [(role.value, _("%(name)s: %(about)s", name=ROLE_NAMES[role], about=about[role])) for role in GIVEN]


class RoleForm(Form):
    """A role for a member of staff."""

    role = RadioField(
        _l("Role"),
        choices=role_choices,
        validators=[filled(_l("Please choose a role.")), listed],
        validate_choice=False,
    )
    district = SelectField(
        _l("District"),
        description=_l("For coordinators, lecturers and helpers."),
        validators=[listed],
        validate_choice=False,
    )

    def choose_from(self, districts: Mapping[str, str]) -> None:
        """Fill in the districts, code → name."""
        self.district.choices = [("", _("No district")), *districts.items()]

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for the district where the role needs one."""
        is_good = super().validate(extra_validators)
        if is_good and self.chosen_role() in IN_DISTRICT and not self.district.data:
            self.problem("district", _("Please choose the district for this role."))
            is_good = False
        return is_good

    def chosen_role(self) -> Role:
        """Give the chosen role."""
        return Role(self.role.data)


class MoreRoleForm(RoleForm):
    """One more role for a member of staff who is there already, from a day to a day."""

    from_on = OptionalDayField(_l("First day (empty: today)"), description=_l("Like 2026-11-22."))
    to_on = OptionalDayField(_l("Last day (empty: no end)"), description=_l("Like 2026-11-22."))


class StaffForm(RoleForm, OnceForm):
    """A new account of staff with its first role."""

    FIRST = ("name", "login")

    name = NameField(_l("Name"), validators=[filled(_l("Please write the name.")), at_most(40)])
    login = StringField(
        _l("Login name"),
        description=_l("Latin letters, digits, hyphens and dots, for example lin.lin. It is typed to sign in."),
        filters=[strip],
        validators=[
            filled(_l("Please write a login name.")),
            at_most(40),
            Regexp(r"^[A-Za-z0-9][A-Za-z0-9.\-]*$", message=_l("Please use Latin letters, digits, hyphens and dots.")),
        ],
    )
