"""The form of a recording: the file, the form's own id, and what the browser knows about it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, FloatField, HiddenField
from wtforms import validators as check

from college.core.db import new_id
from college.core.forms import Form
from college.library.sounds import MAX_BYTES


class RecordingForm(Form):
    """A sound file for one step."""

    sound = FileField(
        _l("Sound file"), description=_l("MP3, M4A, WAV, OGG or WebM: at most 30 seconds and 1.5 MB. One voice, without music.")
    )
    client_id = HiddenField(validators=[check.InputRequired(), check.UUID()])
    #: What the browser measured; looked at only where the file does not say it.
    seconds = FloatField(validators=[check.Optional(), check.NumberRange(min=0)])
    #: The mark of the words that stood on the page.
    words = HiddenField(validators=[check.Optional(), check.Regexp(r"[0-9a-f]{64}\Z")])

    def give_id(self, mark: str) -> None:
        """Give the empty form its id and the mark of the words it was made for."""
        self.client_id.data, self.words.data = str(new_id()), mark

    def made_id(self) -> UUID:
        """Give the form's own id."""
        return UUID(self.client_id.data)

    def read(self) -> bytes:
        """Give the bytes of the file, one more than is allowed at most."""
        return self.sound.data.stream.read(MAX_BYTES + 1)

    def validate(self, extra_validators: Mapping | None = None) -> bool:
        """Ask for a file when none was chosen."""
        is_good = super().validate(extra_validators)
        if not isinstance(self.sound.data, FileStorage) or not self.sound.data.filename:
            self.problem("sound", _("Please choose a sound file, or record one above."))
            is_good = False
        return is_good
