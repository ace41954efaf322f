"""Decisions about seats over plain values: which number is free, who gets which, and how a room is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

Who = TypeVar("Who", bound=Hashable)

#: No room has a seat with a higher number.
HIGHEST = 999


def free_numbers(taken: Iterable[int], wanted: int) -> list[int]:
    """Give so many free numbers, the lowest first, counted from one."""
    held = set(taken)
    found = count(1)
    return [next(number for number in found if number not in held) for _each in range(wanted)]


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


def rows_of(numbers: Iterable[int], width: int) -> list[list[int]]:
    """Give the numbers of a room row by row from the front, ``width`` seats each, as far as the highest one."""
    last = max(numbers, default=0)
    return [list(range(start, start + width)) for start in range(1, last + 1, width)]
