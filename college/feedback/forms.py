"""The shape of what is sent when a question is raised, a theme is moved, or themes are chosen."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms import validators as check

from college.core.clock import today
from college.core.days import parse_day
from college.core.forms import Form, at_most, required, strip
from college.feedback import rules
from college.feedback.rules import Status
from college.feedback.views import SHOWS, Chosen

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: The choice of a theme that is yet to be made.
NEW = "new"


class RaiseForm(Form):
    """A theme, and the excerpt that the lecturer read."""

    feature = HiddenField()
    theme = RadioField(_l("Theme"), validators=[required(_l("Please choose a theme, or a new one."))])
    title = StringField(
        _l("Title of a new theme"),
        description=_l("What is difficult, in one short sentence. Only for a new theme."),
        filters=[strip],
        validators=[at_most(rules.TITLE_LONGEST)],
    )
    excerpt = TextAreaField(
        _l("Excerpt without a name"),
        description=_l("This is all that the product manager reads. Keep her own words, take out what tells who she is."),
        filters=[strip],
        validators=[required(_l("Please write the excerpt first.")), at_most(rules.EXCERPT_LONGEST)],
    )
    harmless = SelectMultipleField(_l("These words name nobody"), validate_choice=False)
    confirmed = BooleanField(
        _l("I have read the excerpt. Nobody can tell from it who asked."),
        validators=[required(_l("Please read the excerpt and tick that nobody can tell who asked."))],
    )

    @property
    def is_new(self) -> bool:
        """Whether a new theme was chosen."""
        return self.theme.data == NEW


class MoveForm(Form):
    """Where a theme goes, and the sentence for the people."""

    to = RadioField(_l("Decision"), validators=[required(_l("Please choose what was decided."))])
    sentence = TextAreaField(
        _l("A sentence for the people"),
        description=_l("In plain words, as you would say it face to face. 2 to 200 letters."),
        filters=[strip],
        validators=[
            required(_l("Please write the sentence first.")),
            check.Length(rules.SENTENCE_SHORTEST, rules.SENTENCE_LONGEST, _l("Please write %(min)d to %(max)d letters.")),
        ],
    )


class DecideForm(MoveForm):
    """The decision once more, with the form's own id and the status that the manager had before her."""

    client_id = HiddenField(validators=[check.InputRequired(), check.UUID()])
    seen = HiddenField(validators=[check.AnyOf([each.value for each in Status])])


def chosen_from(asked: MultiDict[str, str]) -> Chosen:
    """Read what a manager wants to see; what makes no sense lets everything through."""
    show, feature, district = asked.get("show", ""), asked.get("feature", ""), asked.get("district", "")
    return Chosen(
        show if show in SHOWS else "open",
        feature if SLUG.fullmatch(feature) else "",
        district if re.fullmatch(r"[0-9]{6}", district) else "",
        asked.get("week", type=_monday),
    )


def _monday(text: str) -> date:
    return rules.week_of(date.fromisoformat(text))


def arguments_of(chosen: Chosen) -> dict[str, str]:
    """Give the address, or the fields of a form, that `chosen_from` reads."""
    asked = {"show": chosen.show, "feature": chosen.feature_id, "district": chosen.district_code}
    asked["week"] = chosen.week.isoformat() if chosen.week else ""
    return {name: value for name, value in asked.items() if value and (name, value) != ("show", "open")}


def theme_id_of(form: RaiseForm) -> UUID:
    """Give the id of the chosen theme; its choices were set by the page, so it is one."""
    return UUID(form.theme.data)


class HoldForm(Form):
    """On which day a lesson was held beside a phone, and which version the app had."""

    day = StringField(_l("On which day"), filters=[strip])
    version = StringField(_l("Version of the app"), filters=[strip], validators=[at_most(40)])

    #: What was understood of the day; today where nothing was written.
    on: date | None = None

    def is_fit(self) -> bool:
        """Check what was typed: a day that has come."""
        is_fit = self.validate()
        self.on = parse_day(self.day.data, today=today(), is_past=True) if self.day.data else today()
        if self.on is None:
            self.problem("day", _("Please write the day like 2026-11-22."))
        elif self.on > today():
            self.problem("day", _("This day has not come yet. Please write today or an earlier day."))
        return is_fit and not self.day.errors
