"""Which part of a roster file is read: one sheet, all sheets that are alike, or the rows of one class. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from college.cohorts.roster_columns import (
    AGE,
    BY_HEADING,
    GROUP,
    Columns,
    find_columns,
    plain_heading,
    recognise,
)
from college.cohorts.roster_halves import next_thousand, people_of, without_repeats
from college.cohorts.roster_sheet import MAX_ROWS, Book, Row, Sheet
from college.cohorts.roster_words import N_, Said, Unreadable, say

#: The name under which all sheets with the same headings are read as one; no sheet of Excel may be called so.
ALL_SHEETS = "*"
#: Classes offered at most; a column with more is not one of classes.
MAX_GROUPS = 60

_BETWEEN_GROUPS = re.compile(r"[,，;；、|\n]+")


@dataclass(frozen=True)
class Part:
    """A part of the file that may be read: ``sheet`` is its name or `ALL_SHEETS`, ``group`` a class or '' for all.

    ``is_class`` says that it is offered among the classes of the sheet, not among the sheets.
    """

    sheet: str
    group: str
    rows: int
    is_taken: bool
    is_class: bool = False


@dataclass(frozen=True)
class Picked:
    """What is read: the sheet, its columns, the rows with people, what is to be said, and what may be read instead."""

    sheet: Sheet
    columns: Columns
    people: list[Row]
    said: list[Said]
    parts: tuple[Part, ...]


def pick(book: Book, wish: dict[str, Any]) -> Picked:
    """Pick what a person wished: keys ``sheet``, ``group``, ``header_row`` and ``where``, each of which may be missing.

    Without a wish the sheet with the most people is read, with all of its classes. Raises `Unreadable` when all
    sheets together are too many rows.
    """
    found = [(sheet, without_repeats(sheet, find_columns(sheet))) for sheet in book.sheets]
    best = max(found, key=lambda pair: (pair[1].is_enough, len(pair[0].rows) if pair[1].is_enough else 0))
    alike = _alike(found, best)
    wished = wish.get("sheet")
    if wished == ALL_SHEETS and len(alike) > 1:
        (sheet, columns), said = together(alike)
    else:
        sheet, columns = next((pair for pair in found if pair[0].name == wished), best)
        said = _one_of_several(book, sheet) if wished is None else []
    columns = _by_hand(sheet, wish) if "where" in wish and wished in (None, sheet.name) else columns
    people, left = people_of(sheet, columns) if columns.is_enough else ([], [])
    groups = groups_of(people, columns)
    group = wish.get("group") if wish.get("group") in groups else ""
    parts = (*_sheet_parts(found, alike, sheet), *_group_parts(groups, sheet, group, len(people)))
    kept = [row for row in people if not group or group in groups_in(row, columns)]
    return Picked(sheet, columns, kept, [*book.remarks, *said, *left], parts)


def _by_hand(sheet: Sheet, wish: dict[str, Any]) -> Columns:
    """Take the columns that a person pointed out, with roles and the like by their headings."""
    header = next((row for row in sheet.rows if row.number == wish["header_row"]), None)
    if header is None:
        return Columns(wish["header_row"], dict(wish["where"]))
    known = recognise(header.cells, header.number)
    taken = set(wish["where"].values())
    others = {kind: at for kind, at in known.where.items() if kind in BY_HEADING and at not in taken}
    is_born = bool(known.born) and wish["where"].get(AGE) == known.where.get(AGE)
    never = known.never if is_born or not known.born else (*known.never, known.born)
    never = tuple(heading for heading in never if header.cells.index(heading) not in taken)
    return Columns(header.number, {**others, **wish["where"]}, never, (), known.born if is_born else "")


def _one_of_several(book: Book, sheet: Sheet) -> list[Said]:
    if len(book.sheets) == 1:
        return []
    return [say(N_("The file has several sheets; only “%(sheet)s” was read."), sheet=sheet.name)]


def _headings(pair: tuple[Sheet, Columns]) -> list[str]:
    sheet, columns = pair
    cells = next((row.cells for row in sheet.rows if row.number == columns.header_row), ())
    return [plain_heading(cell) for cell in cells]


def _alike(found: Sequence[tuple[Sheet, Columns]], best: tuple[Sheet, Columns]) -> list[tuple[Sheet, Columns]]:
    """Give the sheets with the same headings as the best one, in their order."""
    understood = [pair for pair in found if pair[1].is_enough]
    return [pair for pair in understood if pair[1].where == best[1].where and _headings(pair) == _headings(best)]


def together(pairs: Sequence[tuple[Sheet, Columns]]) -> tuple[tuple[Sheet, Columns], list[Said]]:
    """Put sheets with the same headings one under another; say under which numbers the rows of each stand."""
    (first, columns), rows, said = pairs[0], [], []
    rows += [row for row in first.rows if row.number <= columns.header_row]
    offset = 0
    for sheet, own in pairs:
        people, _left = people_of(sheet, own)
        rows += [Row(row.number + offset, row.cells) for row in people]
        if offset:
            said.append(say(N_("The rows of “%(sheet)s” are counted from %(row)s on."), sheet=sheet.name, row=offset + 1))
        offset += next_thousand(people) or next_thousand(sheet.rows)
    if len(rows) > MAX_ROWS:
        raise Unreadable(N_("This file has more than 20,000 rows. Divide it into smaller files."))
    return (Sheet(ALL_SHEETS, tuple(rows)), columns), said


def _sheet_parts(
    found: Sequence[tuple[Sheet, Columns]], alike: Sequence[tuple[Sheet, Columns]], taken: Sheet
) -> list[Part]:
    if len(found) < 2:
        return []
    counts = {
        sheet.name: len(people_of(sheet, columns)[0] if columns.is_enough else sheet.rows) for sheet, columns in found
    }
    parts = [Part(name, "", count, name == taken.name) for name, count in counts.items() if count or name == taken.name]
    if len(alike) > 1:
        every = sum(counts[sheet.name] for sheet, _columns in alike)
        parts.append(Part(ALL_SHEETS, "", every, taken.name == ALL_SHEETS))
    return parts


def groups_in(row: Row, columns: Columns) -> set[str]:
    """Give the classes that a row names ("一班, 二班")."""
    return {part.strip() for part in _BETWEEN_GROUPS.split(row.cell(columns.where.get(GROUP))) if part.strip()}


def groups_of(rows: Sequence[Row], columns: Columns) -> Counter[str]:
    """Give how many rows each class has; nothing when all are in one, or there are too many to be classes."""
    if GROUP not in columns.where:
        return Counter()
    counts = Counter(group for row in rows for group in groups_in(row, columns))
    is_choice = len(counts) > 1 or any(count < len(rows) for count in counts.values())
    return counts if is_choice and len(counts) <= MAX_GROUPS else Counter()


def _group_parts(groups: Counter[str], sheet: Sheet, taken: str, every: int) -> list[Part]:
    if not groups:
        return []
    parts = [Part(sheet.name, group, count, group == taken, True) for group, count in sorted(groups.items())]
    return [*parts, Part(sheet.name, "", every, taken == "", True)]
