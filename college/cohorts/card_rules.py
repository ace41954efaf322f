"""What stands on a student's card and where on the sheet: plain values for whoever draws it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

#: A4 upright, in mm; most printers leave 4 to 5 mm at the edges blank.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210.0, 297.0, 6.0
COLUMNS, ROWS = 2, 4
CARD_WIDTH = (PAGE_WIDTH - 2 * MARGIN) / COLUMNS
CARD_HEIGHT = (PAGE_HEIGHT - 2 * MARGIN) / ROWS
#: Side of the QR code without its quiet zone, in mm (AGE_FRIENDLY AF-79: at least 35).
QR_SIDE = 36.0
#: What is drawn for a character that the font lacks.
BOX = "□"
#: Points of the name: as large as fits, never below (AF-76: 18).
NAME_SIZES = (30, 26, 22, 20, 18)


@dataclass(frozen=True)
class CardText:
    """What one card says. ``url`` goes into the QR code and is written nowhere else."""

    name: str
    url: str
    cohort: str
    ends_on: str
    teacher: str
    phone: str
    words: CardWords
    #: As it is printed: K7M 4QD; no secret.
    number: str = ""


@dataclass(frozen=True)
class CardWords:
    """The fixed sentences of a card in one language."""

    college: str
    until: str
    teacher: str
    is_a_key: str
    how: str
    number: str = ""


@dataclass(frozen=True)
class Missing:
    """A name of which the font lacks characters: they are drawn as boxes."""

    name: str
    characters: str


def place(index: int) -> tuple[int, float, float]:
    """Give the page (from 0) and the upper left corner in mm of the card at ``index``; read line by line."""
    page, on_page = divmod(index, COLUMNS * ROWS)
    row, column = divmod(on_page, COLUMNS)
    return page, MARGIN + column * CARD_WIDTH, MARGIN + row * CARD_HEIGHT


def boxed(card: CardText, known: Collection[int]) -> tuple[CardText, Missing | None]:
    """Put `BOX` where the font (its code points are ``known``) lacks a character; say for which name."""
    fields = {field: _boxed(getattr(card, field), known) for field in ("name", "cohort", "teacher")}
    missing = "".join(dict.fromkeys(sign for sign in card.name if ord(sign) not in known))
    return replace(card, **fields), Missing(card.name, missing) if missing else None


def _boxed(text: str, known: Collection[int]) -> str:
    return "".join(sign if ord(sign) in known else BOX for sign in text)
