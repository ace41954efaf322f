"""What of a search without result may be kept, and which searches ask for another page: no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

from college.search.rules_words import normalised

#: The longest text that is kept, in letters; a longer one is a sentence and may tell of somebody.
LONGEST_KEPT = 30
#: With so many digits in all it may be a telephone number, an order, a code or an identity card.
DIGITS = 5
_ADDRESS = re.compile(r"@|://|www\.|\.(com|cn)\b")

#: Words with which people look for large letters (AGE_FRIENDLY AF-44): here that is a setting, not another version.
SIZE_WORDS = frozenset({"长辈版", "亲情版", "关爱版", "关怀版", "大字版"})
_OPENING = re.compile("^(我想|我要|请|怎么|如何|打开|进入|切换到|切换|设置|开启|用|换成?)+")


class State(StrEnum):
    """What a lecturer said about a text that was looked for in vain."""

    OPEN = "open"
    TAUGHT = "taught"
    UNNEEDED = "unneeded"


def asks_for_sizes(words: str) -> bool:
    """Say whether a search asks for the version with large letters."""
    text = "".join(letter for letter in normalised(words) if letter.isalnum())
    return _OPENING.sub("", text) in SIZE_WORDS


def kept(words: str) -> str | None:
    """Give a text that found nothing as it is kept, None when it may not be: a number, an address, a sentence."""
    text = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in normalised(words))
    text = " ".join(text.split())
    if not any(letter.isalpha() for letter in text) or len(text) > LONGEST_KEPT or _ADDRESS.search(text):
        return None
    return None if sum(letter.isdigit() for letter in text) >= DIGITS else text


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
