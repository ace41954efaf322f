"""The one font of what the college prints: which characters it has, how wide they are, and where lines may break."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_FILE = Path(__file__).resolve().parent / "fonts" / "NotoSansSC-Regular.ttf"
FONT = "noto"
#: What is drawn for a character that the font lacks.
BOX = "□"
#: Millimetres in a point.
POINT = 25.4 / 72
#: Middle of the letters above the line on which they stand, and thickness of the stroke that makes them bold, in em.
MIDDLE, BOLD = 0.36, 0.035

_WORDS = re.compile(
    r"\s+|[（《〈“‘「『【(\[]*(?:[A-Za-z0-9@#&%+*_.:/~='¥￥$-]+|[^\s])[，。、；：？！）》〉”’」』】…—),.;:?!\]%]*"
)

logging.getLogger("fontTools").setLevel(logging.ERROR)


@cache
def _advances() -> dict[int, float]:
    with TTFont(FONT_FILE, lazy=True) as font:
        unit, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[name][0] / unit for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=20_000)
def width(text: str) -> float:
    """Give how wide a text is, in em."""
    known = _advances()
    return sum(known.get(ord(sign), 1.0) for sign in text)


def boxed(text: str) -> tuple[str, str]:
    """Put `BOX` where the font lacks a character; give the text and what is lacking."""
    known = _advances()
    missing = "".join(sign for sign in text if ord(sign) not in known)
    return ("".join(BOX if sign in missing else sign for sign in text), missing) if missing else (text, "")


@lru_cache(maxsize=5_000)
def words(text: str) -> tuple[str, ...]:
    """Give the pieces of a text that are never torn: each hanzi, a word, a number, a mark with what it belongs to."""
    return tuple(found[0] for found in _WORDS.finditer(text))


def lines(text: str, room: float) -> list[tuple[int, int]]:
    """Break a text into lines of at most ``room`` em: where each begins and ends in the text, without blanks around it.

    Only a piece longer than a whole line is torn.
    """
    found: list[tuple[int, int]] = []
    begin = end = at = 0
    used = 0.0
    for word in _torn(text, room):
        needed, after = width(word), at + len(word)
        if word.isspace():
            used += needed if end > begin else 0.0
        else:
            if end > begin and used + needed > room + 1e-6:
                found.append((begin, end))
                begin, used = at, 0.0
            begin, end, used = (begin if end > begin else at), after, used + needed
        at = after
    return [*found, (begin, end)] if end > begin else found


def _torn(text: str, room: float) -> Iterator[str]:
    for word in words(text):
        yield from [word] if width(word) <= room else word
