"""What an age cell of a roster means: an age, a band of ages, or a birth date of which only the band is taken. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from college.cohorts.roster_words import N_, Said, say
from college.core.days import plain

#: The last of the five-year bands of ages; the first is 50-54.
LAST_BAND = "85+"
NO_AGE = frozenset({"", "无", "没有", "暂无", "/", "-", "--", "—", "——", "n/a", "na", "none", "null", "0", "不详"})

#: Excel counts days from here; a cell of days that lost its form says 20881 instead of 1957-03-02.
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(7_000, 47_000)
_SIGN = r"[-/.年]"
_YEAR_FIRST = re.compile(rf"((?:18|19|20)\d\d)(?:{_SIGN}(\d{{1,2}})(?:[-/.月](\d{{1,2}})[日号]?|月)?)?(?:年?出?生?)?")
_SQUEEZED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]((?:19|20)\d\d)")
_HOUR = re.compile(r"(?<=\d)[T]?\d{1,2}:\d\d(:\d\d)?(\.0+)?$")

#: What is said of a date of which the age band was taken.
DATE_SAID = N_("The birth date is not kept, only the age band.")
_NO_AGE_SAID = N_("The age was not kept: write an age such as 67, or a band of five years such as 65-69.")


def age_band_of(text: str, today: date | None = None) -> tuple[str | None, Said | None]:
    """Give the five-year band of an age ("67岁" is 65-69), of a band as written ("65~69岁") or of a birth date.

    ``today`` is the day on which a birth date is looked at; without it no date is understood. The remark says why
    a cell was not kept, or that of a date nothing but the band stays; people under 50 have no band.
    """
    typed = re.sub(r"[\s岁周]", "", plain(text))
    if typed.casefold() in NO_AGE:
        return None, None
    if whole := re.fullmatch(r"(\d{1,3})(?:\.0+)?", typed):
        return _band(int(whole[1])), None
    if span := re.fullmatch(r"(\d{2,3})[-~—–至到](\d{2,3})", typed):
        band = _band(int(span[1]))
        if band == f"{span[1]}-{span[2]}":
            return band, None
    if re.fullmatch(r"85(\+|及?以上)", typed):
        return LAST_BAND, None
    age = age_of_date(plain(text), today) if today else None
    return (None, say(_NO_AGE_SAID)) if age is None else (_band(age), say(DATE_SAID))


def _band(age: int) -> str | None:
    if not 50 <= age <= 120:
        return None
    return LAST_BAND if age >= 85 else f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def age_of_date(text: str, today: date) -> int | None:
    """Give the age today of whoever was born then; None when this is no day or year in the past.

    Understood are 1957-03-02, 1957/3/2, 1957.3.2, 1957年3月2日, 19570302, 2/3/1957, Excel's own 20881 and parts of
    them (1957年3月, 1957). Where day and month are unclear only the year counts.
    """
    typed = _HOUR.sub("", re.sub(r"\s", "", text)).removesuffix(".0")
    if typed.isdecimal() and int(typed) in _EXCEL_DAYS and len(typed) == 5:
        born = _EXCEL_DAY_ZERO + timedelta(days=int(typed))
        return _age((born.year, born.month, born.day), today)
    found = _YEAR_FIRST.fullmatch(typed) or _SQUEEZED.fullmatch(typed)
    if found:
        return _age((int(found[1]), int(found[2] or 1), int(found[3] or 1)), today)
    last = _YEAR_LAST.fullmatch(typed)
    return _age((int(last[1]), 1, 1), today) if last else None


def _age(born: tuple[int, int, int], today: date) -> int | None:
    year, month, day = born
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    age = today.year - year - ((today.month, today.day) < (month, day))
    return age if 0 <= age <= 120 else None
