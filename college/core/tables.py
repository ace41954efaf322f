"""Tables for a spreadsheet: CSV that Chinese Excel reads, with cells that are never run as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from flask import Response

from college.core.clock import LOCAL

#: The signs with which a spreadsheet begins a formula, narrow and full width.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


def safe_cell(value: object) -> str:
    """Give a value as a cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def csv_bytes(lines: Iterable[Iterable[object]]) -> bytes:
    """Give lines of cells as CSV in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([safe_cell(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def time_cell(moment: datetime | None) -> str:
    """Give a moment in China's time as a spreadsheet sorts it: 2026-11-21 15:05; empty for none."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M") if moment else ""


def download(data: bytes, name: str, *, plain_name: str) -> Response:
    """Answer with a CSV file; ``plain_name`` is for browsers that cannot read hanzi in file names."""
    disposition = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        data,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )
