"""Decisions over plain values about planned meetings: times of day as people write them, series, and what is at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from college.core.days import parse_day, plain

WEEK = timedelta(days=7)
#: The most meetings that one series plans: a year of weeks and a few.
MOST = 60

_CLOCK = re.compile(r"(上午|早上|早晨|中午|下午|傍晚|晚上)?(\d{1,2})(?:[:：点时](?:(\d{1,2})分?|(半)|(一刻)|整)?)?(am|pm)?", re.IGNORECASE)
_FOUR = re.compile(r"(\d{2})(\d{2})")
_LATER = frozenset({"下午", "傍晚", "晚上", "pm"})
_BETWEEN_DAYS = re.compile(r"[\s,，、;；]+")


def parse_time(text: str | None) -> time | None:
    """Read a time of day as people write it (9:00, 9点, 9点半, 下午2点, 14:30, 0900, 2 pm), or give None."""
    squeezed = re.sub(r"\s+", "", plain(text)).lower()
    four = _FOUR.fullmatch(squeezed)
    found = _CLOCK.fullmatch(f"{four[1]}:{four[2]}" if four else squeezed)
    if found is None:
        return None
    before, hours, minutes, half, quarter, after = found.groups()
    hour, minute = int(hours), int(minutes or (30 if half else 15 if quarter else 0))
    if (before in _LATER or after in _LATER) and hour < 12:
        hour += 12
    if before == "中午" and hour < 3:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_days(text: str | None, *, today: date) -> tuple[list[date], list[str]]:
    """Read several days parted by blanks, commas or lines; give them, and the words that are no day."""
    words = [word for word in _BETWEEN_DAYS.split(plain(text)) if word]
    read = [(word, parse_day(word, today=today)) for word in words]
    return sorted({day for _word, day in read if day}), [word for word, day in read if day is None]


def weekly(first: date, *, until: date | None = None, times: int | None = None, without: Collection[date] = ()) -> list[date]:
    """Give the days of a series: every week from ``first`` on, at most `MOST`.

    until: its last day. times: how many meetings take place. without: days that are left out; they do not count.
    """
    left_out, days, day = set(without), [], first
    wanted = min(times or MOST, MOST)
    for _week in range(MOST + len(left_out)):
        if len(days) == wanted or (until is not None and day > until):
            break
        if day not in left_out:
            days.append(day)
        day += WEEK
    return days


def made_id(form_id: UUID, *places: object) -> UUID:
    """Give the id of what one form makes at a place: the same form gives the same id, and none can be chosen."""
    words = "|".join(map(str, (form_id, *places)))
    mixed = int.from_bytes(sha256(words.encode()).digest()[:10], "big")
    return UUID(int=(form_id.int >> 80 << 80) | (7 << 76) | ((mixed >> 68) << 64) | (2 << 62) | (mixed & (2**62 - 1)))


@dataclass(frozen=True)
class Wanted:
    """What is said about a meeting. ``lesson`` is (course id, lesson id); times are those of China."""

    day: date
    starts: time
    ends: time
    room: str = ""
    note: str = ""
    lesson: tuple[str, str] | None = None
    helper_ids: frozenset[UUID] = frozenset()


def changed_fields(before: Wanted, after: Wanted) -> dict[str, Any]:
    """Give the fields of ``after`` that differ from ``before``, by name; beginning and end go together."""
    names = ("day", "starts", "ends", "room", "note", "lesson", "helper_ids")
    changed = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    # A new beginning must never meet the end of a meeting that lasts otherwise.
    return {**changed, "starts": after.starts, "ends": after.ends} if changed.keys() & {"starts", "ends"} else changed


def with_changes(each: Wanted, before: Wanted, changes: dict[str, Any]) -> Wanted:
    """Give a later meeting of a series with the same changes: a new day shifts it by as many days."""
    values = {name: changes.get(name, getattr(each, name)) for name in ("starts", "ends", "room", "note", "lesson", "helper_ids")}
    shift = changes["day"] - before.day if "day" in changes else timedelta(0)
    return Wanted(day=each.day + shift, **values)


def lessons_from(first: tuple[str, str] | None, order: Sequence[tuple[str, str]], count: int) -> list[tuple[str, str] | None]:
    """Give a lesson for each of ``count`` meetings: the first one and those that follow it in its course; then none."""
    if first is None or first not in order:
        return [first] * count
    following = [each for each in order[order.index(first) :] if each[0] == first[0]]
    return [following[at] if at < len(following) else None for at in range(count)]


@dataclass(frozen=True)
class Booked:
    """A meeting as far as it takes up a room and people."""

    id: UUID
    cohort_id: UUID
    starts_at: datetime
    ends_at: datetime
    room: str
    helper_ids: frozenset[UUID]


@dataclass(frozen=True)
class Collision:
    """Another meeting at the same time, and what both need."""

    other: Booked
    is_same_cohort: bool
    is_same_room: bool
    helper_ids: frozenset[UUID]


def collisions(one: Booked, others: Iterable[Booked], *, neighbours: Collection[UUID]) -> list[Collision]:
    """Give what takes place while ``one`` does and needs the same room, helper or students.

    neighbours: the cohorts of the same district; a room of the same name elsewhere is another room.
    """
    found = []
    for each in others:
        if each.id == one.id or each.ends_at <= one.starts_at or each.starts_at >= one.ends_at:
            continue
        is_room = bool(one.room) and each.cohort_id in neighbours and _room(each.room) == _room(one.room)
        shared = one.helper_ids & each.helper_ids
        if is_room or shared or each.cohort_id == one.cohort_id:
            found.append(Collision(each, each.cohort_id == one.cohort_id, is_room, shared))
    return found


def _room(text: str) -> str:
    return re.sub(r"\s+", "", plain(text)).casefold()
