"""From the bytes of a roster file to rows of text, for the import: CSV in any encoding of China, and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from college.cohorts import roster_xlsx
from college.cohorts.roster_sheet import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Book, as_rows
from college.cohorts.roster_words import N_, Unreadable
from college.core import limits

#: The largest file that is taken, in bytes. A roster of 20,000 people is about 2 MB.
MAX_BYTES = 10_000_000
#: No line of a CSV file is longer, in characters: no row of a roster could be.
MAX_LINE = MAX_COLUMNS * (MAX_CELL + 3)
#: What reading one file may take, in seconds and in megabytes on top of an idle process (PROMISES: 10 s, 150 MB).
READ_WITHIN, READ_WITH = 9, 140
#: Lines looked at to find the sign between the columns.
SNIFFED_LINES = 60
DELIMITERS = (",", "\t", ";", "，", "|")

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"GIF8", b"RIFF")
_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

UTF8, UTF8_MARKED, UTF16, GB18030, XLSX = "UTF-8", "UTF-8 (BOM)", "UTF-16", "GB18030", "XLSX"


def read_apart(data: bytes) -> Book:
    """Read like `read`, in a process of its own that is stopped when a file takes too much. Raises `Unreadable`."""
    try:
        return limits.run_limited(read, data, seconds=READ_WITHIN, megabytes=READ_WITH)
    except (limits.TooMuch, RecursionError) as error:
        raise Unreadable(
            N_("This file takes far too much to read. Copy the names into a new sheet, save it, and upload that.")
        ) from error


def read(data: bytes) -> Book:
    """Read the bytes of a roster (at most `MAX_BYTES`), whatever its name says.

    Raises `Unreadable` with a sentence that says what to do: nothing else is ever raised,
    and a file without a single filled row is refused, never taken for an empty roster.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(N_("This file is larger than 10 MB. Save only the sheet with the names and upload that."))
    if not data.strip(b"\x00\t\r\n ,;"):
        raise Unreadable(N_("This file is empty. Open it, check that the names are in it, and save it again."))
    if data.startswith(_ZIP):
        return Book(XLSX, roster_xlsx.read(data))
    _refuse_foreign(data)
    text, encoding = decode(data)
    sheet = as_rows("", _cells(text))
    if not sheet.rows:
        raise Unreadable(N_("This file is empty. Open it, check that the names are in it, and save it again."))
    return Book(encoding, (sheet,))


def _refuse_foreign(data: bytes) -> None:
    """Say by their first bytes what other files are and how to make a roster of them."""
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(
            N_(
                "This is an old Excel file (.xls) or one with a password. Open it in Excel or WPS, "
                "choose Save as, take “.xlsx” without a password, and upload the new file."
            )
        )
    if data.startswith(_PICTURES):
        raise Unreadable(
            N_("This is a picture or a PDF. The roster must be a table: an .xlsx or .csv file with one row per person.")
        )
    if _WEB.match(data[:400]):
        raise Unreadable(
            N_(
                "This is a web page that was only named like an Excel file. Open it in Excel or WPS, "
                "choose Save as, take “.xlsx”, and upload the new file."
            )
        )


def decode(data: bytes) -> tuple[str, str]:
    """Give the text of a CSV file and the name of its encoding: BOM, then strict UTF-8, then GB18030."""
    for text, encoding in _readings(data):
        if len(_CONTROL.findall(text[:20000])) <= 2:
            return text.replace("\x00", ""), encoding
    raise Unreadable(
        N_(
            "The characters of this file cannot be read. Open it in Excel or WPS, choose Save as, "
            "take “.xlsx” or “CSV UTF-8”, and upload the new file."
        )
    )


def _readings(data: bytes) -> Iterable[tuple[str, str]]:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig", UTF8_MARKED), (b"\xff\xfe", "utf-16", UTF16), (b"\xfe\xff", "utf-16", UTF16))
    marked = [(codec, name) for mark, codec, name in marks if data.startswith(mark)]
    for codec, name in marked or [("utf-8", UTF8), ("gb18030", GB18030)]:
        try:
            yield data.decode(codec), name
        except UnicodeDecodeError:
            continue


def delimiter_of(text: str) -> str:
    """Give the sign that stands between the columns; a comma when the file has only one column."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:SNIFFED_LINES] if line.strip()]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if counts:
            width, agreeing = counts.most_common(1)[0]
            best, best_score = max((best, best_score), (delimiter, (agreeing, width)), key=lambda pair: pair[1])
    return best


def _cells(text: str) -> Iterable[list[str]]:
    """Give the rows of a CSV text; the first line may name the delimiter as Excel does (``sep=;``)."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if len(line) > MAX_LINE:
            raise Unreadable(_UNCLOSED, row=number)
    named = re.match(r"sep=(.)\r?\n", text)
    body = text[named.end() :] if named else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=named[1] if named else delimiter_of(body))
    try:
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS * 2:
                raise Unreadable(N_("This file has more than 20,000 rows. Divide it into smaller files."))
            if any(len(cell) > MAX_CELL for cell in row):
                raise Unreadable(_UNCLOSED, row=number)
            yield row
    except csv.Error:
        raise Unreadable(_UNCLOSED, row=reader.line_num) from None


_UNCLOSED = N_(
    "Row %(row)s holds a quotation mark that never ends, or a cell that is far too long. "
    "Correct that row and upload the file again."
)

limits.preload(__name__)
