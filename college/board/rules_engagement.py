"""Shares and averages of how much the college is used: over plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from college.board.rules_lessons import FEW
from college.board.shapes_lessons import Number

#: A month is so many days, up to and including the last one.
MONTH = 30


def average_day(people: dict[date, int], last: date) -> float:
    """Give how many people were active on a day on average over the `MONTH` days up to ``last``; no count is nobody."""
    return sum(people.get(last - timedelta(days=n), 0) for n in range(MONTH)) / MONTH


def stickiness(average: float, in_month: int) -> int | None:
    """Give the average day as a share of the month, in percent: of 100 people of a month about so many are there on a day.

    In fives, so that no exact number is worked out from it; None where fewer than `FEW` people stand behind the month.
    """
    return 5 * round(20 * average / in_month) if in_month >= FEW else None


def minutes_each(minutes: Number, people: Number) -> int | None:
    """Give the whole minutes of one person on average, None where her group is not told or fewer than `FEW`.

    Worked out from what is told anyway, so that it says nothing more: from exact ones the people could be counted.
    """
    return round(minutes.value / people.value) if people.value >= FEW else None


def last_full_day(today: date, counted: Sequence[date]) -> date:
    """Give the last day that is over: yesterday, or today where nothing was counted before."""
    yesterday = today - timedelta(days=1)
    return yesterday if any(day <= yesterday for day in counted) else today
