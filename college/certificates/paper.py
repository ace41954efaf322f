"""Draws certificates in large print on A4, one on each sheet: what they say in, the bytes of a PDF out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import TextMode

from college.core import paper_font as font
from college.core.qr import QUIET_ZONE, dark_runs

#: A4 on its side, in mm; the frame and how far words stay from it.
WIDTH, HEIGHT, EDGE, INSET = 297.0, 210.0, 10.0, 22.0
ROOM = WIDTH - 2 * INSET
#: Points: Chinese is never smaller than 18 (AGE_FRIENDLY AF-76), the English below it a little.
HEAD, TITLE, NAMES, COURSES, WORDS, DATE, ENGLISH = 22, 54, (46, 40, 34, 28, 24), (34, 30, 26, 22), 22, 20, 15
#: Side of the QR code without its quiet zone, in mm (AF-79: at least 35).
QR_SIDE = 36.0
#: The one colour beside black, dark enough for any printer: that of the college's buttons.
GREEN = (11, 83, 69)


@dataclass(frozen=True)
class Both:
    """One thing said in Chinese and in English; the English may be empty."""

    zh: str
    en: str = ""


@dataclass(frozen=True)
class PaperText:
    """What one certificate says. ``url`` stands in the QR code, ``code`` in letters below it."""

    name: str
    course: Both
    done: Both
    date: Both
    place: str
    url: str
    code: str
    college: Both
    title: Both
    check: Both


@dataclass(frozen=True)
class Sheets:
    """A finished PDF, how many sheets it has, and the names whose characters the font lacks."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


