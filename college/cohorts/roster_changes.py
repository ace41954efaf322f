"""What a roster says otherwise about somebody known: field by field, before and after. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from college.cohorts.models_hand_edits import AGE_BAND, NAME, PHONE

if TYPE_CHECKING:
    from college.cohorts.roster_rules import Known, Listed


@dataclass(frozen=True)
class Change:
    """One field: as it is kept and as the file has it, both as they may be shown; a telephone shows 140****0005.

    ``is_by_hand``: a person wrote what is kept, so that it stays unless the coordinator says otherwise.
    """

    field: str
    before: str
    after: str
    is_by_hand: bool = False


def changes_of(each: Listed, person: Known) -> tuple[Change, ...]:
    """Give what a row says otherwise about a known person; an empty cell says nothing.

    Of staff, and of people whom another district looks after, nothing is ever changed.
    """
    if not person.may_change or person.is_staff:
        return ()
    told = (
        (NAME, person.name, each.name, bool(each.name) and each.name != person.name),
        (PHONE, person.phone_shown, each.phone_shown, bool(each.phone_key) and each.phone_key != person.phone_key),
        (AGE_BAND, person.age_band or "", each.age_band or "", bool(each.age_band) and each.age_band != person.age_band),
    )
    return tuple(
        Change(field, before, after, field in person.by_hand) for field, before, after, differs in told if differs
    )


def written(changes: tuple[Change, ...], overwritten: list[str]) -> list[str]:
    """Give the fields that are written: those no hand changed, and those of which the coordinator said so."""
    return [change.field for change in changes if not change.is_by_hand or change.field in overwritten]
