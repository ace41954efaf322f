"""The forms by which a practice is made: a screen, what stands on it, the place to tap, and the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms import validators as check

from college.authoring.rules_labels import Label
from college.authoring.rules_practice import ANY, MAX_SENTENCE, PathScreen, Said, gentle, proposed
from college.authoring.screen_values import choice_name, choices_of, field_name
from college.core.forms import Form, at_most, strip
from college.library import service as library

#: Letters that one thing on a drawn screen may have: two lines of a bubble.
MAX_VALUE = 120
#: Wrong places that a page has room for, and how many empty rows it shows at least.
MOST_WRONG, EMPTY_ROWS = 8, 2
_TWO_LINES = {"rows": "2"}
_WORDS = check.DataRequired(_l("Please fill this in."))


class BaseForm(Form):
    """A form that says which words it was opened with."""

    base = HiddenField()


class ScreenForm(BaseForm):
    """A drawn screen, chosen by its button."""

    screen = StringField(validators=[check.Length(max=64)])


class TargetForm(BaseForm):
    """The place to tap, chosen by tapping it; "" is none."""

    tap = StringField(validators=[check.Length(max=64)])


class MoveForm(BaseForm):
    """A screen's new place in the path, and its own mark."""

    to = IntegerField(validators=[check.InputRequired(), check.NumberRange(min=1, max=6)])
    mark = HiddenField()


class SayForm(BaseForm):
    """The sentence that asks for the tap."""

    zh = TextAreaField(_l("In Chinese"), filters=[strip], validators=[_WORDS, at_most(MAX_SENTENCE)], render_kw=_TWO_LINES)
    en = TextAreaField(_l("In English"), filters=[strip], validators=[at_most(MAX_SENTENCE)], render_kw=_TWO_LINES)

    def propose(self, screen: PathScreen, label: Label, *, has_english: bool) -> None:
        """Fill in what is kept, else a good sentence."""
        good = proposed(label)
        self.zh.data = screen.say.zh or good.zh
        self.en.data = (screen.say.en or good.en) if has_english else ""

    def said(self) -> Said:
        """Give the sentence in both languages, each on one line."""
        return Said(_one_line(self.zh.data), _one_line(self.en.data))


def values_form(screen: PathScreen, lang: str) -> Any:
    """Make the form of what may stand on a screen: a choice where its drawing has some, else words."""
    known = library.screens().value_choices(screen.screen)
    fields: dict[str, Any] = {"names": {f"value_{key}": key for key in known}}
    for key in known:
        label, words = field_name(screen.screen, key, lang), choices_of(known, key)
        if words:
            choices = [("", _("As the screen is drawn")), *((word, choice_name(screen.screen, key, word, lang)) for word in words)]
            fields[f"value_{key}"] = RadioField(label, choices=choices, default="")
        else:
            fields[f"value_{key}"] = StringField(label, filters=[strip], validators=[at_most(MAX_VALUE)])
    return type("ValuesForm", (BaseForm,), fields)


def fill_values(form: Any, screen: PathScreen) -> None:
    """Fill in what is kept, and in fields of words what is drawn without it, so that nothing is empty."""
    usual = library.screens().usual_words(screen.screen)
    for name, key in form.names.items():
        is_choice = isinstance(form[name], RadioField)
        form[name].data = screen.values.get(key, "") or ("" if is_choice else usual.get(key, ""))


def values_in(form: Any, screen: PathScreen) -> dict[str, str]:
    """Give what was typed and chosen, by key, without what is drawn anyway."""
    usual = library.screens().usual_words(screen.screen)
    found = {key: " ".join((form[name].data or "").split()) for name, key in form.names.items()}
    return {key: words for key, words in found.items() if words and (words != usual.get(key) or key in screen.values)}


def wrong_form(screen: PathScreen, labels: Mapping[str, Label], lang: str) -> Any:
    """Make the form of the words for wrong taps: rows of a place and its words, and words for any other place."""
    places = [("", _("No place chosen")), *((target, placed(label)) for target, label in labels.items() if target != screen.target)]
    kept = sum(1 for target in screen.wrong if target != ANY)
    rows = min(MOST_WRONG, max(kept + 1, EMPTY_ROWS), max(len(places) - 1, kept))
    sentence = {"filters": [strip], "validators": [at_most(MAX_SENTENCE)], "render_kw": _TWO_LINES}
    fields: dict[str, Any] = {"rows": rows}
    for at in range(1, rows + 1):
        fields[f"place_{at}"] = SelectField(_("Wrong place %(number)s", number=at), choices=places, default="")
        fields[f"zh_{at}"] = TextAreaField(_("Words for it in Chinese"), **sentence)
        fields[f"en_{at}"] = TextAreaField(_("Words for it in English"), **sentence)
    fields["zh_any"] = TextAreaField(_("In Chinese"), **sentence)
    fields["en_any"] = TextAreaField(_("In English"), **sentence)
    return type("WrongForm", (BaseForm,), fields)


def fill_wrong(form: Any, screen: PathScreen, label: Label, *, has_english: bool) -> None:
    """Fill in what is kept, and gentle words for any other place."""
    rows = [(target, said) for target, said in screen.wrong.items() if target != ANY][: form.rows]
    for at, (target, said) in enumerate(rows, start=1):
        form[f"place_{at}"].data, form[f"zh_{at}"].data, form[f"en_{at}"].data = target, said.zh, said.en
    kept, good = screen.wrong.get(ANY, Said()), gentle(label)
    form["zh_any"].data = kept.zh or good.zh
    form["en_any"].data = (kept.en or good.en) if has_english else ""


def wrong_in(form: Any, target: Label, labels: Mapping[str, Label], *, has_english: bool) -> dict[str, Said]:
    """Give the words by target; a place chosen without words gets gentle ones."""
    found: dict[str, Said] = {}
    for at in range(1, form.rows + 1):
        place = form[f"place_{at}"].data
        if place in labels:
            found[place] = _filled(form, at, gentle(target, labels[place]), has_english)
    found[ANY] = _filled(form, "any", gentle(target), has_english)
    return found


def ask_for_places(form: Any) -> bool:
    """Say whether all words have their place; the rows that lack one are told so."""
    lacking = [at for at in range(1, form.rows + 1) if not form[f"place_{at}"].data and (form[f"zh_{at}"].data or form[f"en_{at}"].data)]
    for at in lacking:
        form.problem(f"place_{at}", _("Please choose the place for which these words are."))
    return not lacking


def placed(label: Label) -> str:
    """Give a label as a list shows it, with its number where several say the same."""
    return _("“%(words)s”, number %(number)s", words=label.words, number=label.place) if label.place else label.words


def _filled(form: Any, at: object, good: Said, has_english: bool) -> Said:
    zh, en = _one_line(form[f"zh_{at}"].data), _one_line(form[f"en_{at}"].data)
    return Said(zh or good.zh, (en or good.en) if has_english else "")


def _one_line(words: str | None) -> str:
    return " ".join((words or "").split())
