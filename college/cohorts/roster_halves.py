"""Rosters that stand in two or three lists beside each other on one sheet are read one list under another. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from college.cohorts.roster_columns import NAME, Columns, people_rows, plain_heading
from college.cohorts.roster_sheet import Row, Sheet
from college.cohorts.roster_words import N_, Said, say

#: Rows of a further list are counted from 1,001 or the next thousand on: their last digits stay those of the sheet.
THOUSAND = 1000


def next_thousand(rows: Sequence[Row]) -> int:
    """Give the thousand above every number of these rows."""
    return -(-max((row.number for row in rows), default=0) // THOUSAND) * THOUSAND


def people_of(sheet: Sheet, columns: Columns) -> tuple[list[Row], list[Said]]:
    """Give the rows with people like `people_rows`, those of lists that stand further right after the others."""
    rows, said = people_rows(sheet, columns)
    width, count = lists_beside(sheet, columns)
    if count < 2:
        return rows, said
    offset, found = next_thousand(sheet.rows), []
    for at in range(count):
        parts = (Row(row.number + at * offset, row.cells[at * width : (at + 1) * width]) for row in rows)
        found += [row for row in parts if row.cell(columns.where[NAME])]
    sentence = N_("Several lists stand beside each other. The rows of the second are counted from %(row)s on.")
    return found, [*said, say(sentence, row=offset + 1)]


def lists_beside(sheet: Sheet, columns: Columns) -> tuple[int, int]:
    """Give how many columns each list has and how many lists stand beside each other; (0, 1) for a common sheet."""
    header = next((row for row in sheet.rows if row.number == columns.header_row), None)
    if header is None or NAME not in columns.where:
        return 0, 1
    heads = [plain_heading(cell) for cell in header.cells]
    places = [at for at, head in enumerate(heads) if head == heads[columns.where[NAME]]]
    width = places[1] - places[0] if len(places) > 1 else 0
    even = [places[0] + width * at for at in range(len(places))]
    if not width or places != even or max(columns.where.values()) >= width or places[0] >= width:
        return 0, 1
    again = all(head in ("", heads[at % width]) for at, head in enumerate(heads))
    return (width, len(places)) if again else (0, 1)


def without_repeats(sheet: Sheet, columns: Columns) -> Columns:
    """Name no heading of a further list as not needed."""
    width, count = lists_beside(sheet, columns)
    if count < 2:
        return columns
    header = next(row for row in sheet.rows if row.number == columns.header_row)
    first = set(header.cells[:width]) - {header.cell(at) for at in columns.where.values()}
    return replace(columns, unused=tuple(cell for cell in dict.fromkeys(columns.unused) if cell in first))
