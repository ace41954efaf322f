"""The shape of what a help button, a box for words and a lecturer's answer send."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import FloatField, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import validators as check

from college.core.forms import Form, at_most
from college.questions.places import Place
from college.questions.rules import LONGEST, clean
from college.questions.views import STATUSES, Chosen

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class CallForm(Form):
    """我不会,帮帮我: where she is, and the id that makes two taps one call."""

    course = StringField(validators=[check.InputRequired(), check.Length(max=64)])
    lesson = StringField(validators=[check.InputRequired(), check.Length(max=64)])
    step = StringField(validators=[check.InputRequired(), check.Length(max=64)])
    client_id = StringField(validators=[check.InputRequired(), check.UUID()])
    waited = FloatField(validators=[check.Optional(), check.NumberRange(min=0)])

    def id(self) -> UUID:
        """Give the form's own id of this tap."""
        return UUID(self.client_id.data)


class WordsForm(Form):
    """The box for words; it may stay empty."""

    text = TextAreaField(
        _l("What is difficult? Write it here, or leave it empty"), filters=[clean], validators=[at_most(LONGEST)]
    )


class _MessageForm(Form):
    """Something said about a question, once for each ``client_id``."""

    client_id = HiddenField(validators=[check.InputRequired(), check.UUID()])

    def id(self) -> UUID:
        """Give the form's own id of this message."""
        return UUID(self.client_id.data)


class ReplyForm(_MessageForm):
    """What the student replies when the lecturer asked back."""

    text = TextAreaField(
        _l("Your reply"),
        filters=[clean],
        validators=[check.DataRequired(_l("Please write a few words first.")), at_most(LONGEST)],
    )


class AnswerForm(_MessageForm):
    """An answer, the step that it points at, and the alike questions that it answers too."""

    seen = IntegerField(validators=[check.InputRequired(), check.NumberRange(min=0)])
    text = TextAreaField(
        _l("Your answer"),
        description=_l("In plain words, short sentences. It is shown in large print, exactly as you write it."),
        filters=[clean],
        validators=[check.DataRequired(_l("Please write the answer first.")), at_most(LONGEST)],
    )
    link_step = SelectField(
        _l("A step that helps"), description=_l("The student gets a large button that opens it."), validate_choice=False
    )
    together = SelectMultipleField(_l("Answer together with"), validate_choice=False)

    def others(self) -> list[UUID]:
        """Give the ids of the chosen alike questions; what is no id is left out."""
        return [UUID(each) for each in self.together.data or [] if _is_uuid(each)]


class AskBackForm(_MessageForm):
    """What the lecturer would like to know before answering."""

    seen = IntegerField(validators=[check.InputRequired(), check.NumberRange(min=0)], id="back_seen")
    client_id = HiddenField(validators=[check.InputRequired(), check.UUID()], id="back_client_id")
    text = TextAreaField(
        _l("What would you like to know?"),
        description=_l("One question only. The student sees it on her start page and can reply."),
        filters=[clean],
        validators=[check.DataRequired(_l("Please write your question first.")), at_most(LONGEST)],
        id="back_text",
    )


class HelpForm(_MessageForm):
    """At which step (course/step) a student needs help."""

    step = SelectField(_l("At which step?"), validators=[check.DataRequired(_l("Please choose a step."))])

    def choose_from(self, steps: Iterable[Place]) -> None:
        """Fill in the steps of her cohort's courses; none is chosen beforehand."""
        named = [(f"{each.course_id}/{each.step_id}", f"{each.lesson}: {each.step}") for each in steps]
        self.step.choices = [("", _l("Please choose")), *named]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def chosen_from(asked: MultiDict[str, str]) -> Chosen:
    """Read what a lecturer wants to see from an address; what makes no sense lets everything through."""
    parts = asked.get("at", "").split("/")[:3]
    is_place = all(SLUG.fullmatch(part) for part in parts)
    places = dict(zip(("course_id", "lesson_id", "step_id"), parts, strict=False)) if is_place else {}
    show = asked.get("show", "open")
    return Chosen(show if show in STATUSES else "open", asked.get("cohort", type=UUID), **places)


def arguments_of(chosen: Chosen) -> dict[str, object]:
    """Give the address that `chosen_from` reads."""
    at = "/".join(part for part in (chosen.course_id, chosen.lesson_id, chosen.step_id) if part)
    return {"show": chosen.show, "cohort": chosen.cohort_id, "at": at or None}
