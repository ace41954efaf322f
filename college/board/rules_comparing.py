"""Counting people of several cohorts once, their medians, and what of it may be told: over plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from college.board.rules_lessons import FEW, shown
from college.board.shapes import PersonRow
from college.board.shapes_lessons import Number

#: What is counted of people, 1 or 0 of each; the numbers of `counting_shapes.CohortNumbers` of the same names.
OF_PEOPLE = ("opened", "came", "started", "finished", "practised", "shown", "silent", "calling")
#: What is summed, and the numbers of each person whose spread over people is kept.
SUMS, SPREADS = ("open_questions", "lessons_finished"), ("lessons", "times")
#: Everything that a tally counts.
COUNTED = ("enrolled", *OF_PEOPLE, *SUMS)
#: What is said of a number from which another could be worked out.
HIDDEN = Number(0, is_hidden=True)

Facts = Mapping[str, int]


@dataclass(frozen=True)
class Tally:
    """Numbers over some people, with how many of them have finished so many lessons or came so many times."""

    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    spread: dict[str, dict[int, int]] = field(default_factory=lambda: {name: {} for name in SPREADS})


def facts_of_row(row: PersonRow) -> dict[str, int]:
    """Give what a board says of one person as numbers."""
    return {
        "opened": int(row.member.has_opened),
        "came": int(row.deeds.times_there > 0),
        "started": int(row.has_started),
        "finished": int(row.has_finished),
        "practised": int(row.deeds.has_practised),
        "shown": int(bool(row.deeds.shown)),
        "silent": int(row.is_stuck),
        "calling": int(row.is_calling),
        "open_questions": row.deeds.open_questions,
        "lessons_finished": row.lessons_finished,
        "times": row.deeds.times_there,
    }


def as_one(rows: Sequence[PersonRow]) -> dict[str, int]:
    """Give what is said of somebody who is in several cohorts: she is one, whatever she did in which of them.

    She has finished when she has in every one of them, and is silent when she is in one and goes on in none.
    """
    each = [facts_of_row(row) for row in rows]
    one = {name: max(facts[name] for facts in each) for name in OF_PEOPLE}
    goes_on = any(row.has_started and not row.is_stuck and not row.has_reached for row in rows)
    done = {key for row in rows for key, mark in row.marks.items() if mark.is_finished}
    return {
        **one,
        "finished": int(all(facts["finished"] for facts in each)),
        "silent": int(bool(one["silent"]) and not goes_on),
        "open_questions": sum(facts["open_questions"] for facts in each),
        "lessons_finished": len(done),
        "times": sum(facts["times"] for facts in each),
    }


def tally_of(people: Iterable[Facts]) -> Tally:
    """Count some people."""
    numbers: Counter[str] = Counter()
    lessons: Counter[int] = Counter()
    times: Counter[int] = Counter()
    for facts in people:
        numbers["enrolled"] += 1
        for name in (*OF_PEOPLE, *SUMS):
            numbers[name] += facts[name]
        lessons[facts["lessons_finished"]] += 1
        times[facts["times"]] += 1
    return Tally({name: numbers[name] for name in COUNTED}, {"lessons": dict(lessons), "times": dict(times)})


def together(tallies: Iterable[Tally], less: Tally | None = None) -> Tally:
    """Add up tallies, and take one off again: that of people who are in several of them, as often as they are."""
    numbers, spread = Counter(dict.fromkeys(COUNTED, 0)), {name: Counter() for name in SPREADS}
    for tally, sign in [*((each, 1) for each in tallies), *([(less, -1)] if less else [])]:
        for name in COUNTED:
            numbers[name] += sign * tally.numbers[name]
        for name in SPREADS:
            for value, people in tally.spread[name].items():
                spread[name][int(value)] += sign * people
    kept = {name: {value: people for value, people in each.items() if people > 0} for name, each in spread.items()}
    return Tally({name: max(0, numbers[name]) for name in COUNTED}, kept)


def median(spread: Mapping[int, int]) -> float | None:
    """Give the median of a number over people, by how many have which; None for nobody."""
    people = sum(spread.values())
    if not people:
        return None
    return (_at(spread, (people - 1) // 2) + _at(spread, people // 2)) / 2


def _at(spread: Mapping[int, int], place: int) -> int:
    for value in sorted(spread):
        place -= spread[value]
        if place < 0:
            return value
    raise ValueError("the place lies behind the last of them")


def told(value: int, *, is_hers: bool, people: int | None = None, beside: int | None = None) -> Number:
    """Give a number as its reader may see it: whole where she may open its people, else rounded down to fives.

    Fewer than `FEW` people are never told to others. So that nobody works them out from the sum, the smallest number
    beside them, ``beside`` (`smallest_beside_few`), is not told either. ``people`` are those behind a number that counts
    something else.
    """
    if is_hers:
        return shown(value)
    return HIDDEN if beside is not None and value == beside else shown(0, value, people)


def smallest_beside_few(values: Iterable[int]) -> int | None:
    """Give the smallest number that is not few beside one that is, None where none is few or all are."""
    every = [value for value in values if value]
    return min((value for value in every if value >= FEW), default=None) if any(value < FEW for value in every) else None


def told_median(value: float | None, *, people: int, is_hers: bool) -> float | None:
    """Give a median, None where fewer than `FEW` others stand behind it."""
    return value if is_hers or people >= FEW else None
