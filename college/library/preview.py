"""A lesson's steps with their screens drawn, and all drawn screens with their targets, for the staff's pages."""

from __future__ import annotations

from collections.abc import Iterable
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


@dataclass(frozen=True)
class Use:
    """A step that shows a screen."""

    lesson: LessonView
    step: StepText


@dataclass(frozen=True)
class DrawnScreen:
    """One drawn screen: its picture with the name on each target, what `with` may hold, and the steps that show it.

    It is drawn with the values of the first step that shows it, so that nothing on it is empty.
    """

    name: str
    drawing: Markup
    targets: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    uses: tuple[Use, ...]


def screen_names() -> list[str]:
    """Give the names of all drawn screens in alphabetical order."""
    return list(service.screens().names())


def drawn_screens(names: Iterable[str], lang: str) -> list[DrawnScreen]:
    """Draw these screens with their targets marked. Raises UnknownScreen."""
    shown: dict[str, list[tuple[Use, PracticeScreen]]] = {}
    for lesson in service.lessons():
        for step in lesson.in_language(lang).steps:
            for screen in (*step.practice, *((step.drawn,) if step.drawn else ())):
                shown.setdefault(screen.screen, []).append((Use(lesson, step), screen))
    return [_drawn_screen(name, shown.get(name, []), lang) for name in names]


def _drawn_screen(name: str, shown: list[tuple[Use, PracticeScreen]], lang: str) -> DrawnScreen:
    screens = service.screens()
    values = shown[0][1].values if shown else {}
    uses = {(use.lesson.course_id, use.step.id): use for use, _screen in shown}
    return DrawnScreen(
        name,
        screens.draw(name, values, mode="marked", lang=lang),
        tuple(sorted(screens.targets(name, values))),
        screens.value_choices(name),
        tuple(uses.values()),
    )


def _drawn(screen: PracticeScreen, lang: str) -> Drawn:
    return Drawn(screen, service.draw(screen, ring=screen.target, lang=lang))