def draw(texts: Sequence[PaperText], *, report: Callable[[int, int], None] = lambda done, total: None) -> Sheets:
    """Draw one sheet for each of ``texts``, at least one; ``report`` is told (done, total) after each."""
    pdf = FPDF(orientation="landscape", unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(texts[0].title.zh)
    pdf.set_lang("zh-CN")
    pdf.add_font(font.FONT, fname=font.FONT_FILE)
    for number, text in enumerate(texts, start=1):
        pdf.add_page()
        _sheet(pdf, text)
        report(number, len(texts))
    missing = tuple(dict.fromkeys(text.name for text in texts if font.boxed(text.name)[1]))
    return Sheets(bytes(pdf.output()), pdf.page_no(), missing)


def _sheet(pdf: FPDF, text: PaperText) -> None:
    _frame(pdf)
    pdf.set_text_color(*GREEN)
    _line(pdf, text.college.zh, 24, HEAD)
    _line(pdf, _spaced(text.title.zh), 43, TITLE, strong=True)
    pdf.set_text_color(0)
    _line(pdf, text.title.en, 58, ENGLISH)
    _fitted(pdf, text.name, 75, NAMES, 20)
    pdf.set_draw_color(*GREEN)
    pdf.set_line_width(0.4)
    pdf.line(WIDTH / 2 - 75, 87, WIDTH / 2 + 75, 87)
    _line(pdf, text.done.zh, 97, WORDS)
    _fitted(pdf, f"《{text.course.zh}》", 113, COURSES, 19)
    _english(pdf, text)
    _place(pdf, text)
    _check(pdf, text)


def _spaced(title: str) -> str:
    return " ".join(title)


def _frame(pdf: FPDF) -> None:
    """Draw a double frame whose corners turn back on themselves, as on old window lattices."""
    pdf.set_draw_color(*GREEN)
    for inset, width in ((EDGE, 1.2), (EDGE + 3, 0.3)):
        pdf.set_line_width(width)
        pdf.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    pdf.set_line_width(0.6)
    near = EDGE + 4.5
    for x, across in ((near, 1), (WIDTH - near, -1)):
        for y, down in ((near, 1), (HEIGHT - near, -1)):
            turns = [(0, 14), (0, 0), (14, 0), (14, 9), (5, 9), (5, 5), (10, 5)]
            pdf.polyline([(x + across * right, y + down * below) for right, below in turns])


def _english(pdf: FPDF, text: PaperText) -> None:
    """Say in one or two lines of English what is finished."""
    pdf.set_text_color(60)
    said = f"{text.done.en}: {text.course.en}" if text.course.en else text.done.en
    for at, piece in enumerate(_pieces(font.boxed(said)[0], ENGLISH, ROOM)[:2]):
        _line(pdf, piece, 129 + at * 7, ENGLISH)
    pdf.set_text_color(0)


def _place(pdf: FPDF, text: PaperText) -> None:
    """Write class, college and day at the lower left, where there is room for a stamp."""
    room, y = 122.0, 145.0
    for words, size in ((text.place, 18), (text.college.zh, 18), (text.date.zh, DATE)):
        if words:
            _at(pdf, _shrunk(font.boxed(words)[0], size, room), INSET + 6, y, size, room)
            y += 10.5
    pdf.set_text_color(60)
    _at(pdf, text.date.en, INSET + 6, y - 1, ENGLISH, room)
    pdf.set_text_color(0)


def _check(pdf: FPDF, text: PaperText) -> None:
    """Draw the QR code at the lower right with its quiet zone, and below it the code in letters."""
    side, runs = dark_runs(text.url)
    module = QR_SIDE / side
    left, top = WIDTH - INSET - 14 - QR_SIDE - QUIET_ZONE * module, 138.0
    pdf.set_fill_color(0)
    for row, column, length in runs:
        pdf.rect(left + column * module, top + row * module, length * module, module + 0.005, style="F")
    middle = left + QR_SIDE / 2
    _line(pdf, text.code, top + QR_SIDE + QUIET_ZONE * module + 2.5, 16, middle=middle)
    right = left - QUIET_ZONE * module - 2
    _line(pdf, text.check.zh, top + QR_SIDE / 2 - 4, 18, right=right)
    pdf.set_text_color(60)
    _line(pdf, text.check.en, top + QR_SIDE / 2 + 5, ENGLISH - 2, right=right)
    pdf.set_text_color(0)


def _fitted(pdf: FPDF, text: str, y: float, sizes: Sequence[int], height: float) -> None:
    """Write a name or a title whole and bold: as large as one line holds, else on two lines or three."""
    shown = font.boxed(text)[0]
    size = next((size for size in sizes if _width(shown, size) <= ROOM), None)
    if size:
        _line(pdf, shown, y, size, strong=True)
        return
    size = next((size for size in (22, 18, 15, 12) if len(_pieces(shown, size, ROOM)) * size * font.POINT * 1.2 <= height), 10)
    pieces, step = _pieces(shown, size, ROOM), size * font.POINT * 1.2
    for at, piece in enumerate(pieces):
        _line(pdf, piece, y + (at - (len(pieces) - 1) / 2) * step, size, strong=True)


def _line(pdf: FPDF, text: str, y: float, size: float, *, strong: bool = False, middle: float = WIDTH / 2, right: float | None = None) -> None:
    """Write a line whose letters have their middle at ``y``: in the middle of the sheet, or up to ``right``."""
    width = _width(text, size)
    _at(pdf, text, right - width if right is not None else middle - width / 2, y, size, width, strong=strong)


def _at(pdf: FPDF, text: str, x: float, y: float, size: float, width: float, *, strong: bool = False) -> None:
    size = size if _width(text, size) <= width + 0.01 else size * width / _width(text, size)
    pdf.set_font(font.FONT, size=size)
    mode = TextMode.FILL_STROKE if strong else TextMode.FILL
    pdf.set_draw_color(*(GREEN if strong and size == TITLE else (0, 0, 0)))
    with pdf.local_context(text_mode=mode, line_width=size * font.POINT * font.BOLD):
        pdf.text(x, y + font.MIDDLE * size * font.POINT, text)


def _shrunk(text: str, size: float, room: float) -> str:
    """Give a text with its end left out where it would be far too wide: class names may be 120 letters."""
    while _width(text, size) > 1.15 * room:
        text = text[:-2] + "…"
    return text


def _pieces(text: str, size: float, room: float) -> list[str]:
    return [text[begin:end] for begin, end in font.lines(text, room / (size * font.POINT))]


def _width(text: str, size: float) -> float:
    return font.width(text) * size * font.POINT
