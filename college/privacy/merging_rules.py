"""Decisions about putting two records of one person together, over plain values: no Flask, no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

#: What a coordinator may choose from either record, in the order of the page.
CHOICES = ("name", "phone", "age_band")
#: Taken over without asking where the kept record has none: no page shows it.
QUIET = ("outside_id",)


class Refusal(StrEnum):
    """Why two records cannot be put together."""

    SAME = "same"
    STAFF = "staff"
    ASLEEP = "asleep"
    CLOSED = "closed"
    HOLDS = "holds"


@dataclass(frozen=True)
class Record:
    """What the rules ask about one of the two records."""

    id: UUID
    is_staff: bool
    is_asleep: bool
    is_closed: bool
    holds_others: bool


def refusal(keep: Record, other: Record) -> Refusal | None:
    """Say why ``other`` cannot go into ``keep``, None when it can.

    Whoever works for the college keeps her own record, because her name to sign in and her roles hang on it. There
    is one step at most: a record that holds others goes into none, so that "whose is this?" never needs a chain.
    """
    if keep.id == other.id:
        return Refusal.SAME
    if keep.is_asleep or other.is_asleep:
        return Refusal.ASLEEP
    if keep.is_closed or other.is_closed:
        return Refusal.CLOSED
    if other.is_staff:
        return Refusal.STAFF
    return Refusal.HOLDS if other.holds_others else None


def fields_to_swap(chosen: dict[str, str], *, keep: dict[str, str | None], other: dict[str, str | None]) -> list[str]:
    """Give the fields in which the two records change places.

    ``chosen`` says "keep" or "other" for each of `CHOICES`; ``keep`` and ``other`` are what each record has. What
    nobody was asked about goes over where the kept record has none.
    """
    asked = [name for name in CHOICES if chosen.get(name) == "other" and keep.get(name) != other.get(name)]
    return asked + [name for name in QUIET if not keep.get(name) and other.get(name)]
