"""From the bytes of a roster file to rows of text: CSV in any encoding of China, XLSX, and OneRoster's packed files."""

from __future__ import annotations

import re

from college.cohorts import roster_oneroster, roster_xlsx
from college.cohorts.roster_csv import GB18030, UTF8, UTF8_MARKED, UTF16, cells, decode, delimiter_of
from college.cohorts.roster_sheet import Book, as_rows
from college.cohorts.roster_words import N_, Unreadable
from college.core import limits

#: The largest file that is taken, in bytes. A roster of 20,000 people is about 2 MB.
MAX_BYTES = 10_000_000
#: What reading one file may take, in seconds and in megabytes on top of an idle process (PROMISES: 10 s, 150 MB).
READ_WITHIN, READ_WITH = 9, 140

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"GIF8", b"RIFF")
_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")

__all__ = ["GB18030", "MAX_BYTES", "UTF16", "UTF8", "UTF8_MARKED", "decode", "delimiter_of", "read", "read_apart"]


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
        return roster_oneroster.read(data) if roster_oneroster.is_one(data) else roster_xlsx.read(data)
    _refuse_foreign(data)
    text, encoding = decode(data)
    sheet = as_rows("", cells(text))
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


limits.preload(__name__)
