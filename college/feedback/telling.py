"""Bringing a decision back: each person who asked is told once, and lessons that show the feature are marked."""

from __future__ import annotations

from uuid import UUID

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from college.core.clock import now
from college.core.db import insert_once, new_id
from college.core.pages import LOCALES
from college.feedback import queries
from college.feedback.models import LessonCheck, Theme
from college.feedback.rules import Status
from college.library import service as library
from college.notices import service as notices

#: What people read, with the manager's own sentence at the end.
SENTENCES = {
    Status.LOOKING: _l("The makers of the app are looking at “%(feature)s”. They say: %(sentence)s"),
    Status.PLANNED: _l("The makers of the app want to change “%(feature)s”. They say: %(sentence)s"),
    Status.CHANGED: _l("You asked about “%(feature)s”. It has been improved now: %(sentence)s"),
    Status.EXPLAINED: _l("You asked about “%(feature)s”. This is how it works: %(sentence)s"),
}


def reads(feature_id: str, status: Status, sentence: str) -> dict[str, str]:
    """Give how a decision reads to the people, by language; the manager's sentence stays as she wrote it."""
    feature = library.features()[feature_id]
    found = {}
    for lang, locale in LOCALES.items():
        with force_locale(locale):
            found[lang] = str(SENTENCES[status]) % {"feature": feature.name(lang), "sentence": sentence}
    return found


def tell_everybody(theme: Theme, sentence: str) -> int:
    """Tell each person whose question is living evidence of a closed theme; whoever was told before is left alone.

    Gives how many were told.
    """
    texts = reads(theme.feature_id, Status(theme.status), sentence)
    first_of: dict[UUID, UUID] = {}
    for person_id, question_id in queries.askers_of(theme.id):
        first_of.setdefault(person_id, question_id)
    return sum(_tell(theme, person_id, question_id, texts) for person_id, question_id in first_of.items())


def tell_one(theme: Theme, person_id: UUID, question_id: UUID) -> bool:
    """Tell somebody whose question comes to a theme that is closed already."""
    sentence = queries.last_moves([theme.id])[theme.id].sentence
    return _tell(theme, person_id, question_id, reads(theme.feature_id, Status(theme.status), sentence))


def outcome(question_id: UUID, lang: str) -> str:
    """Give what became of a question at the makers of the app, as she reads it; empty while nothing was decided."""
    evidence = queries.unparted_of(question_id)
    made = queries.last_moves([evidence.theme_id]).get(evidence.theme_id) if evidence else None
    theme = queries.theme(evidence.theme_id) if evidence and made else None
    return reads(theme.feature_id, Status(theme.status), made.sentence)[lang] if theme and made else ""


def _tell(theme: Theme, person_id: UUID, question_id: UUID, texts: dict[str, str]) -> bool:
    return notices.tell(person_id=person_id, key=f"theme:{theme.id}", texts=texts, url=f"/questions/{question_id}")


def mark_lessons(theme: Theme) -> int:
    """Mark every living lesson that shows the theme's feature as to be checked; again marks nothing twice."""
    shown = [
        lesson
        for lesson in library.lessons()
        if theme.feature_id in {lesson.feature, *(step.feature for step in lesson.in_language("zh").steps)}
    ]
    return sum(
        insert_once(
            LessonCheck,
            id=new_id(),
            theme_id=theme.id,
            course_id=lesson.course_id,
            lesson_id=lesson.id,
            marked_at=now(),
        )
        for lesson in shown
    )
