"""Draws handouts as large print on A4: what a handout says in, the bytes of a PDF out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from fpdf import FPDF
from fpdf.enums import TextMode

from college.core import paper_font as font
from college.core.qr import QUIET_ZONE, dark_runs
from college.lessons import handout_layout as layout
from college.lessons.handout import Handout
from college.lessons.handout_layout import BODY, EDGE, FOOT, HEAD, NAME, PAGE_HEIGHT, SIDE, WIDTH, Line, Page, Placed, Words
from college.library import service as library

#: Grey of the thin rules; everything that is read is black.
RULE = 90
#: Thickness of a frame in mm: a tip's, a warning's.
FRAMES = {"tip": 0.4, "warning": 1.2}


@dataclass(frozen=True)
class Printed:
    """A finished PDF, how many pages it has, and the names of students whose characters the font lacks."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


def draw(handout: Handout) -> Printed:
    """Draw one handout."""
    return draw_set([handout], [""])


def draw_set(
    handouts: Sequence[Handout], names: Sequence[str], *, report: Callable[[int, int], None] = lambda done, total: None
) -> Printed:
    """Draw every handout once for each of ``names``, her name on top of each page; "" is a copy without a name.

    ``report`` is told (done, total) after each copy of a handout.
    """
    pdf = _paper(handouts[0])
    plans = [(handout, layout.pages(handout)) for handout in handouts]
    total, done = len(plans) * len(names), 0
    for name in names:
        for handout, pages in plans:
            _copy(pdf, handout, pages, name)
            done += 1
            report(done, total)
    missing = tuple(name for name in dict.fromkeys(names) if font.boxed(name)[1])
    return Printed(bytes(pdf.output()), pdf.page_no(), missing)


def _paper(handout: Handout) -> FPDF:
    pdf = FPDF(orientation="portrait", unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(handout.title)
    pdf.set_lang("zh-CN" if handout.lang == "zh" else "en")
    pdf.add_font(font.FONT, fname=font.FONT_FILE)
    return pdf


def _copy(pdf: FPDF, handout: Handout, pages: Sequence[Page], name: str) -> None:
    for number, page in enumerate(pages, start=1):
        pdf.add_page()
        _head(pdf, handout, name)
        for thing in page.things:
            _thing(pdf, thing)
        _foot(pdf, handout, handout.labels.page_of(number, len(pages)))


def _head(pdf: FPDF, handout: Handout, name: str) -> None:
    """Write whose copy this is and which lesson, with a rule below."""
    x, middle = SIDE, EDGE + HEAD / 2
    if name:
        x = _text(pdf, _shortened(name, WIDTH * 0.55, NAME), x, middle, NAME, strong=True) + 6.0
    _text(pdf, _shortened(handout.title if name else handout.course, SIDE + WIDTH - x, BODY), x, middle, BODY)
    _rule(pdf, EDGE + HEAD)


def _foot(pdf: FPDF, handout: Handout, page: str) -> None:
    """Write page and teacher; where no teacher is known, a line on which to write the telephone."""
    top = PAGE_HEIGHT - EDGE - FOOT
    _rule(pdf, top)
    x = _text(pdf, page, SIDE, top + FOOT / 2 + 1, BODY) + 10.0
    said = f"{handout.labels.teacher} {handout.teacher}".strip()
    end = _text(pdf, _shortened(said, SIDE + WIDTH - x, BODY), x, top + FOOT / 2 + 1, BODY, strong=bool(handout.teacher))
    if not handout.teacher:
        pdf.set_draw_color(0)
        pdf.set_line_width(0.3)
        pdf.line(end + 2, top + FOOT - 1, SIDE + WIDTH, top + FOOT - 1)


def _rule(pdf: FPDF, y: float) -> None:
    pdf.set_draw_color(RULE)
    pdf.set_line_width(0.3)
    pdf.line(SIDE, y, SIDE + WIDTH, y)


def _thing(pdf: FPDF, thing: Placed) -> None:
    if thing.words:
        _words(pdf, thing.words, thing)
    elif thing.url:
        _pattern(pdf, thing)
    elif thing.screen:
        library.paint_on_paper(pdf, thing.screen, thing.x, thing.y)
    elif thing.picture:
        pdf.image(BytesIO(thing.picture), thing.x, thing.y, thing.width, thing.height, keep_aspect_ratio=True)
    else:
        _rule(pdf, thing.y)


def _words(pdf: FPDF, words: Words, place: Placed) -> None:
    if words.kind in FRAMES:
        pdf.set_draw_color(0)
        pdf.set_line_width(FRAMES[words.kind])
        corners = [(place.x, place.y), (place.x + place.width, place.y)]
        pdf.polygon([*corners, *((x, place.y + words.height) for x, _y in reversed(corners))], style="D")
    y = place.y + words.pad
    for line in words.lines:
        _line(pdf, line, place.x + words.pad, y)
        y += line.height


def _line(pdf: FPDF, line: Line, x: float, y: float) -> None:
    middle = y + line.height / 2
    if line.mark.strip():
        _text(pdf, line.mark, x, middle, line.size, strong=True)
    x += layout.POINT_INDENT if line.mark else 0.0
    for text, strong in line.runs:
        x = _text(pdf, text, x, middle, line.size, strong=strong)


def _text(pdf: FPDF, text: str, x: float, middle: float, size: float, *, strong: bool = False) -> float:
    """Write words around the middle of their line; give where they end."""
    pdf.set_font(font.FONT, size=size)
    pdf.set_text_color(0)
    pdf.set_draw_color(0)
    high = size * font.POINT
    mode = TextMode.FILL_STROKE if strong else TextMode.FILL
    with pdf.local_context(text_mode=mode, line_width=high * font.BOLD):
        pdf.text(x, middle + font.MIDDLE * high, font.boxed(text)[0])
    return x + font.width(text) * high


def _shortened(text: str, room: float, size: float) -> str:
    em = room / (size * font.POINT)
    if font.width(text) <= em:
        return text
    while text and font.width(text + "…") > em:
        text = text[:-1]
    return text + "…"


def _pattern(pdf: FPDF, place: Placed) -> None:
    """Draw the square pattern with its quiet zone inside its place."""
    side, runs = dark_runs(place.url)
    module = place.width / (side + 2 * QUIET_ZONE)
    left, top = place.x + QUIET_ZONE * module, place.y + QUIET_ZONE * module
    pdf.set_fill_color(0)
    for row, column, length in runs:
        pdf.rect(left + column * module, top + row * module, length * module, module + 0.005, style="F")
