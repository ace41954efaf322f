"""Square patterns that a phone's camera reads: which modules of one are dark, and how much white it needs around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import segno

#: Modules left white around it (ISO/IEC 18004; AGE_FRIENDLY AF-79).
QUIET_ZONE = 4


def dark_runs(url: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Give the modules per side of the QR code of ``url`` (level Q), and its dark runs as (row, column, length)."""
    matrix = [list(row) for row in _code(url).matrix]
    return len(matrix), [(y, x, length) for y, row in enumerate(matrix) for x, length in _runs(row)]


def as_image(url: str) -> str:
    """Give the QR code of ``url`` (level Q) with its quiet zone as the address of a picture that holds its own data."""
    return _code(url).png_data_uri(scale=8, border=QUIET_ZONE)


def _code(url: str) -> segno.QRCode:
    return segno.make(url, error="q", boost_error=False, micro=False)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None
