"""The form in which somebody chooses what to print for a class."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField, StringField

from college.core.forms import CheckboxesField, OnceForm, required, strip
from college.lessons.handout_rules import MOST_COPIES, NAMED, PLAIN, Wish, lesson_of, whole_number
from college.lessons.handout_sets import Line


class HandoutsForm(OnceForm):
    """Lessons, language, and for whom."""

    lessons = CheckboxesField(_l("Lessons"), description=_l("Each lesson begins with a page of its own."))
    lang = RadioField(_l("Language"), validators=[required(_l("Please choose a language."))])
    way = RadioField(_l("For whom"), validators=[required(_l("Please choose for whom."))])
    copies = StringField(_l("How many plain copies"), filters=[strip], description=_l("Only for plain copies: a number from 1 to 200."))

    def offer(self, lines: Sequence[Line], people_count: int) -> None:
        """Fill in what may be chosen."""
        self.lessons.choices = [(line.key, _words(line)) for line in lines]
        self.lang.choices = [("zh", _("Chinese")), ("en", _("English"))]
        named = ngettext("One copy for the %(num)d student, with her name on each page", "One copy for each of the %(num)d students, with her name on each page", people_count)
        self.way.choices = [(NAMED, named)] if people_count else []
        self.way.choices.append((PLAIN, _("Plain copies without names")))

    def is_fit(self) -> bool:
        """Check what was typed; the number of copies counts only for plain ones."""
        is_fit = self.validate()
        if not self.lessons.errors and not self.lessons.data:
            self.problem("lessons", _("Please tick at least one lesson."))
            is_fit = False
        if self.way.data == PLAIN and whole_number(self.copies.data) is None:
            self.problem("copies", _("Please write a number from 1 to %(most)d.", most=MOST_COPIES))
            is_fit = False
        return is_fit

    def wish(self) -> Wish:
        """Give what was chosen; for a form that is fit."""
        lessons = tuple(lesson_of(each) for each in self.lessons.data)
        is_named = self.way.data == NAMED
        return Wish(lessons, self.lang.data, is_named, 0 if is_named else whole_number(self.copies.data) or 1)


def _words(line: Line) -> str:
    counts = _("%(zh)d pages in Chinese, %(en)d in English", zh=line.pages["zh"], en=line.pages["en"])
    return _("%(course)s, lesson %(number)s: %(title)s (%(pages)s)", course=line.course, number=line.number, title=line.title, pages=counts)
