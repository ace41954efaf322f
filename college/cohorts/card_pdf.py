"""Draws students' cards on A4 sheets to cut apart: texts in, the bytes of a PDF out. Pure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import TextMode, WrapMode

from college.cohorts.card_rules import (
    CARD_HEIGHT,
    CARD_WIDTH,
    COLUMNS,
    MARGIN,
    NAME_SIZES,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QR_SIDE,
    ROWS,
    CardText,
    Missing,
    boxed,
    place,
)
from college.core.qr import QUIET_ZONE, dark_runs

FONT_FILE = Path(__file__).resolve().parent.parent / "core" / "fonts" / "NotoSansSC-Regular.ttf"
FONT = "noto"
#: Millimetres in a point.
POINT = 25.4 / 72
#: Space between the edge of a card and what stands on it, in mm.
INSET = 4.0
#: Height of the line on which the name stands, and of the strip at the bottom, in mm.
NAME_LINE, STRIP = 13.0, 13.0
#: Points of the card's number, and what is left free before it, in mm.
NUMBER_SIZE, NUMBER_GAP = 11.0, 2.0

logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Sheets:
    """A finished PDF and the names whose characters the font lacks."""

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]


def draw(cards: Sequence[CardText], *, report: Callable[[int, int], None] = lambda done, total: None) -> Sheets:
    """Draw ``cards`` in their order, eight on a sheet, and give the PDF.

    ``report`` is told (done, total) after each card. Give at least one card.
    """
    known = _known_characters()
    pdf = _paper(cards[0].words.college)
    missing = []
    for index, card in enumerate(cards):
        page, x, y = place(index)
        if page == pdf.page_no():
            pdf.add_page()
            _cut_lines(pdf)
        fitting, lacking = boxed(card, known)
        missing += [lacking] if lacking else []
        _card(pdf, fitting, x, y)
        report(index + 1, len(cards))
    return Sheets(bytes(pdf.output()), pdf.page_no(), tuple(missing))


@cache
def _known_characters() -> frozenset[int]:
    with TTFont(FONT_FILE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _paper(title: str) -> FPDF:
    pdf = FPDF(orientation="portrait", unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(title)
    pdf.set_lang("zh-CN")
    pdf.add_font(FONT, fname=FONT_FILE)
    return pdf


def _cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(120)
    pdf.set_line_width(0.15)
    pdf.set_dash_pattern(dash=1.6, gap=1.6)
    for column in range(COLUMNS + 1):
        x = MARGIN + column * CARD_WIDTH
        pdf.line(x, 0, x, PAGE_HEIGHT)
    for row in range(ROWS + 1):
        y = MARGIN + row * CARD_HEIGHT
        pdf.line(0, y, PAGE_WIDTH, y)
    pdf.set_dash_pattern()


def _card(pdf: FPDF, card: CardText, x: float, y: float) -> None:
    left, width = x + INSET, CARD_WIDTH - 2 * INSET
    _name(pdf, card, left, y + 3.0, width - _number(pdf, card, left + width, y + 3.0))
    quiet = _qr(pdf, card.url, x + CARD_WIDTH - INSET, y + 2.5 + NAME_LINE)
    _facts(pdf, card, left, y + 4.0 + NAME_LINE, width - quiet - 1.0)
    _strip(pdf, card, x, y + CARD_HEIGHT - STRIP, left, width)


def _name(pdf: FPDF, card: CardText, x: float, y: float, width: float) -> None:
    size = next((size for size in NAME_SIZES if _width(pdf, card.name, size) <= width), NAME_SIZES[-1])
    name = card.name
    while _width(pdf, name, size) > width:
        name = name[:-2] + "…"
    _line(pdf, name, x, y, NAME_LINE, size, bold=True)


def _number(pdf: FPDF, card: CardText, right: float, y: float) -> float:
    """Write the card's number beside the name, at the right edge; give the room that the name leaves to it, in mm."""
    if not card.number:
        return 0.0
    text = f"{card.words.number} {card.number}".strip()
    width = _width(pdf, text, NUMBER_SIZE)
    _line(pdf, text, right - width, y, NAME_LINE, NUMBER_SIZE, bold=False)
    return width + NUMBER_GAP


def _qr(pdf: FPDF, url: str, right: float, top: float) -> float:
    """Draw the code at the right edge, its quiet zone on the paper around it; give how wide both are."""
    side, runs = dark_runs(url)
    module = QR_SIDE / side
    x0, y0 = right - QR_SIDE - module, top + 2.0
    pdf.set_fill_color(0)
    for row, column, length in runs:
        pdf.rect(x0 + column * module, y0 + row * module, length * module, module + 0.005, style="F")
    return QR_SIDE + (QUIET_ZONE + 1) * module


def _facts(pdf: FPDF, card: CardText, x: float, y: float, width: float) -> None:
    y = _paragraph(pdf, card.cohort, x, y, width, 13, bold=True, lines=2) + 1.5
    y = _paragraph(pdf, card.words.until, x, y, width, 11)
    y = _paragraph(pdf, card.ends_on, x, y, width, 13) + 1.5
    if card.teacher or card.phone:
        y = _paragraph(pdf, f"{card.words.teacher} {card.teacher}".strip(), x, y, width, 11, lines=2)
    if card.phone:
        _paragraph(pdf, card.phone, x, y, width, 15, bold=True)


def _strip(pdf: FPDF, card: CardText, x: float, y: float, left: float, width: float) -> None:
    pdf.set_draw_color(0)
    pdf.set_line_width(0.3)
    pdf.line(left, y, left + width, y)
    _paragraph(pdf, card.words.is_a_key, left, y + 1.2, width, 12.5, bold=True)
    _paragraph(pdf, card.words.how, left, y + 6.6, width, 11.5)


def _paragraph(
    pdf: FPDF, text: str, x: float, y: float, width: float, size: float, *, bold: bool = False, lines: int = 1
) -> float:
    """Write at most so many lines, smaller when one would not hold it; give where the next may begin."""
    while lines == 1 and size > 9 and _width(pdf, text, size) > width:
        size -= 0.5
    pdf.set_font(FONT, size=size)
    pdf.set_xy(x, y)
    height = size * POINT * 1.28
    pieces = pdf.multi_cell(width, height, text, dry_run=True, output="LINES", wrapmode=WrapMode.CHAR)
    for piece in pieces[:lines]:
        _line(pdf, piece, x, y, height, size, bold=bold)
        y += height
    return y


def _line(pdf: FPDF, text: str, x: float, y: float, height: float, size: float, *, bold: bool) -> None:
    pdf.set_font(FONT, size=size)
    pdf.set_text_color(0)
    pdf.set_draw_color(0)
    pdf.set_xy(x, y)
    with pdf.local_context(
        text_mode=TextMode.FILL_STROKE if bold else TextMode.FILL, line_width=size * POINT * 0.035
    ):
        pdf.cell(h=height, text=text)


def _width(pdf: FPDF, text: str, size: float) -> float:
    pdf.set_font(FONT, size=size)
    return pdf.get_string_width(text)
