"""Which numbers of a lesson may be shown, and how strongly a target is shaded: over plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from college.board.shapes_lessons import Number, Rate

#: Of cohorts that are not one's own nothing is told of fewer people than this, and numbers are rounded down to it: so
#: no difference of two numbers tells of fewer people either.
FEW = 5
#: Fewer people than this on either side of a change prove nothing.
PROVES = 20
#: How many days before and after a new text are compared.
COMPARED_DAYS = 28
#: A target that took at least this share of the wrong taps (in percent) is shaded middle, strong.
MIDDLE, STRONG = 20, 50


def shown(mine: int, others: int = 0, people: int | None = None) -> Number:
    """Give a number of one's own cohorts with that of all others on top, as it may be shown.

    ``people`` are those behind the others' number where it counts taps or calls.
    """
    behind = others if people is None else people
    if not others:
        return Number(mine)
    if behind < FEW:
        return Number(mine, is_few=True)
    return Number(mine + others // FEW * FEW, is_about=True)


def rate(part: Number, whole: Number) -> Rate:
    """Give how many of how many, in percent where both may be told."""
    if part.is_few or whole.is_few or not whole.value:
        return Rate(part, whole, None)
    return Rate(part, whole, min(100, round(100 * part.value / whole.value)))


def proves_nothing(*wholes: Number) -> bool:
    """Say whether one of these groups is too small for a comparison to prove anything."""
    return any(each.is_few or each.value < PROVES for each in wholes)


def group_of(asked: str, keys: Sequence[str]) -> str:
    """Give the group that was asked for, else the first and widest that she may see, "" when there is none."""
    return asked if asked in keys else next(iter(keys), "")


def level(share: int | None) -> int:
    """Give how strongly a target is shaded, 1 to 3, by its share of the wrong taps in percent."""
    return 1 if share is None or share < MIDDLE else 2 if share < STRONG else 3


def share(taps: Number, all_taps: Number) -> int | None:
    """Give a target's part of all wrong taps in percent, None where one of both is not told."""
    return rate(taps, all_taps).per_hundred


def spans_around(published_at: datetime, now: datetime) -> tuple[datetime, datetime, int]:
    """Give where the days before a new text begin, where the days since it end, and how many whole days these are."""
    days = timedelta(days=COMPARED_DAYS)
    until = min(now, published_at + days)
    return published_at - days, until, (until - published_at).days
