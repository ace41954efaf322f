"""Decisions over plain values about the days on which somebody was in a cohort, when she left it and came back too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

#: First and last day away, both as YYYY-MM-DD, in order: so it is kept in an enrollment; None for nothing.
Away = list[list[str]] | None
#: First and last day; None for no end.
Span = tuple[date, date | None]

_DAY = timedelta(days=1)


def away_after(away: Away, ended_on: date | None, back_on: date) -> Away:
    """Give the days away of somebody who had ended on one day and is back since another: those between the two."""
    if ended_on is None or back_on <= ended_on + _DAY:
        return away or None
    first, last = ended_on + _DAY, back_on - _DAY
    earlier = [each for each in away or [] if each[0] < first.isoformat()]
    return [*earlier, [first.isoformat(), last.isoformat()]]


def spans(from_on: date, to_on: date | None, away: Away) -> Iterator[Span]:
    """Give the stretches of days in a cohort, in order."""
    for gone, until in away or []:
        yield from_on, date.fromisoformat(gone) - _DAY
        from_on = date.fromisoformat(until) + _DAY
    yield from_on, to_on


def was_in(from_on: date, to_on: date | None, away: Away, day: date) -> bool:
    """Say whether somebody was in a cohort on a day: the first and the last day count.

    Whoever came and went on one and the same day was not: a list taken back at once leaves nobody who is missing.
    """
    return any(
        first <= day and (last is None or (day <= last and first < last)) for first, last in spans(from_on, to_on, away)
    )


def joined(every: Iterable[Span]) -> tuple[date, date | None, Away]:
    """Give (first day, last day, days away) of one stay that covers all these stretches and no day more."""
    found: list[Span] = []
    for first, last in sorted(every, key=lambda span: span[0]):
        before = found[-1] if found else None
        if before is None or (before[1] is not None and first > before[1] + _DAY):
            found.append((first, last))
        else:
            found[-1] = (before[0], None if before[1] is None or last is None else max(before[1], last))
    away = [
        [(gone + _DAY).isoformat(), (back - _DAY).isoformat()]
        for (_first, gone), (back, _last) in pairwise(found)
        if gone is not None
    ]
    return found[0][0], found[-1][1], away or None
