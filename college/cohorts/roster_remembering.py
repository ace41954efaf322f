"""How headings of a roster are known again: the same ones in any order, wherever on the sheet they stand. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from college.cohorts.roster_columns import LOOKED_AT, plain_heading
from college.cohorts.roster_sheet import Sheet
from college.cohorts.roster_values import masked


@dataclass(frozen=True)
class Recalled:
    """Headings that were found again: by which key they are remembered, and where what stands."""

    key: str
    sheet: str
    header_row: int
    where: dict[str, int]


def tokens(cells: Sequence[str]) -> list[str]:
    """Give each heading, long numbers masked, as it is compared; of two that are alike the second has another token."""
    seen: Counter[str] = Counter()
    found = []
    for cell in cells:
        plain = plain_heading(cell)
        seen[plain] += 1
        found.append(f"{plain}#{seen[plain]}" if plain else "")
    return found


def key_of(cells: Sequence[str]) -> str:
    """Give what stands for these headings, whatever their order."""
    return hashlib.sha256("\n".join(sorted(filter(None, tokens(cells)))).encode()).hexdigest()


def by_heading(cells: Sequence[str], where: Mapping[str, int]) -> dict[str, str]:
    """Give what stands under which heading; columns without a heading cannot be known again."""
    told = tokens(cells)
    return {kind: told[index] for kind, index in where.items() if index < len(told) and told[index]}


def recall(sheets: Iterable[Sheet], known: Mapping[str, dict[str, str]], wish: Mapping[str, Any]) -> Recalled | None:
    """Find remembered headings (key → what stands under which) among the first rows; the fullest sheet comes first.

    Where a person has chosen the columns or a sheet (``wish``), nothing else is looked at.
    """
    if not known or "where" in wish:
        return None
    named = [sheet for sheet in sheets if wish.get("sheet") in (None, sheet.name)]
    for sheet in sorted(named, key=lambda each: -len(each.rows)):
        for row in sheet.rows[:LOOKED_AT]:
            cells = [masked(cell) for cell in row.cells]
            if (key := key_of(cells)) in known:
                return Recalled(key, sheet.name, row.number, _where(cells, known[key]))
    return None


def _where(cells: Sequence[str], said: Mapping[str, str]) -> dict[str, int]:
    told = tokens(cells)
    return {kind: told.index(token) for kind, token in said.items() if token in told}
