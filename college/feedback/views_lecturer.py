"""What a lecturer sees when she raises a question: her student's words with what could tell who she is, and themes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from college.core.errors import NotFound
from college.core.numbers import phone_hidden
from college.core.permissions import Actor, Permission
from college.feedback import queries
from college.feedback.models import Theme
from college.feedback.raising import Look, names_around
from college.feedback.rules_anonymous import Finding, Kind, plain, propose
from college.feedback.views import ThemeLine, lines_of
from college.library import service as library
from college.questions import service as questions
from college.questions.service import Place, Places, Question

#: Themes of a feature that are offered.
MOST_THEMES = 20


@dataclass(frozen=True)
class Piece:
    """A piece of a text; ``kind`` says what was found in it, None for plain words."""

    text: str
    kind: Kind | None = None


@dataclass(frozen=True)
class Raising:
    """Everything on the page where a question is raised."""

    question: Question
    place: Place
    pieces: list[Piece]
    proposal: str
    feature_id: str
    features: list[tuple[str, str]]
    themes: list[ThemeLine]
    raised: Theme | None
    raised_excerpt: str
    names: set[str]

    def doubtful(self, *texts: str | None) -> list[str]:
        """Give words of these texts that may be names, but may stay when she states that they name nobody."""
        look = Look(self.names, frozenset())
        found = (each for text in texts for each in look.findings(text or ""))
        return list(dict.fromkeys(each.text for each in found if each.may_be_harmless))


def raising(*, actor: Actor, question_id: UUID, feature_id: str, lang: str) -> Raising:
    """Give the page on which a question is raised; ``feature_id`` "" takes the feature of its step.

    Raises NotFound for a foreign question or an unknown feature.
    """
    question = questions.question_for(actor, Permission.THEME_RAISE, question_id)
    features = {each.id: each.name(lang) for each in library.features().values()}
    feature_id = feature_id or feature_of(question)
    if feature_id not in features:
        raise NotFound
    names = names_around(actor, question)
    words = plain(question.text)
    evidence = queries.unparted_of(question.id)
    return Raising(
        question,
        Places(lang).of(question.course_id, question.lesson_id, question.step_id),
        pieces_of(words, Look(names, frozenset()).findings(words)),
        propose(words, names),
        feature_id,
        list(features.items()),
        lines_of(queries.themes_of(feature_id, MOST_THEMES), lang),
        queries.theme(evidence.theme_id) if evidence else None,
        evidence.excerpt if evidence else "",
        names,
    )


def feature_of(question: Question) -> str:
    """Give the product feature that a question's step shows, or its lesson's when the step is gone."""
    lessons = library.lessons(question.course_id)
    steps = [step for lesson in lessons for step in lesson.in_language("zh").steps if step.id == question.step_id]
    of_lesson = [lesson for lesson in lessons if lesson.id == question.lesson_id]
    return next((each.feature for each in (*steps, *of_lesson)), next(iter(library.features())))


def pieces_of(text: str, findings: tuple[Finding, ...]) -> list[Piece]:
    """Cut a text at its findings, so that a page can mark them."""
    pieces, at = [], 0
    for each in findings:
        pieces += [Piece(text[at : each.start]), Piece(each.text, each.kind)]
        at = each.end
    return [Piece(phone_hidden(piece.text), piece.kind) for piece in [*pieces, Piece(text[at:])] if piece.text]
