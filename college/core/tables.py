"""Tables for a spreadsheet: CSV that Chinese Excel reads and XLSX, with cells that are never run as formulas."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from flask import Response
from openpyxl import Workbook

from college.core.clock import LOCAL

#: What the files are called to a browser.
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_TYPE = "application/zip"

#: The signs with which a spreadsheet begins a formula; what looks alike (full width, small, raised) counts as well.
FORMULA_STARTS = frozenset("=+-@\u2212")
_ALIKE = "".join(sign for sign in map(chr, range(0x2000, 0x10000)) if unicodedata.normalize("NFKC", sign) in FORMULA_STARTS)
_STARTS = re.escape("".join(sorted(FORMULA_STARTS)) + _ALIKE)
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
#: A sign that begins a cell, or what some computers take for one: they divide lines at ";" or a tab, also within quotes.
_LIVE = re.compile(rf"(^|[;；,，|\t\r\n]\"*)([{_UNSEEN}]*)(?=[{_STARTS}])")

#: What a workbook cannot hold.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe_cell(value: object) -> str:
    """Give a value as a cell that no spreadsheet runs as a formula: an apostrophe stands before what would begin one."""
    text = "" if value is None else str(value)
    return _LIVE.sub(_quoted, "'" + text if text[:1] in ("\t", "\r", "\n") else text)


def _quoted(found: re.Match[str]) -> str:
    at_start = found[1] == ""
    return f"'{found[2]}" if at_start else f"{found[1]}{found[2]}'"


def csv_bytes(lines: Iterable[Iterable[object]]) -> bytes:
    """Give lines of cells as CSV in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([safe_cell(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def time_cell(moment: datetime | None) -> str:
    """Give a moment in China's time as a spreadsheet sorts it: 2026-11-21 15:05; empty for none."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M") if moment else ""


def xlsx_bytes(lines: Iterable[Iterable[object]], title: str) -> bytes:
    """Give lines of cells as a workbook of one sheet in which every cell is text, none a formula or a number."""
    book, packed = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or None)
    for line in lines:
        sheet.append([_NO_XML.sub("", safe_cell(cell)) for cell in line])
    book.save(packed)
    return packed.getvalue()


def download(data: bytes, name: str, *, plain_name: str, kind: str = CSV_TYPE) -> Response:
    """Answer with a file; ``plain_name`` is for browsers that cannot read hanzi in file names, ``kind`` its type."""
    disposition = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        data,
        content_type=kind,
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )
