"""Decisions over plain values about goals: which day each lesson gets, and when those who are not there are reminded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

Key = tuple[str, str]

#: So long before its day those who have not finished a lesson are reminded, once.
REMIND_BEFORE = timedelta(days=3)
#: A goal whose day lies within so many days is what the class learns now.
THIS_WEEK = timedelta(days=7)


def spread(keys: Sequence[Key], first: date, *, is_weekly: bool) -> list[tuple[Key, date]]:
    """Give each lesson its day: the same for all, or every week one lesson, the first of them on ``first``."""
    return [(key, first + timedelta(weeks=number if is_weekly else 0)) for number, key in enumerate(keys)]


def is_due(by_on: date, today: date) -> bool:
    """Say whether it is time to remind of a goal: from three days before its day until that day itself."""
    return by_on - REMIND_BEFORE <= today <= by_on


def earliest(goals: Iterable[tuple[Key, date]]) -> dict[Key, date]:
    """Give the earliest day of each lesson: somebody may be in two cohorts that both want it."""
    found: dict[Key, date] = {}
    for key, by_on in goals:
        found[key] = min(by_on, found.get(key, by_on))
    return found


def of_now(goals: Mapping[Key, date], today: date) -> dict[Key, date]:
    """Give the goals whose day comes within a week: what a class learns now."""
    return {key: by_on for key, by_on in goals.items() if today <= by_on <= today + THIS_WEEK}
