"""The drawn screens of a step with a badge on everything that was tapped, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence

from college.board import rules_lessons as rules
from college.board.shapes_lessons import EVERYBODY, MINE, Heat, Number, Target
from college.board.words_lessons import badge_words
from college.cohorts import service as cohorts
from college.library import service as library
from college.library.service import PracticeScreen, StepText
from college.progress.service import Spot

#: A screen of a practice path: what is drawn, and what is right on it.
Key = tuple[str, str]


class Taps:
    """The taps of one group of people at the steps of a lesson."""

    def __init__(self, spots: Sequence[Spot], group: str) -> None:
        part = cohorts.MINE if group in (EVERYBODY, MINE) else group
        self.mine = [each for each in spots if each.part == part]
        self.others = [each for each in spots if group == EVERYBODY and each.part == cohorts.OTHERS]

    def heats(self, step: StepText, lang: str) -> tuple[Heat, ...]:
        """Draw each screen of a step's practice on which somebody tapped."""
        found = []
        for screen in _each_once(step.practice):
            targets = self._targets(step.id, (screen.screen, screen.target or ""))
            if targets:
                found.append(self._heat(step.id, screen, targets, lang))
        return tuple(found)

    def elsewhere(self, step: StepText) -> Number:
        """Count the wrong taps at a step on screens that it does not show any more."""
        keys = {(screen.screen, screen.target or "") for screen in step.practice}
        return _number(*(
            [each for each in _wrong(spots, step.id) if (each.screen, each.expected) not in keys]
            for spots in (self.mine, self.others)
        ))

    def _targets(self, step_id: str, key: Key) -> list[str]:
        here = [each for each in [*self.mine, *self.others] if each.step_id == step_id and (each.screen, each.expected) == key]
        return sorted({each.target for each in here})

    def _heat(self, step_id: str, screen: PracticeScreen, targets: list[str], lang: str) -> Heat:
        labels = library.screens().labels(screen.screen, screen.values)
        all_wrong = _number(*(
            [each for each in _wrong(spots, step_id) if (each.screen, each.expected) == (screen.screen, screen.target)]
            for spots in (self.mine, self.others)
        ))
        told = {each: self._target(step_id, screen, each, labels.get(each, ""), all_wrong) for each in targets}
        right = told.pop(screen.target or "", Target(labels.get(screen.target or "", ""), Number(), Number()))
        badges = {each: (rules.level(target.share), badge_words(target)) for each, target in told.items()}
        drawing = library.screens().draw_tapped(screen.screen, screen.values, badges, ring=screen.target, lang=lang)
        wrong = sorted(told.values(), key=lambda each: (-each.taps.value, each.taps.is_few, each.label))
        return Heat(drawing, right, tuple(wrong))

    def _target(self, step_id: str, screen: PracticeScreen, target: str, label: str, all_wrong: Number) -> Target:
        key = (step_id, screen.screen, screen.target, target)
        mine, others = (
            [each for each in spots if (each.step_id, each.screen, each.expected, each.target) == key]
            for spots in (self.mine, self.others)
        )
        taps = _number(mine, others)
        people = rules.shown(sum(each.people for each in mine), sum(each.people for each in others))
        return Target(label, taps, people, None if target == screen.target else rules.share(taps, all_wrong))


def _each_once(screens: Sequence[PracticeScreen]) -> list[PracticeScreen]:
    """Leave out a screen that comes a second time with the same target: its taps are counted with the first."""
    return list({(each.screen, each.target): each for each in reversed(screens)}.values())[::-1]


def _wrong(spots: Sequence[Spot], step_id: str) -> list[Spot]:
    return [each for each in spots if each.step_id == step_id and each.target != each.expected]


def _number(mine: Sequence[Spot], others: Sequence[Spot]) -> Number:
    """Count taps; behind those of others are at least as many people as behind the target with most of them."""
    people = max((each.people for each in others), default=0)
    return rules.shown(sum(each.taps for each in mine), sum(each.taps for each in others), people)
