"""The forms by which a picture gets into a step: the file, then the words for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, StringField

from college.authoring.picturing import LONGEST_ALT
from college.authoring.rules_practice import Said
from college.core.forms import Form, at_most, strip
from college.library import service as library

_IMAGES = {"accept": "image/*"}


class PictureForm(Form):
    """A picture: a file, or one taken with the phone just now."""

    picture = FileField(_l("A picture from this computer or phone"), render_kw=_IMAGES, description=_l("JPEG, PNG or WebP, up to 5 MB."))
    taken = FileField(_l("Or take one now with the phone"), render_kw={**_IMAGES, "capture": "environment"})

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for a file when none was chosen."""
        is_good = super().validate(extra_validators)
        if self._chosen() is None:
            self.problem("picture", _("Please choose a picture, or take one."))
            is_good = False
        return is_good

    def read(self) -> bytes:
        """Give the bytes of the file."""
        chosen = self._chosen()
        return chosen.stream.read() if chosen else b""

    def _chosen(self) -> FileStorage | None:
        files = (self.picture.data, self.taken.data)
        return next((each for each in files if isinstance(each, FileStorage) and each.filename), None)


class WordsForm(Form):
    """What a picture shows, in words."""

    zh = StringField(
        _l("What is to be seen, in Chinese"), filters=[strip], validators=[at_most(LONGEST_ALT)],
        description=_l("At least 5 hanzi. It is read aloud to whoever cannot see the picture."),
    )
    en = StringField(_l("The same in English"), filters=[strip], validators=[at_most(LONGEST_ALT)])
    base = HiddenField()

    def is_good(self, *, has_english: bool) -> bool:
        """Say whether the words are enough; what is missing stands at the fields."""
        is_good = self.validate()
        if library.only_hanzi(self.zh.data or "") < library.LEAST_ALT["zh"]:
            self.problem("zh", _("Say in at least %(count)s hanzi what is to be seen.", count=library.LEAST_ALT["zh"]))
            is_good = False
        if has_english and library.count_words(self.en.data or "") < library.LEAST_ALT["en"]:
            self.problem("en", _("Say in at least %(count)s English words what is to be seen.", count=library.LEAST_ALT["en"]))
            is_good = False
        return is_good

    def said(self) -> Said:
        """Give the words, each on one line."""
        return Said(" ".join((self.zh.data or "").split()), " ".join((self.en.data or "").split()))
