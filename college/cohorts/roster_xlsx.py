"""From the bytes of an .xlsx file to its sheets as text, with a look at its sizes before it is unpacked."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from college.cohorts.roster_sheet import MAX_ROWS, Book, Sheet, as_rows
from college.cohorts.roster_words import N_, Said, Unreadable, say

#: Parts that a workbook of rosters has at most, pictures and themes included.
MAX_PARTS = 300
#: What all parts may be together once unpacked, in bytes; and one of them against its packed size. Excel packs a
#: million empty coloured rows 40 times smaller, a bomb is packed 1,000 times.
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO, RATIO_FROM = 200, 1024 * 1024
#: Rows looked at, blank ones included: sheets whose empty rows are coloured end here.
MAX_ROWS_SEEN = MAX_ROWS * 2
MAX_SHEETS = 20
#: Sheets that a sentence names.
NAMED = 5
XLSX = "XLSX"

_HIDDEN = N_("Hidden in the file and not read: “%(sheet)s”. If its names are meant, show that sheet in Excel and save.")
_BEYOND = N_("Only the first %(count)s sheets were read, not “%(sheet)s”.")
_FORMULAS = N_(
    "Some cells of “%(sheet)s” hold formulas without their results and are read as empty. "
    "Open the file in Excel or WPS, save it, and upload it again."
)

_BROKEN = N_(
    "This Excel file is broken or was not copied completely. Open it in Excel or WPS, save it again, and upload it again."
)
#: What openpyxl and zipfile raise on files that are torn, locked or made to deceive.
_READER_FAILS = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
)
_OTHER_KINDS = ("word/", "ppt/", "Index/", "content.xml")
#: A formula whose cell holds no result: written by a program that cannot calculate.
_UNSAVED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def read(data: bytes) -> Book:
    """Give the filled sheets of an .xlsx file, visible ones only; hidden ones are named in its remarks.

    Raises `Unreadable` when it is no workbook, too large, broken, locked or without a filled row.
    """
    _check_parts(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets, said = _sheets(data)
    except Unreadable:
        raise
    except _READER_FAILS as error:
        raise Unreadable(_BROKEN) from error
    if not sheets:
        raise Unreadable(N_("No sheet of this Excel file holds anything. Check that you saved the one with the names."))
    return Book(XLSX, sheets, said)


def _check_parts(data: bytes) -> None:
    """Look at the list of parts only: nothing is unpacked yet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Unreadable(_BROKEN) from error
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        if any(name.startswith(_OTHER_KINDS) for name in names):
            raise Unreadable(
                N_("This is not an Excel file. Open it in its own program, save the table as “.xlsx”, and upload that.")
            )
        raise Unreadable(
            N_("This is a packed file or an Excel file of another kind. Upload the roster itself, saved as “.xlsx”.")
        )
    is_bomb = any(part.file_size > max(RATIO_FROM, part.compress_size * MAX_RATIO) for part in parts)
    if is_bomb or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(
            N_("This Excel file is far too large inside. Copy the names into a new sheet, save it, and upload that.")
        )


def _sheets(data: bytes) -> tuple[tuple[Sheet, ...], tuple[Said, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        read = [_filled(data, sheet) for sheet in visible[:MAX_SHEETS]]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    finally:
        book.close()
    said = [each for _sheet, each in read if each]
    said += [say(_HIDDEN, sheet="、".join(hidden[:NAMED]))] if hidden else []
    beyond = [sheet.title for sheet in visible[MAX_SHEETS:]]
    said += [say(_BEYOND, count=MAX_SHEETS, sheet="、".join(beyond[:NAMED]))] if beyond else []
    return tuple(sheet for sheet, _said in read if sheet.rows), tuple(said)


def _filled(data: bytes, sheet: Any) -> tuple[Sheet, Said | None]:
    """Give the filled rows of a sheet, and what is to be said of its formulas."""
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would silently be missed
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        body = packed.read(sheet._worksheet_path)
    merged, is_unsaved = _merged_downwards(body), bool(_UNSAVED.search(body))
    del body
    found = as_rows(sheet.title, _filled_down(_texts(sheet), merged))
    return found, say(_FORMULAS, sheet=sheet.title) if is_unsaved and found.rows else None


def _texts(sheet: Any) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MAX_ROWS_SEEN:
            return
        yield [text_of(value) for value in row]


def _merged_downwards(body: bytes) -> dict[int, list[tuple[int, int]]]:
    """Give by column (from 0) the first and last row of cells merged downwards: a reader for streams skips them."""
    found: dict[int, list[tuple[int, int]]] = {}
    for each in _MERGED.findall(body[-1_000_000:]):
        left, top, right, bottom = range_boundaries(each.decode())
        if left == right and bottom > top:
            found.setdefault(left - 1, []).append((top, bottom))
    return found


def _filled_down(rows: Iterator[list[str]], merged: dict[int, list[tuple[int, int]]]) -> Iterator[list[str]]:
    """Write what a merged cell says into each row that it covers (one district beside many names)."""
    covering = {(column, top): bottom for column, spans in merged.items() for top, bottom in spans}
    running: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(rows, start=1):
        for column, (bottom, value) in list(running.items()):
            if number > bottom:
                del running[column]
            elif any(cells):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or value
        for column in merged:
            if (column, number) in covering and column < len(cells):
                running[column] = (covering[column, number], cells[column])
        yield cells


def text_of(value: Any) -> str:
    """Give a cell's value as a person would read it: 14000000005.0 is 14000000005, a day is 2026-11-22."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
