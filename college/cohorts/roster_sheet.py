"""What a sheet of a roster is: numbered rows of plain text, within sizes that a roster never exceeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from college.cohorts.roster_words import N_, Said, Unreadable

#: Filled rows that one roster may have: more than any district's term.
MAX_ROWS = 20_000
#: Columns that one roster may have.
MAX_COLUMNS = 50
#: No cell of a roster is longer, in characters: longer means that a quotation mark was never closed.
MAX_CELL = 500


@dataclass(frozen=True)
class Row:
    """A row with its number as Excel shows it, counted from 1, and its cells without space around them."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int | None) -> str:
        """Give the cell at ``index`` (from 0), or "" where the row is shorter or there is no such column."""
        return self.cells[index] if index is not None and 0 <= index < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """The filled rows of one sheet."""

    name: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """A roster file as text: how it was read, its sheets (a CSV file has one), and what is to be said of it.

    ``is_partial`` says that it holds only what changed since another file: whoever is not in it is not missing.
    """

    encoding: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[Said, ...] = ()
    is_partial: bool = False


def unwrapped(cell: str) -> str:
    """Give what a cell of a CSV file says that was guarded against spreadsheets: ="0012" and '0012 are 0012."""
    if cell.startswith('="') and cell.endswith('"') and '"' not in cell[2:-1]:
        return cell[2:-1].strip()
    return cell[1:] if cell.startswith("'") and cell[1:2] and cell[1] in "=+-@0123456789" else cell


def as_rows(name: str, rows: Iterable[Iterable[str]]) -> Sheet:
    """Number the rows, leave blank ones out, and refuse what is too large for a roster (`Unreadable`)."""
    kept: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        trimmed = [unwrapped(cell.strip().strip("\u3000\u200b\ufeff")) for cell in cells]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if not trimmed:
            continue
        if len(trimmed) > MAX_COLUMNS:
            raise Unreadable(
                N_("Row %(row)s has more than 50 columns. Keep only the columns with names and telephones."), row=number
            )
        if any(len(cell) > MAX_CELL for cell in trimmed):
            raise Unreadable(N_("Row %(row)s holds a cell that is far too long. Shorten it and upload the file again."), row=number)
        if len(kept) >= MAX_ROWS:
            raise Unreadable(N_("This file has more than 20,000 rows. Divide it into smaller files."))
        kept.append(Row(number, tuple(trimmed)))
    return Sheet(name, tuple(kept))
