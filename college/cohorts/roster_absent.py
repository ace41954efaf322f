"""Who of a cohort is missing in a roster: only those of whom it is certain. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from college.cohorts.roster_rules import Decided, Fate
from college.cohorts.roster_values import name_key


@dataclass(frozen=True)
class Member:
    """Somebody who is in the cohort today."""

    id: str
    name: str
    phone_key: str | None
    is_staff: bool
    #: Whether a person put her in, and no import did.
    is_by_hand: bool


@dataclass(frozen=True)
class Missing:
    """The students of a cohort who are not in the file, by what becomes of them."""

    #: Their enrollment ends.
    ending: tuple[Member, ...] = ()
    #: Enrolled by hand: they stay unless the coordinator asks for it.
    by_hand: tuple[Member, ...] = ()
    #: The coordinator said that they stay.
    staying: tuple[Member, ...] = ()
    #: Whether everybody would go.
    is_everybody: bool = False

    @property
    def digest(self) -> str:
        """Stands for exactly these people whose enrollment ends."""
        return hashlib.sha256(",".join(sorted(each.id for each in self.ending)).encode()).hexdigest()


def missing(
    members: Iterable[Member], fates: Iterable[Decided], *, with_by_hand: bool, stay: Collection[str]
) -> Missing:
    """Give who of a cohort is missing in a roster whose rows came to ``fates``.

    Staff never are. Nobody is either whose name or telephone stands in a row that is with a mistake, left out,
    waits for an answer or was left aside for another reason than that she is gone: that row may be she.
    """
    rows = list(fates)
    there = {row.person_id for row in rows if row.person_id} | {
        who.key for row in rows if row.fate is Fate.ASK for who in row.candidates
    }
    unclear = [row.listed for row in rows if _is_unclear(row)]
    names = {name_key(each.name) for each in unclear if each.name}
    phones = {each.phone_key for each in unclear if each.phone_key}
    students = [each for each in members if not each.is_staff]
    gone = [
        each
        for each in students
        if each.id not in there and name_key(each.name) not in names and each.phone_key not in phones
    ]
    staying = [each for each in gone if each.id in stay]
    by_hand = [each for each in gone if each.is_by_hand and not with_by_hand and each.id not in stay]
    kept = {each.id for each in (*staying, *by_hand)}
    ending = [each for each in gone if each.id not in kept]
    return Missing(tuple(ending), tuple(by_hand), tuple(staying), bool(ending) and len(ending) == len(students))


def _is_unclear(row: Decided) -> bool:
    if row.fate is Fate.ASIDE:
        return not row.listed.is_gone
    return row.fate in (Fate.WRONG, Fate.LEFT, Fate.ASK)
