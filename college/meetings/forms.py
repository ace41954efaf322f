"""The forms in which a coordinator plans meetings: one or a series, and what changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from college.core.clock import today
from college.core.fields import DayField, OptionalDayField, filled, listed
from college.core.forms import CheckboxesField, Form, OnceForm, at_most, strip
from college.meetings.rules_planning import MOST, Wanted, parse_days, parse_time, weekly

ONCE, WEEKLY = "once", "weekly"
ONE, LATER = "one", "later"


class TimeField(StringField):
    """A time of day in a plain text field; ``time`` holds what was understood, ``data`` what was typed."""

    time: time | None = None

    def process_data(self, value: time | str | None) -> None:
        """Show a time as clocks do."""
        super().process_data(value.strftime("%H:%M") if isinstance(value, time) else value)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time, and say how one is written."""
        self.time = parse_time(self.data)
        if self.time is None:
            raise ValidationError(_("Please write the time like 9:00 or 14:30."))


class MeetingForm(Form):
    """When and where a cohort meets, what is taught and who helps; what may be chosen is filled in by `choose_from`."""

    day = DayField(_l("Day"), description=_l("Like 2026-12-01 or 12/1."))
    starts = TimeField(_l("Begins at"), description=_l("Like 9:00 or 14:30."))
    ends = TimeField(_l("Ends at"), description=_l("Like 10:30."))
    room = StringField(_l("Room (may stay empty)"), description=_l("For example: community centre, room 302."), filters=[strip], validators=[at_most(80)])
    lesson = SelectField(_l("Lesson"), validators=[listed], validate_choice=False)
    helpers = CheckboxesField(_l("Who helps"), validators=[listed], validate_choice=False)
    note = StringField(
        _l("A note for the students (may stay empty)"),
        description=_l("For example: please bring your phone and your glasses."),
        filters=[strip],
        validators=[at_most(200)],
    )

    def choose_from(self, lessons: Sequence[tuple[str, str]], team: Mapping[UUID, str]) -> None:
        """Fill in what may be chosen: lessons as ("course/lesson", words), helpers as id → name."""
        self.lesson.choices = [("", _("None yet")), *lessons]
        self.helpers.choices = [(str(person_id), name) for person_id, name in team.items()]

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Look also whether the end comes after the beginning."""
        is_good = super().validate(extra_validators)
        if self.starts.time and self.ends.time and self.ends.time <= self.starts.time:
            self.problem("ends", _("The end comes before the beginning. Please change one of them."))
            is_good = False
        return is_good

    def show(self, wanted: Wanted) -> None:
        """Fill in what a meeting is now."""
        for name in ("day", "starts", "ends", "room", "note"):
            self[name].process_data(getattr(wanted, name))
        self.lesson.data = "/".join(wanted.lesson) if wanted.lesson else ""
        self.helpers.data = [str(each) for each in wanted.helper_ids]

    def wanted(self) -> Wanted:
        """Give what was typed, as the service takes it."""
        course_id, _slash, lesson_id = (self.lesson.data or "").partition("/")
        return Wanted(
            day=self.day.day,
            starts=self.starts.time,
            ends=self.ends.time,
            room=self.room.data,
            note=self.note.data,
            lesson=(course_id, lesson_id) if lesson_id else None,
            helper_ids=frozenset(UUID(each) for each in self.helpers.data or ()),
        )


class NewMeetingForm(MeetingForm, OnceForm):
    """One meeting or a series; ``looked`` says that the days of the series were shown, ``days`` which of them are kept."""

    repeats = RadioField(_l("How often does it take place?"), choices=[(ONCE, _l("Once")), (WEEKLY, _l("Every week on this weekday"))], default=ONCE)
    times = StringField(_l("How many times"), description=_l("Or write the last day instead."), filters=[strip])
    until = OptionalDayField(_l("Last day of the series"), description=_l("Like 2027-01-26."))
    without = StringField(
        _l("Days without a class (may stay empty)"),
        description=_l("Holidays and the like, parted by commas: 2027-01-01, 2027-02-09."),
        filters=[strip],
        validators=[at_most(400)],
    )
    follows = BooleanField(_l("Each time the next lesson of the course"))
    looked = HiddenField()
    #: The days that stay ticked once the series was shown.
    kept: list[date]

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Look also at what makes a series: how often or until when, and the days that are left out."""
        is_good = super().validate(extra_validators)
        if self.repeats.data != WEEKLY:
            return is_good
        is_good = self._ask_for_end() and is_good
        _days, wrong = parse_days(self.without.data, today=today())
        if wrong:
            self.problem("without", _("Please write these days like 2027-01-01: %(words)s", words=_(", ").join(wrong)))
            is_good = False
        if is_good and not self.series():
            self.problem("until", _("There is no such day until then. Please write a later last day."))
            is_good = False
        return is_good

    def _ask_for_end(self) -> bool:
        if self.times.data and not (self.times.data.isascii() and self.times.data.isdigit() and 2 <= int(self.times.data) <= MOST):
            self.problem("times", _("Please write a number from 2 to %(most)s.", most=MOST))
            return False
        if not self.times.data and not self.until.day and not self.until.errors:
            self.problem("times", _("Please say how many times, or write the last day."))
            return False
        return True

    def series(self) -> list[date]:
        """Give the days of the series as it was typed; for a form that is good."""
        times = int(self.times.data) if self.times.data else None
        without, _wrong = parse_days(self.without.data, today=today())
        return weekly(self.day.day, until=self.until.day, times=times, without=without)

    def read_days(self, typed: Sequence[str]) -> None:
        """Take the days that stayed ticked on the page that showed the series."""
        ticked = set(typed)
        self.kept = [day for day in self.series() if day.isoformat() in ticked]

    def is_series_to_show(self) -> bool:
        """Say whether the days of a series have not been shown yet, or other ones than these."""
        return self.repeats.data == WEEKLY and self.looked.data != self.series_mark()

    def series_mark(self) -> str:
        """Give by what the days that were shown are known again."""
        return ",".join(day.isoformat() for day in self.series())


class EditMeetingForm(MeetingForm):
    """What a meeting is, and whether later ones of its series change with it."""

    version = HiddenField()
    which = RadioField(_l("What to change"), choices=[], default=ONE, validators=[listed], validate_choice=False)

    def offer_later(self, count: int) -> None:
        """Offer to change this one alone or the ``count`` later ones of its series too."""
        self.which.choices = which_choices(count)

    def seen(self) -> int:
        """Give the version that she saw; one that cannot be read is none."""
        return int(self.version.data) if (self.version.data or "").isdecimal() else 0


class WhichForm(Form):
    """Whether one meeting is meant, or later ones of its series too."""

    which = RadioField(_l("Which"), choices=[], default=ONE, validators=[filled(_l("Please choose one of these.")), listed], validate_choice=False)

    def offer_later(self, count: int) -> None:
        """Offer this one alone, or the ``count`` later ones of its series too."""
        self.which.choices = which_choices(count)


def which_choices(count: int) -> list[tuple[str, str]]:
    """Give the choice between one meeting and the ``count`` later ones of its series too."""
    one = [(ONE, _("Only this one"))]
    return [*one, (LATER, ngettext("This one and %(num)d later one", "This one and all %(num)d later ones", count))] if count else one
