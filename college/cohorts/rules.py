"""Decisions over plain values about cohorts: days, telephones and names as people write them, and order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from uuid import UUID

from college.core.days import plain
from college.core.names import typed

_HANZI = "\u3400-\u9fff"
_BETWEEN_HANZI = re.compile(f"(?<=[{_HANZI}])\\s+(?=[{_HANZI}])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHORT_AREA = re.compile(r"0(?:10|2\d)\d{7,8}")
_LONG_AREA = re.compile(r"0[3-9]\d{2}\d{7,8}")
_SERVICE = re.compile(r"[48]00\d{7}")


def clean_name(text: str | None) -> str:
    """Give a name as it is kept: 王　明 becomes 王明, Anna  Li becomes Anna Li; empty stays empty."""
    together = _BETWEEN_HANZI.sub("", plain(text))
    return re.sub(r"\s+", " ", together)


def derived_id(form_id: UUID, place: UUID) -> UUID:
    """Give the id of what one form makes at one place: the same form gives the same id, and none can be chosen.

    The result is a UUIDv7 with the time of ``form_id``, whose other bits are a hash of both.
    """
    mixed = int.from_bytes(sha256(form_id.bytes + place.bytes).digest()[:10], "big")
    time = form_id.int >> 80
    return UUID(int=(time << 80) | (7 << 76) | ((mixed >> 68) << 64) | (2 << 62) | (mixed & (2**62 - 1)))


def stage(starts_on: date, ends_on: date, today: date) -> str:
    """Give ``coming``, ``running`` or ``over``: where today lies in a cohort's days, both included."""
    if today < starts_on:
        return "coming"
    return "over" if today > ends_on else "running"


def _digits(text: str | None) -> str:
    """Give the digits of a telephone number, without the country's 86, or '' when it holds letters."""
    squeezed = re.sub(r"[\s\-‐-―()·.]+", "", plain(text))
    squeezed = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", squeezed)
    return squeezed if squeezed.isascii() and squeezed.isdigit() else ""


def parse_mobile(text: str | None) -> str | None:
    """Give the 11 digits of a mobile number as people write it (+86 140-0000-0001), or None when it is none."""
    digits = _digits(text)
    return digits if _MOBILE.fullmatch(digits) else None


def parse_telephone(text: str | None) -> str | None:
    """Give a mobile, landline (0571-87654321) or 400 number as it is kept, or None when it is none.

    A landline typed after +86 without its first 0 is understood too.
    """
    digits = _digits(text)
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    if plain(text).startswith(("+86", "0086")) and not digits.startswith("0"):
        digits = "0" + digits
    if _SHORT_AREA.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:]}"
    if _LONG_AREA.fullmatch(digits):
        return f"{digits[:4]}-{digits[4:]}"
    return None


def matches_search(words: str, *, name: str, phone_tail: str | None, spellings: str = "") -> bool:
    """Tell whether a student is meant by these words: a part of her name, its sound, or the last digits of her phone.

    ``spellings`` is how her name may be typed, as `college.core.names` writes it.
    """
    wanted = clean_name(words).casefold()
    if not wanted:
        return True
    digits = _digits(words)
    sound = typed(words) if wanted.isascii() and not digits else ""
    is_sound = bool(sound) and f" {sound}" in spellings
    return wanted in name.casefold() or is_sound or bool(phone_tail and digits and digits.endswith(phone_tail))


def in_order(ids: Iterable[str], positions: dict[str, int]) -> list[str]:
    """Put chosen ids in the order of the numbers typed beside them; those without a number come last, as given."""
    last = max(positions.values(), default=0) + 1
    return sorted(ids, key=lambda each: positions.get(each, last))


def spread(before: Iterable, after: Iterable) -> tuple[list, list]:
    """Give what is to be added and what is to be taken away, each in its own order."""
    before, after = list(before), list(after)
    return [x for x in after if x not in before], [x for x in before if x not in after]
