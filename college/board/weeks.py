"""The weeks of a cohort, Monday to Sunday in Hangzhou's time, and into which of them a moment falls."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from college.core.clock import LOCAL

#: So many weeks stand beside each other at most, the latest; what was before them is told in one number.
MOST = 26
#: What lies before the first week that is shown, and after the last one.
BEFORE, AFTER = "before", "after"
_SEVEN = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """One week of a cohort; ``number`` counts from the week of its first day, which is 1."""

    number: int
    first_on: date
    is_unfinished: bool

    @property
    def key(self) -> str:
        """The week's name in addresses: its Monday."""
        return self.first_on.isoformat()

    @property
    def last_on(self) -> date:
        """The week's Sunday."""
        return self.first_on + timedelta(days=6)


@dataclass(frozen=True)
class Weeks:
    """The weeks that a board shows, in order; none before the cohort has begun."""

    weeks: tuple[Week, ...]

    @cached_property
    def edges(self) -> list[datetime]:
        """The moment in which each week begins, and the one in which the last ends."""
        if not self.weeks:
            return []
        return [begin_of(each.first_on) for each in self.weeks] + [begin_of(self.weeks[-1].first_on + _SEVEN)]

    def key_at(self, place: int) -> str:
        """Give the key for how many `edges` lie at or before a moment."""
        if place == 0:
            return BEFORE
        return self.weeks[place - 1].key if place <= len(self.weeks) else AFTER

    def key_of(self, moment: datetime) -> str:
        """Give the key of the week into which a moment falls."""
        return self.key_at(bisect_right(self.edges, moment))


NO_WEEKS = Weeks(())


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def begin_of(day: date) -> datetime:
    """Give the moment in which a day begins in Hangzhou."""
    return datetime.combine(day, time(), LOCAL)


def weeks_of(starts_on: date, ends_on: date, today: date) -> Weeks:
    """Give the weeks from a cohort's first day to today, or to its last day when that is earlier: `MOST` at most."""
    first, last = monday_of(starts_on), monday_of(min(today, ends_on))
    if starts_on > today:
        return NO_WEEKS
    count = max((last - first).days // 7 + 1, 0)
    numbers = range(max(count - MOST, 0), count)
    return Weeks(tuple(Week(n + 1, first + n * _SEVEN, first + n * _SEVEN == monday_of(today)) for n in numbers))
