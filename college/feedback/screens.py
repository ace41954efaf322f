"""The drawn screens on which people went wrong, with the wrong taps on each of their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from college.feedback import rules
from college.library import service as library
from college.library.service import PracticeScreen, StepText
from college.progress import service as progress
from college.progress.service import TapCount
from college.questions.service import Place, Places

#: Steps of a theme that are drawn, those of most people first; the others are named.
DRAWN = 3


@dataclass(frozen=True)
class WrongTap:
    """Where people tapped instead of the ring: how many and how often, None for few."""

    label: str
    people: int | None
    taps: int | None


@dataclass(frozen=True)
class DrawnScreen:
    """One screen with its ring, and the wrong taps on it, most people first."""

    say: str
    drawing: Markup
    wrong: list[WrongTap]


@dataclass(frozen=True)
class Scene:
    """One step of a theme with its screens; those beyond the drawn ones have none."""

    place: Place
    people: int
    screens: list[DrawnScreen]


def scenes(steps: Sequence[Any], places: Places) -> list[Scene]:
    """Draw the steps (course_id, lesson_id, step_id, people) of a theme; one query for each course among them."""
    drawn = steps[:DRAWN]
    taps = {course_id: progress.tap_counts(course_id=course_id) for course_id in {each.course_id for each in drawn}}
    return [
        Scene(
            place := places.of(each.course_id, each.lesson_id, each.step_id),
            each.people,
            _screens(place, taps[each.course_id], places.lang) if at < DRAWN and place.is_living else [],
        )
        for at, each in enumerate(steps)
    ]


def _screens(place: Place, taps: list[TapCount], lang: str) -> list[DrawnScreen]:
    step = library.lesson(place.course_id, place.lesson_id).in_language(lang).step(place.step_id)
    if step is None:
        return []
    here = [each for each in taps if each.step_id == step.id and not each.is_right]
    return [
        DrawnScreen(
            screen.say,
            library.draw(screen, ring=screen.target, lang=lang),
            _wrong(screen, [each for each in here if each.screen == screen.screen]),
        )
        for screen in _shown(step)
    ]


def _shown(step: StepText) -> tuple[PracticeScreen, ...]:
    return step.practice or ((step.drawn,) if step.drawn else ())


def _wrong(screen: PracticeScreen, taps: list[TapCount]) -> list[WrongTap]:
    labels = labels_of(screen)
    ordered = sorted(taps, key=lambda each: (rules.is_few(each.people), -each.people, each.target))
    return [
        WrongTap(labels.get(each.target, _("A place that is not on this screen any more")), *_shown_numbers(each))
        for each in ordered
    ]


def _shown_numbers(tap: TapCount) -> tuple[int | None, int | None]:
    return (None, None) if rules.is_few(tap.people) else (tap.people, tap.taps)


def labels_of(screen: PracticeScreen) -> dict[str, str]:
    """Give what stands on each target of a screen, in the app's own words."""
    return library.screens().labels(screen.screen, screen.values)
