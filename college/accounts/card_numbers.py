"""The short number printed on a card: no secret, it only says whose card this is."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from college.accounts.models import Card
from college.core.crypto import ALPHABET
from college.core.days import plain
from college.core.db import db

LENGTH = 6
#: Signs that are read as another one: none of those on the left is ever printed.
READ_AS = {"o": "0", "i": "1", "l": "1", "z": "2", "s": "5", "b": "8", "u": "v"}
#: What a number is made of: `ALPHABET` without either sign of a pair that looks alike.
LETTERS = "".join(sign for sign in ALPHABET if sign not in "2z5s8bv01")
#: How many numbers one statement asks about: SQLite takes 32,766 values at most.
CHUNK = 5000


def new_numbers(person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Give a free number for a new card of each of these people; it is taken when the card is kept."""
    wanted = list(person_ids)
    found: dict[str, None] = {}
    while len(found) < len(wanted):
        some = {_draw() for _each in range(min(CHUNK, len(wanted) - len(found)))}
        taken = set(db.session.scalars(select(Card.number).where(Card.number.in_(some))))
        found.update(dict.fromkeys(some - taken))
    return dict(zip(wanted, found, strict=True))


def _draw() -> str:
    """Give a number with at least one digit and one letter, so that it is neither a word nor a telephone."""
    while True:
        number = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if not number.isalpha() and not number.isdigit():
            return number


def read_number(text: str | None) -> str:
    """Give the number that somebody typed from a card, '' when it cannot be one: K7M-4QD and k7m 4qd are one."""
    squeezed = "".join(sign for sign in plain(text).casefold() if sign.isalnum())
    number = "".join(READ_AS.get(sign, sign) for sign in squeezed)
    return number if len(number) == LENGTH and set(number) <= set(LETTERS) else ""


def shown_number(number: str | None) -> str:
    """Give a number as it is printed: K7M 4QD; '' for a card from before there were numbers."""
    half = LENGTH // 2
    return f"{number[:half]} {number[half:]}".upper() if number else ""
