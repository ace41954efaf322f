"""Decisions about a step's neighbours and a practice tap, over plain values: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: After so many wrong taps a ring shows where to tap.
TRIES_BEFORE_RING = 3
#: Higher counts in a URL mean nothing and are cut.
MOST_TRIES = 99


class Outcome(StrEnum):
    """What became of the last tap on a drawn screen."""

    FRESH = "fresh"
    WRONG = "wrong"
    RIGHT = "right"


@dataclass(frozen=True)
class Try:
    """The state of one practice screen: what was tapped last and how often it went wrong."""

    outcome: Outcome
    tapped: str | None
    tries: int

    @property
    def shows_ring(self) -> bool:
        """Whether the screen points at the place to tap."""
        return self.outcome == Outcome.RIGHT or self.tries >= TRIES_BEFORE_RING


@dataclass(frozen=True)
class Neighbours:
    """Where a step stands in its lesson; ``number`` counts from 1."""

    number: int
    total: int
    previous: str | None
    next: str | None


def neighbours(steps: Sequence[str], step: str) -> Neighbours | None:
    """Give a step's number and its neighbours, or None when it is not in the lesson."""
    if step not in steps:
        return None
    at = steps.index(step)
    before = steps[at - 1] if at else None
    after = steps[at + 1] if at + 1 < len(steps) else None
    return Neighbours(at + 1, len(steps), before, after)


def screen_number(wanted: int | None, count: int) -> int:
    """Give the screen of a path to show, from 1 to ``count``: what is out of range is brought back."""
    return min(max(wanted or 1, 1), count)


def tried(tapped: str | None, tries: int | None, *, expected: str, targets: Collection[str]) -> Try:
    """Judge a tap on a screen whose right place is ``expected``.

    ``tries`` counts the wrong taps before this one. A name that is not on the screen is no tap.
    """
    before = min(max(tries or 0, 0), MOST_TRIES)
    if tapped is None or tapped not in targets:
        return Try(Outcome.FRESH, None, before)
    if tapped == expected:
        return Try(Outcome.RIGHT, tapped, before)
    return Try(Outcome.WRONG, tapped, before + 1)
