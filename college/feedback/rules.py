"""What may become of a theme, what small numbers show, and how many of a hundred: plain values, no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

Part = TypeVar("Part")

#: Groups of fewer people are shown as "few": one of them could be recognised.
FEW = 5
#: Letters of a manager's sentence for the people.
SENTENCE_SHORTEST, SENTENCE_LONGEST = 2, 200
#: Letters of a theme's title, and of an excerpt.
TITLE_SHORTEST, TITLE_LONGEST = 2, 80
EXCERPT_SHORTEST, EXCERPT_LONGEST = 2, 600


class Status(StrEnum):
    """Where a theme is."""

    NEW = "new"
    LOOKING = "looking"
    PLANNED = "planned"
    CHANGED = "changed"
    EXPLAINED = "explained"


#: The one table: from which status a theme may move to which. What stands not here is refused.
MOVES: dict[Status, tuple[Status, ...]] = {
    Status.NEW: (Status.LOOKING,),
    Status.LOOKING: (Status.PLANNED, Status.EXPLAINED),
    Status.PLANNED: (Status.CHANGED, Status.EXPLAINED),
    Status.CHANGED: (),
    Status.EXPLAINED: (),
}

#: Themes about which nothing final was decided, and those that were brought back to the people who asked.
OPEN = (Status.NEW, Status.LOOKING, Status.PLANNED)
CLOSED = (Status.CHANGED, Status.EXPLAINED)


def may_move(before: Status, after: Status) -> bool:
    """Say whether a theme may go from one status to another."""
    return after in MOVES[before]


def is_closed(status: Status) -> bool:
    """Say whether everybody who asked has been told, so that whoever comes now is told at once."""
    return status in CLOSED


@dataclass(frozen=True)
class Rate:
    """How often something happened for each hundred people; ``per_hundred`` is None where the group is too small."""

    per_hundred: int | None

    @property
    def is_few(self) -> bool:
        """Say whether "few" stands in the place of a number."""
        return self.per_hundred is None


def is_few(people: int) -> bool:
    """Say whether a group is so small that its number is not shown; nobody at all may be said."""
    return 0 < people < FEW


def rate(times: int, people: int, reached: int) -> Rate:
    """Give how often something happened for each hundred who reached it.

    ``people`` are those behind ``times``. Too few people, or too few who reached it, give no number.
    """
    if reached < FEW or is_few(people):
        return Rate(None)
    return Rate(round(100 * times / reached))


def hidden_parts(counts: Mapping[Part, int]) -> frozenset[Part]:
    """Give the parts of a whole whose numbers are not shown, so that none can be found by subtracting the others.

    Too small groups are hidden; where one alone is hidden, or all hidden ones together are still too few, the next
    larger parts are hidden with them.
    """
    hidden = {part for part, count in counts.items() if is_few(count)}
    others = sorted((part for part, count in counts.items() if count >= FEW), key=lambda part: counts[part])
    while hidden and others and (len(hidden) < 2 or sum(counts[part] for part in hidden) < FEW):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
