"""Rules of signing in: how long, how often, how a number is written. Plain values in, plain values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Literal

from college.accounts.well_known import WELL_KNOWN, is_keyboard_run, plain_letters
from college.core.permissions import Role

DeviceKind = Literal["own", "class", "staff"]

#: The day on which the privacy notice last changed in what it says; a new one asks everybody again.
PRIVACY_VERSION = "2026-11-22"

#: How long a device stays signed in (AGE_FRIENDLY AF-98, AF-106; NIST SP 800-63B-4 AAL1 at most 30 days).
SESSION_LENGTH: dict[str, timedelta] = {
    "own": timedelta(days=30),
    "class": timedelta(hours=8),
    "staff": timedelta(hours=24),
}
#: A student is signed in on so many devices at most; the oldest gives way (AF-98).
MAX_DEVICES = 5
#: A password link lives so long.
LINK_LENGTH = timedelta(hours=24)
#: NIST SP 800-63B-4: a password that stands alone has at least 15 characters.
PASSWORD_MIN = 15
PASSWORD_MAX = 200
#: So many well-known words put together are well known too; with a fourth they are a sentence of one's own.
KNOWN_PIECES = 3
#: … and beside a second factor at least 8.
PASSWORD_MIN_BESIDE = 8
#: A member of staff who presses nothing for so long is signed out (AF-106; NIST SP 800-63B-4 AAL2) …
IDLE_LENGTH = timedelta(hours=1)
#: … and a press is noted at most once in so many seconds.
SEEN_EVERY = 60
#: Roles that act only where a second factor was shown, unless the college is set up otherwise.
NEEDS_SECOND_FACTOR = frozenset({Role.OPERATOR, Role.COORDINATOR})
#: After the right password the code of the second factor is waited for so long.
SECOND_STEP_LENGTH = timedelta(minutes=10)
#: A card outlives its course by 30 days and is never older than 180 (AF-96).
CARD_AFTER_COURSE = timedelta(days=30)
CARD_MAX = timedelta(days=180)
#: So many wrong passwords in a row close the door for a while (AF-99) …
FAILURES_BEFORE_WAIT = 5
FIRST_WAIT = timedelta(minutes=15)
#: … and so many until an operator makes a new link.
FAILURES_BEFORE_RESET = 20
#: From so many wrong guesses an hour on, one network address is answered later when it is wrong again (AF-100) …
FAILURES_BEFORE_DELAY = 20
DELAY_EACH, DELAY_MAX = 0.05, 1.0
#: … and so many are told to the operator.
FAILURES_BEFORE_ALERT = 100

AGE_BANDS = ("50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85+")

#: What stands between digits, seen or not: contact lists wrap numbers in invisible marks of writing direction.
_SEPARATORS = re.compile(r"[\s\-‐-―\u2212_.()\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def normalise_phone(text: str | None) -> str | None:
    """Give the 11 digits of a Chinese mobile number however it was typed, None for an empty text.

    Full-width digits, spaces, hyphens, +86 and 0086 are accepted. Raises `ValueError` for anything else.
    Invented 140-0000-xxxx numbers count as valid, so this is our own rule.
    """
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text or ""))
    if not digits:
        return None
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if not _MOBILE.fullmatch(digits) or not digits.isascii():
        raise ValueError("not a mobile number")
    return digits


def normalise_login(text: str) -> str:
    """Give a login name as it is compared: full-width letters narrowed, lower case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def session_end(kind: DeviceKind, moment: datetime) -> datetime:
    """Give the moment at which a device that signs in at ``moment`` is signed out for certain."""
    return moment + SESSION_LENGTH[kind]


def card_end(made_on: date, course_ends_on: date) -> date:
    """Give the last day on which a card opens: 30 days after the course, 180 days after it was made at most."""
    return min(max(course_ends_on, made_on) + CARD_AFTER_COURSE, made_on + CARD_MAX)


def wait_after(failures: int) -> timedelta | None:
    """Give how long a password is refused after so many wrong ones in a row; None when it is not.

    5 failures 15 minutes, doubling with each further five (AF-99).
    """
    if failures < FAILURES_BEFORE_WAIT or failures % FAILURES_BEFORE_WAIT:
        return None
    return FIRST_WAIT * 2 ** (failures // FAILURES_BEFORE_WAIT - 1)


def is_idle(seen: int | None, moment: datetime) -> bool:
    """Say whether somebody who was last seen at ``seen`` (seconds since 1970, None for never) is signed out by now."""
    return seen is None or moment.timestamp() - seen >= IDLE_LENGTH.total_seconds()


def delay_after(failures: int) -> float:
    """Give how many seconds later a wrong guess is answered, after so many from its address within the hour."""
    return min(max(failures - FAILURES_BEFORE_DELAY, 0) * DELAY_EACH, DELAY_MAX)


def password_problem(password: str, *, login: str, name: str, has_factor: bool = False) -> str | None:
    """Give ``short``, ``long``, ``repeated`` or ``personal`` when a password must not be used, else None.

    ``has_factor`` says that a second factor stands beside it: then 8 characters are enough (NIST SP 800-63B-4).
    """
    if len(password) < (PASSWORD_MIN_BESIDE if has_factor else PASSWORD_MIN):
        return "short"
    if len(password) > PASSWORD_MAX:
        return "long"
    if len(set(password)) < 5 or _is_a_run(password) or is_keyboard_run(password):
        return "repeated"
    known = {_bare(login), _bare(name)} - {""} | WELL_KNOWN
    pieces = [_pieces(_bare(text), known) for text in (password, plain_letters(password))]
    return "personal" if any(0 < each <= KNOWN_PIECES for each in pieces) else None


def _pieces(text: str, words: Collection[str]) -> int:
    """Give of how few ``words``, or runs of one letter, a text is put together; 0 when it is not."""
    fewest = {0: 0}
    for end in range(1, len(text) + 1):
        ends = [fewest[start] + 1 for start in fewest if text[start:end] in words or len(set(text[start:end])) == 1]
        if ends:
            fewest[end] = min(ends)
    return fewest.get(len(text), 0)


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.lower())


def _is_a_run(password: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in zip(password, password[1:], strict=False)}
    return len(steps) == 1 or any(
        len(password) % size == 0 and password == password[:size] * (len(password) // size)
        for size in range(1, min(PASSWORD_MIN, len(password) // 2 + 1))
    )
