"""Reading a calendar day as people write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

#: How long before today a day without a year may lie and still belong to this year.
RECENT = timedelta(days=180)

_FULL_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_SHORT_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")


def plain(text: str | None) -> str:
    """Give the text in half-width signs, without unseen signs and without space around it."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text or "")).strip()


def parse_day(text: str | None, *, today: date, is_past: bool = False) -> date | None:
    """Read a day as people write it, or give None when it is none.

    Takes 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日, 20261122 and, without a
    year, 11月22日 or 11/22: then it is this year's, unless that lies more than half a
    year back, when it is next year's. With ``is_past`` a day without a year is always this year's.
    """
    squeezed = re.sub(r"\s+", "", plain(text))
    if re.fullmatch(r"\d{8}", squeezed):
        squeezed = f"{squeezed[:4]}-{squeezed[4:6]}-{squeezed[6:]}"
    if full := _FULL_DAY.fullmatch(squeezed):
        return _real_day(*map(int, full.groups()))
    if short := _SHORT_DAY.fullmatch(squeezed):
        month_and_day = map(int, short.groups())
        return _real_day(today.year, *month_and_day) if is_past else _nearest_day(*month_and_day, today=today)
    return None


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_day(month: int, day: int, *, today: date) -> date | None:
    this_year = _real_day(today.year, month, day)
    if this_year is not None and today - this_year <= RECENT:
        return this_year
    return _real_day(today.year + 1, month, day)
