"""Which lesson comes next for one student, over plain values: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

#: A lesson of a course, by their ids.
Key = tuple[str, str]

#: A lesson that she left unfinished within so many days comes before what her class does.
FRESH = timedelta(days=14)
#: Her class "is learning" a lesson in which so many of its people kept a step within a week.
BUSY_PEOPLE = 3
BUSY_WITHIN = timedelta(days=7)
#: A lesson was hard when on the last day of practising it more than a third of so many taps went wrong.
HARD_TAPS = 4
HARD_SHARE = 1 / 3
#: How far back taps and calls for help are looked at.
HARD_WITHIN = timedelta(days=30)


class Why(StrEnum):
    """Why a lesson is proposed; each has its sentence on the page."""

    UNFINISHED = "unfinished"
    GOAL = "goal"
    CLASS = "class"
    AGAIN = "again"
    ORDER = "order"
    FIRST = "first"


@dataclass(frozen=True)
class Candidate:
    """A lesson as one student has it: begun, finished, and when she was last there."""

    key: Key
    is_begun: bool
    is_finished: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class Practised:
    """One tap of hers in practice, or a call for help, at a lesson on a day."""

    key: Key
    day: date
    is_right: bool
    is_call: bool = False


def next_lesson(
    candidates: Sequence[Candidate],
    *,
    now: datetime,
    busy: Mapping[Key, int],
    hard: Collection[Key],
    after: Key | None = None,
    goals: Mapping[Key, date] | None = None,
) -> tuple[Key, Why] | None:
    """Give the one lesson to propose and why, or None when everything is finished.

    candidates: all lessons in her order. busy: how many people of her class kept a step of a lesson within a week.
    hard: finished lessons in which much went wrong. after: the lesson that she has just finished, never proposed again.
    goals: by when her class would like to have learnt a lesson, of those that it learns now.
    """
    others = [each for each in candidates if each.key != after]
    return (
        _unfinished([each for each in others if each.seen_at and now - each.seen_at <= FRESH])
        or _to_the_goal(others, goals or {})
        or _with_the_class(others, busy)
        or _again(others, hard)
        or _unfinished(others)
        or _in_order(candidates, after)
    )


def _unfinished(candidates: Sequence[Candidate]) -> tuple[Key, Why] | None:
    begun = [each for each in candidates if each.is_begun and not each.is_finished and each.seen_at]
    return (max(begun, key=lambda each: each.seen_at).key, Why.UNFINISHED) if begun else None


def _to_the_goal(candidates: Sequence[Candidate], goals: Mapping[Key, date]) -> tuple[Key, Why] | None:
    open_now = [each for each in candidates if not each.is_finished and each.key in goals]
    return (min(open_now, key=lambda each: goals[each.key]).key, Why.GOAL) if open_now else None


def _with_the_class(candidates: Sequence[Candidate], busy: Mapping[Key, int]) -> tuple[Key, Why] | None:
    open_now = [each for each in candidates if not each.is_finished and busy.get(each.key, 0) >= BUSY_PEOPLE]
    return (max(open_now, key=lambda each: busy[each.key]).key, Why.CLASS) if open_now else None


def _again(candidates: Sequence[Candidate], hard: Collection[Key]) -> tuple[Key, Why] | None:
    return next(((each.key, Why.AGAIN) for each in candidates if each.is_finished and each.key in hard), None)


def _in_order(candidates: Sequence[Candidate], after: Key | None) -> tuple[Key, Why] | None:
    """Give the first unfinished lesson after where she was last, else the first unfinished of all."""
    keys = [each.key for each in candidates]
    last = after or max((each for each in candidates if each.seen_at), key=lambda each: each.seen_at, default=None)
    last = last.key if isinstance(last, Candidate) else last
    start = keys.index(last) + 1 if last in keys else 0
    following = [*candidates[start:], *candidates[:start]]
    found = next((each.key for each in following if not each.is_finished and each.key != after), None)
    return (found, Why.ORDER if last else Why.FIRST) if found else None


def hard_lessons(practised: Collection[Practised]) -> frozenset[Key]:
    """Give the lessons in which much went wrong on the last day on which she practised them; a call for help is enough."""
    last_days: dict[Key, date] = {}
    for each in practised:
        last_days[each.key] = max(each.day, last_days.get(each.key, each.day))
    found = set()
    for key, day in last_days.items():
        then = [each for each in practised if each.key == key and each.day == day]
        taps = [each for each in then if not each.is_call]
        wrong = sum(1 for each in taps if not each.is_right)
        if any(each.is_call for each in then) or (len(taps) >= HARD_TAPS and wrong > len(taps) * HARD_SHARE):
            found.add(key)
    return frozenset(found)


def course_order(followed: Sequence[str], track: Sequence[str], all_ids: Sequence[str]) -> tuple[str, ...]:
    """Give the courses in her order, each once: a track she chose, then those of her class, then all others."""
    return tuple(dict.fromkeys([*track, *followed, *all_ids]))
