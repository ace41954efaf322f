"""Four weeks of invented progress that thins out, as it does in a real class. Pure: dice and days come from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

#: How many of a hundred who were given a card never opened it.
NEVER_OPENED = 8
#: How likely a student is to go on after each step, and after the end of a lesson.
GOES_ON, COMES_BACK = 0.985, 0.86


@dataclass(frozen=True)
class Walk:
    """What one student did: when she first opened her card, and each finished step with its moment."""

    opened_at: datetime | None
    steps: tuple[tuple[str, str, datetime], ...]


def walk(lessons: Sequence[tuple[str, Sequence[str]]], *, dice: Random, first_day: datetime) -> Walk:
    """Give one student's way through ``lessons`` (id and step ids), one lesson a week from ``first_day``.

    She may stop at any step; the further, the fewer.
    """
    if dice.randrange(100) < NEVER_OPENED:
        return Walk(None, ())
    opened_at = first_day + timedelta(minutes=dice.randrange(60))
    done: list[tuple[str, str, datetime]] = []
    for week, (lesson_id, step_ids) in enumerate(lessons):
        moment = opened_at + timedelta(weeks=week, days=dice.choice((0, 0, 0, 1, 2, 4)), minutes=5)
        for step_id in step_ids:
            if dice.random() > GOES_ON:
                return Walk(opened_at, tuple(done))
            moment += timedelta(seconds=dice.randrange(30, 240))
            done.append((lesson_id, step_id, moment))
        if dice.random() > COMES_BACK:
            break
    return Walk(opened_at, tuple(done))


def tap_out(target: str, others: Sequence[str], *, dice: Random) -> list[str]:
    """Give the taps of one student on one drawn screen: sometimes none, mostly the right one, at times wrong ones first."""
    if dice.randrange(100) < 35:
        return []
    wrong = [dice.choice(others) for _ in range(2) if dice.randrange(100) < 14] if others else []
    return [*wrong, target]


def reached(lessons: Sequence[tuple[str, Sequence[str]]], walk: Walk) -> dict[str, datetime]:
    """Give when a student first stood at each step: those she finished, and the one of the same lesson where she stopped."""
    stood: dict[str, datetime] = {}
    followers = {one: after for _lesson, ids in lessons for one, after in zip(ids, ids[1:], strict=False)}
    for _lesson, step_id, done_at in walk.steps:
        stood.setdefault(step_id, done_at)
        if step_id in followers:
            stood.setdefault(followers[step_id], done_at)
    return stood


_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def span(text: str) -> timedelta:
    """Read a span such as "40m", "5h" or "2d"."""
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


def moment(text: str, now: datetime) -> datetime:
    """Read a moment before ``now`` (in the college's own time zone): "25m" before it, or "21d 19:40" on the 21st day before."""
    before, _blank, clock = text.partition(" ")
    if not clock:
        return now - span(before)
    return datetime.combine((now - span(before)).date(), time.fromisoformat(clock), now.tzinfo)
