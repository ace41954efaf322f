"""The forms in which a coordinator describes a cohort and its students."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import Optional

from college.accounts import service as accounts
from college.cohorts.editing import Details
from college.cohorts.forms_fields import (
    DayField,
    MobileField,
    NameField,
    TelephoneField,
    filled,
    listed,
)
from college.cohorts.rules import in_order
from college.core.forms import CheckboxesField, Form, OnceForm, at_most, strip
from college.core.permissions import Role

Choices = list[tuple[str, str]]


def age_bands() -> Choices:
    """Give the age bands as choices, the first one for “not said”."""
    return [("", _("Not said"))] + [(band, band) for band in accounts.AGE_BANDS]


class CohortForm(Form):
    """What a coordinator says about a cohort; what may be chosen is filled in by `choose_from`."""

    name = NameField(
        _l("Name of the cohort"),
        description=_l("For example: Autumn 2026, first class"),
        validators=[filled(_l("Please give the cohort a name.")), at_most(60)],
    )
    starts_on = DayField(_l("First day"), description=_l("Like 2026-11-22."))
    ends_on = DayField(_l("Last day"), description=_l("Cards stop opening 30 days after this day."))
    teacher_name = NameField(
        _l("Teacher's name"),
        description=_l("Students see it beside the button that calls the teacher."),
        validators=[at_most(40)],
    )
    teacher_phone = TelephoneField(
        _l("Teacher's telephone"),
        description=_l("Students of this cohort call it from every step. Mobile or landline, like 0571-87654321."),
        validators=[at_most(40)],
    )
    courses = CheckboxesField(_l("Courses"), validators=[listed], validate_choice=False)
    lecturers = CheckboxesField(_l("Lecturers"), validators=[listed], validate_choice=False)
    helpers = CheckboxesField(_l("Helpers"), validators=[listed], validate_choice=False)

    #: The number typed beside each course: which comes first.
    course_order: dict[str, str]

    def choose_from(self, *, courses: Mapping[str, str], team: Mapping[Role, Mapping[str, str]]) -> None:
        """Fill in what may be chosen, each as id → words."""
        self.courses.choices = list(courses.items())
        self.lecturers.choices = list(team[Role.LECTURER].items())
        self.helpers.choices = list(team[Role.HELPER].items())
        self.course_order = {}

    def read_order(self, typed: Mapping[str, str]) -> None:
        """Take the numbers typed beside the courses (fields ``order-<course id>``)."""
        ids = [course_id for course_id, _title in self.courses.choices]
        self.course_order = {course_id: strip(typed.get(f"order-{course_id}")) for course_id in ids}

    def show_choices(self, course_ids: list[str], team: Mapping[Role, list[UUID]]) -> None:
        """Tick what a cohort has now."""
        self.courses.data = course_ids
        self.lecturers.data = [str(person_id) for person_id in team[Role.LECTURER]]
        self.helpers.data = [str(person_id) for person_id in team[Role.HELPER]]
        self.course_order = {course_id: str(number) for number, course_id in enumerate(course_ids, start=1)}

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Look also at what no single field knows: the order of the days and who is called."""
        is_good = super().validate(extra_validators)
        if self.starts_on.day and self.ends_on.day and self.ends_on.day < self.starts_on.day:
            self.problem("ends_on", _("The last day comes before the first day. Please change one of them."))
            is_good = False
        if self.teacher_phone.number and not self.teacher_name.data:
            self.problem("teacher_name", _("Please write whom the students reach at this number."))
            is_good = False
        return is_good

    def details(self) -> Details:
        """Give what was typed, as the service takes it."""
        positions = {key: int(text) for key, text in self.course_order.items() if text.isdecimal()}
        return Details(
            name=self.name.data,
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            teacher_name=self.teacher_name.data,
            teacher_phone=self.teacher_phone.number,
            course_ids=tuple(in_order(self.courses.data, positions)),
            lecturer_ids=tuple(UUID(each) for each in self.lecturers.data),
            helper_ids=tuple(UUID(each) for each in self.helpers.data),
        )


class NewCohortForm(CohortForm, OnceForm):
    """A cohort that is still to be made: only now its district is chosen."""

    district = RadioField(
        _l("District"), validators=[filled(_l("Please choose the district.")), listed], validate_choice=False
    )

    def choose_district(self, districts: Mapping[str, str]) -> None:
        """Fill in the districts (code → name) in which she may make cohorts; a single one is chosen already."""
        self.district.choices = list(districts.items())
        if len(districts) == 1 and not self.district.data:
            self.district.data = next(iter(districts))


class StudentForm(OnceForm):
    """One new student. ``same`` is asked only when somebody known may be meant."""

    name = NameField(_l("Name"), validators=[filled(_l("Please write the student's name.")), at_most(40)])
    phone = MobileField(
        _l("Mobile number (may stay empty)"),
        description=_l("It is kept encrypted and shown as 138****1234."),
        validators=[at_most(40)],
    )
    age_band = RadioField(
        _l("Age (may stay empty)"), choices=age_bands, default="", validators=[Optional(), listed], validate_choice=False
    )
    same = RadioField(_l("Is this the same person?"), choices=[], validators=[Optional()], validate_choice=False)


class EditStudentForm(Form):
    """What is kept about a student; an empty number leaves the one that is kept."""

    name = NameField(_l("Name"), validators=[filled(_l("Please write the student's name.")), at_most(40)])
    phone = MobileField(_l("New mobile number"), validators=[at_most(40)])
    phone_choice = RadioField(
        _l("Mobile number"), choices=[], default="keep", validators=[listed], validate_choice=False
    )
    age_band = RadioField(
        _l("Age (may stay empty)"), choices=age_bands, default="", validators=[Optional(), listed], validate_choice=False
    )

    def offer(self, masked: str) -> None:
        """Offer what can be done with the number: ``masked`` is how it is shown now, '' when there is none."""
        self.phone_choice.choices = (
            [
                ("keep", _("Keep %(phone)s", phone=masked)),
                ("change", _("Change it to the number below")),
                ("remove", _("Remove it")),
            ]
            if masked
            else [("keep", _("Keep none")), ("change", _("Keep the number below"))]
        )

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for the new number when it is to be changed, and what is meant when one is typed and removed."""
        is_good = super().validate(extra_validators)
        if is_good and self.phone_choice.data == "change" and not self.phone.number:
            self.problem("phone", _("Please write the new mobile number."))
            is_good = False
        if is_good and self.phone_choice.data == "remove" and self.phone.number:
            self.problem("phone", _("You chose to remove the number. Please empty this box, or choose to change it."))
            is_good = False
        return is_good

    def new_phone(self) -> str | None:
        """Give the new number, '' to take it away, None to leave it as it is; a typed number is meant to be kept."""
        return "" if self.phone_choice.data == "remove" else self.phone.number


class ReasonForm(Form):
    """Why somebody needs to see a whole telephone number."""

    reason = StringField(
        _l("Why do you need the whole number?"),
        description=_l("For example: absent for two weeks, family to be called. It is kept with your name."),
        filters=[strip],
        validators=[filled(_l("Please write the reason in a few words.")), at_most(200)],
    )


class PlainForm(Form):
    """A button that changes something: nothing but the token."""
