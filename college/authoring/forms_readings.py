"""The forms with which somebody is asked to read a draft, and with which she answers."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from college.authoring.readings import ANSWER_LONGEST, ASKED_LONGEST, CHANGE, GOOD
from college.core.forms import Form, OnceForm, at_most, required, strip


class AskReadingForm(OnceForm):
    """Whom, and what she is to look at."""

    reader = RadioField(_l("Who shall read it?"), validators=[required(_l("Please choose a colleague."))])
    asked = StringField(
        _l("What shall she look at?"), filters=[strip], validators=[required(_l("Please say in a sentence what she shall look at.")), at_most(ASKED_LONGEST)]
    )

    def offer(self, people: Mapping[UUID, str]) -> None:
        """Fill in who may be asked."""
        self.reader.choices = [(str(each), name) for each, name in people.items()]


class AnswerForm(Form):
    """What a reader thinks of a draft, and which version she saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    verdict = RadioField(_l("Your answer"), validators=[required(_l("Please choose one."))])
    words = TextAreaField(_l("In your words"), filters=[strip], validators=[at_most(ANSWER_LONGEST)], description=_l("You may leave this empty when it is good."))

    def offer(self) -> None:
        """Fill in what may be answered."""
        self.verdict.choices = [(GOOD, _("It is good")), (CHANGE, _("Something should be changed"))]

    def is_fit(self) -> bool:
        """Check what was typed: whoever wants a change says which."""
        is_fit = self.validate()
        if self.verdict.data == CHANGE and not self.words.data:
            self.problem("words", _("Please say what you would change."))
            return False
        return is_fit
