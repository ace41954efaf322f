"""Forms of privacy: who asked for a deletion and how, and for whom a copy is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from college.core.forms import Form, at_most, required, strip
from college.privacy import copying, rules, words
from college.privacy.deletion import NOTE_LETTERS


class EraseForm(Form):
    """Who asked for a student's deletion."""

    way = RadioField(
        _l("How was it asked for?"),
        choices=[(way, words.WAYS[way]) for way in rules.FOR_HER],
        validators=[required(_l("Please say how this was asked for."))],
    )
    note = StringField(
        _l("Who asked, and what were you shown?"),
        description=_l("For relatives: who they are and which paper you saw. It is deleted together with the student."),
        filters=[strip],
        validators=[at_most(NOTE_LETTERS)],
    )

    def validate(self, *args: object, **more: object) -> bool:
        """Ask for a note where relatives asked."""
        is_fit = bool(super().validate(*args, **more))
        if is_fit and self.way.data == rules.DIED and not self.note.data:
            self.problem("note", str(_l("Please note who asked and what you were shown.")))
            return False
        return is_fit


class CopyForm(Form):
    """For whom a copy is, and of what kind."""

    reason = StringField(
        _l("Who gets the copy, and what were you shown?"),
        description=_l("For example: her daughter, with the death certificate. It is kept with your name."),
        filters=[strip],
        validators=[required(_l("Please write in a few words who gets the copy.")), at_most(NOTE_LETTERS)],
    )
    kind = RadioField(
        _l("What kind of file?"),
        choices=[(copying.PAGE, _l("A page to read and print")), (copying.JSON, _l("Data for another program (JSON)"))],
        default=copying.PAGE,
    )
