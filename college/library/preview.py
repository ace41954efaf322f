"""A lesson's steps with their screens drawn, for the staff's preview page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from college.library import service
from college.library.texts import LessonView, PracticeScreen, StepText


@dataclass(frozen=True)
class Drawn:
    """One screen of a step: what is said, the drawing with its ring, and the words for wrong taps."""

    screen: PracticeScreen
    drawing: Markup


@dataclass(frozen=True)
class PreviewStep:
    """One step as staff see it; `number` counts from 1."""

    number: int
    step: StepText
    shown: Drawn | None
    practice: tuple[Drawn, ...]


def steps(lesson: LessonView, lang: str) -> list[PreviewStep]:
    """Draw every step of a lesson. A screen that the step practises is drawn once, in its practice."""
    return [
        PreviewStep(number, step, _drawn(step.drawn, lang) if step.drawn else None,
                    tuple(_drawn(screen, lang) for screen in step.practice))
        for number, step in enumerate(lesson.in_language(lang).steps, start=1)
    ]


def _drawn(screen: PracticeScreen, lang: str) -> Drawn:
    return Drawn(screen, service.draw(screen, ring=screen.target, lang=lang))
