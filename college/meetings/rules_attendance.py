"""Decisions over plain values about who came to a meeting: when somebody may say so, who is late, who is in the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

#: What is kept of somebody at a meeting; no row means that nobody has seen her there.
CAME, LATE, EXCUSED, ABSENT = "came", "late", "excused", "absent"
STANDINGS = (CAME, LATE, EXCUSED, ABSENT)
#: Those who were in the room.
THERE = (CAME, LATE)

#: So long before a meeting begins its students may say that they are there.
OPENS_BEFORE = timedelta(minutes=30)
#: Whoever says so more than this after the beginning is late.
LATE_AFTER = timedelta(minutes=15)
#: The most marks that one request may bring.
MOST_MARKS = 500


class Phase(StrEnum):
    """Where a meeting's day lies: before it only who is excused is kept, after it changes ask once more."""

    BEFORE = "before"
    TODAY = "today"
    OVER = "over"


@dataclass(frozen=True)
class Mark:
    """One tap of a member of staff on a name; ``waited`` is how many seconds her phone held it back."""

    person_id: UUID
    standing: str
    waited: float = 0


def opens_at(starts_at: datetime) -> datetime:
    """Give the moment from which students may say that they are there."""
    return starts_at - OPENS_BEFORE


def is_open(starts_at: datetime, ends_at: datetime, moment: datetime) -> bool:
    """Say whether a student who says so at a moment is there."""
    return opens_at(starts_at) <= moment < ends_at


def own_standing(starts_at: datetime, moment: datetime) -> str:
    """Give `CAME`, or `LATE` for whoever says more than a quarter of an hour after the beginning that she is there."""
    return LATE if moment > starts_at + LATE_AFTER else CAME


def phase(day: date, today: date) -> Phase:
    """Give where a meeting's day lies, both as days in China."""
    if day == today:
        return Phase.TODAY
    return Phase.BEFORE if today < day else Phase.OVER


def may_mark(standing: str, day: date, happened_on: date) -> bool:
    """Say whether a tap counts without being asked once more: on the meeting's day all, before it who is excused."""
    there = phase(day, happened_on)
    return there is Phase.TODAY or (there is Phase.BEFORE and standing not in THERE)


def latest(marks: Iterable[Mark]) -> list[Mark]:
    """Give of each person the tap that was made last, in a fixed order; of two at the same moment the later sent one."""
    found: dict[UUID, Mark] = {}
    for mark in marks:
        before = found.get(mark.person_id)
        if before is None or mark.waited <= before.waited:
            found[mark.person_id] = mark
    return [found[each] for each in sorted(found)]


def missed_in_a_row(were_there: Sequence[bool]) -> int:
    """Count how often somebody was not there since she last was; ``were_there`` begins with the latest meeting."""
    return next((times for times, was_there in enumerate(were_there) if was_there), len(were_there))


def read_mark(text: str) -> Mark | None:
    """Read ``person:standing`` or ``person:standing:seconds``; None for what makes no sense."""
    person, _colon, rest = text.partition(":")
    standing, _colon, waited = rest.partition(":")
    try:
        mark = Mark(UUID(person), standing, float(waited or 0))
    except ValueError:
        return None
    return mark if standing in STANDINGS and mark.waited >= 0 else None


def fits(words: str, *, name: str, letters: str, seat: int | None) -> bool:
    """Say whether somebody is meant by what was typed: her seat, the first letters of her name's sound, a part of the name."""
    wanted = words.strip().casefold()
    if wanted.isdecimal() and wanted.isascii():
        return seat == int(wanted)
    return wanted in name.casefold() or (bool(wanted) and letters.startswith(wanted))


def share(came: int, enrolled: int) -> int:
    """Give how many of a hundred came, 0 where nobody was enrolled."""
    return round(100 * came / enrolled) if enrolled else 0
