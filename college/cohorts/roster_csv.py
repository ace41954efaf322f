"""CSV as China's offices write it: its encoding found, the sign between its columns found, its rows as cells. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from college.cohorts.roster_sheet import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from college.cohorts.roster_words import N_, Unreadable

#: No line of a CSV file is longer, in characters: no row of a roster could be.
MAX_LINE = MAX_COLUMNS * (MAX_CELL + 3)
#: Lines looked at to find the sign between the columns.
SNIFFED_LINES = 60
DELIMITERS = (",", "\t", ";", "，", "|")
UTF8, UTF8_MARKED, UTF16, GB18030 = "UTF-8", "UTF-8 (BOM)", "UTF-16", "GB18030"

_UNCLOSED = N_(
    "Row %(row)s holds a quotation mark that never ends, or a cell that is far too long. "
    "Correct that row and upload the file again."
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


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


def cells(text: str, most: int = MAX_ROWS * 2) -> Iterable[list[str]]:
    """Give the rows of a CSV text, ``most`` at most; the first line may name the delimiter as Excel does (``sep=;``)."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if len(line) > MAX_LINE:
            raise Unreadable(_UNCLOSED, row=number)
    named = re.match(r"sep=(.)\r?\n", text)
    body = text[named.end() :] if named else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=named[1] if named else delimiter_of(body))
    try:
        for number, row in enumerate(reader, start=1):
            if number > most:
                raise Unreadable(N_("This file has more than 20,000 rows. Divide it into smaller files."))
            if any(len(cell) > MAX_CELL for cell in row):
                raise Unreadable(_UNCLOSED, row=number)
            yield row
    except csv.Error:
        raise Unreadable(_UNCLOSED, row=reader.line_num) from None
