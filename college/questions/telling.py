"""Telling an asker, once for each message, that something was said about her question."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from college.core.pages import LOCALES
from college.notices import service as notices
from college.questions.models import Message, Question
from college.questions.places import Places
from college.questions.rules import Kind

SENTENCES = {
    Kind.ANSWER: _l("Your teacher has answered you. You asked at this step: %(step)s"),
    Kind.ASK_BACK: _l("Your teacher asks you something. You asked at this step: %(step)s"),
}


class Teller:
    """Writes notices in both languages; reads the names of the steps once for all that it tells."""

    def __init__(self) -> None:
        self.places: dict[str, Places] = {}

    def tell(self, question: Question, message: Message) -> bool:
        """Tell the asker of a message; False when she was told of it before."""
        return notices.tell(
            person_id=question.person_id,
            key=f"message:{message.id}",
            texts={lang: self._sentence(lang, question, Kind(message.kind)) for lang in LOCALES},
            url=f"/questions/{question.id}",
        )

    def _sentence(self, lang: str, question: Question, kind: Kind) -> str:
        with force_locale(LOCALES[lang]):
            places = self.places.setdefault(lang, Places(lang)) if lang not in self.places else self.places[lang]
            place = places.of(question.course_id, question.lesson_id, question.step_id)
            return str(SENTENCES[kind]) % {"step": place.step}
