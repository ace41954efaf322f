"""Decisions about seats over plain values: which number is free, who gets which, and how a room is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

Who = TypeVar("Who", bound=Hashable)

#: No room has a seat with a higher number.
HIGHEST = 999
#: So many seats stand in a row of the plan at least and at most, and unless somebody says otherwise.
NARROWEST, WIDEST, USUAL = 2, 12, 6


def free_numbers(taken: Iterable[int], wanted: int) -> list[int]:
    """Give so many free numbers, the lowest first, counted from one."""
    held = set(taken)
    found = (number for number in count(1) if number not in held)
    return [next(found) for _each in range(wanted)]


def seated(people: Sequence[Who], seats: Mapping[Who, int]) -> dict[Who, int]:
    """Give everybody a seat: whoever has one keeps it, the others get the next free ones in their order."""
    kept = {who: seats[who] for who in people if who in seats}
    waiting = [who for who in people if who not in kept]
    return {**kept, **dict(zip(waiting, free_numbers(kept.values(), len(waiting)), strict=True))}


def moved(seats: Mapping[Who, int], who: Who, number: int) -> dict[Who, int]:
    """Give the seats after somebody took a number; whoever sat there takes hers, or the next free one."""
    after = dict(seats)
    other = next((each for each, held in seats.items() if held == number and each != who), None)
    before = after.pop(who, None)
    if other is not None:
        after.pop(other)
        after[other] = before or free_numbers({*after.values(), number}, 1)[0]
    return {**after, who: number}


def undone(seats: Mapping[Who, int], before: Mapping[Who, int | None]) -> dict[Who, int]:
    """Give the seats as they were before the last change; whoever came since gives way where a seat is wanted back.

    Whoever had no seat before has none afterwards; ``before`` is the seat itself for whoever came since.
    """
    back = {who: number for who in seats if (number := before.get(who)) is not None and number != seats[who]}
    stay = {who: seats[who] for who in seats if before.get(who) == seats[who]}
    kept = {who: number for who, number in stay.items() if number not in back.values()}
    return seated(list(dict.fromkeys([*back, *kept, *stay])), {**back, **kept})


def rows_of(numbers: Iterable[int], width: int) -> list[list[int]]:
    """Give the numbers of a room row by row from the front, ``width`` seats each, as far as the highest one."""
    last = max(numbers, default=0)
    return [list(range(start, start + width)) for start in range(1, last + 1, width)]
