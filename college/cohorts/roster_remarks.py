"""Remarks that most rows of a roster share are said once, above the rows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from college.cohorts.roster_rules import Listed
from college.cohorts.roster_words import Said

#: So many rows must share a remark at least, and more than half of all of them.
MANY = 5

Phone = TypeVar("Phone")


def lifted(rows: Sequence[tuple[Listed, Phone]]) -> tuple[list[tuple[Listed, Phone]], list[Said]]:
    """Give the rows without the remarks that most of them share, and those remarks."""
    counts = Counter(_key(said) for each, _phone in rows for said in each.remarks)
    common = {key for key, count in counts.items() if count >= MANY and count * 2 > len(rows)}
    if not common:
        return list(rows), []
    said = {_key(said): said for each, _phone in rows for said in each.remarks if _key(said) in common}
    kept = [
        (replace(each, remarks=tuple(said for said in each.remarks if _key(said) not in common)), phone)
        for each, phone in rows
    ]
    return kept, list(said.values())


def _key(said: Said) -> tuple[str, tuple[tuple[str, str | int], ...]]:
    return said.msgid, tuple(sorted(said.values.items()))
