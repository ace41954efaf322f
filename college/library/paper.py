"""Paints a drawn practice screen onto a page of a PDF: the same HTML as on the phone, its words as words."""

from __future__ import annotations

from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import TextMode

from college.core import paper_font as font
from college.library import paper_style as style
from college.library.paper_boxes import Box, lay
from college.library.paper_shapes import corners, subpaths
from college.library.paper_tree import Node, read

#: Widths in pixels at which a screen is tried: the one whose letters come out largest is taken.
WIDTHS = (350.0, 390.0, 440.0)


@dataclass(frozen=True)
class Paper:
    """A screen laid out and scaled to a place: sizes in mm, and the characters that the font lacks."""

    box: Box
    scale: float
    missing: str

    @property
    def width(self) -> float:
        """Give how wide it comes out, in mm."""
        return self.box.width * self.scale

    @property
    def height(self) -> float:
        """Give how high it comes out, in mm."""
        return self.box.height * self.scale


def fit(html: str, width: float, height: float) -> Paper:
    """Lay a screen out so that it fills ``width`` by ``height`` mm with the largest letters it can."""
    tree = read(html)
    tried = [lay(tree, each) for each in WIDTHS]
    scales = [min(width / box.width, height / box.height) for box in tried]
    best = max(range(len(tried)), key=lambda at: (round(scales[at], 6), -at))
    words = "".join(box.text for box, _x, _y in tried[best].all())
    return Paper(tried[best], scales[best], font.boxed(words)[1])


def paint(pdf: FPDF, paper: Paper, x: float, y: float) -> None:
    """Paint a screen with its upper left corner at ``x``, ``y`` mm. The PDF must know the font `paper_font.FONT`."""
    painter = _Painter(pdf, paper.scale)
    placed = list(paper.box.all())
    for box, at_x, at_y in placed:
        painter.paint(box, x + at_x * paper.scale, y + at_y * paper.scale)
    for box, at_x, at_y in placed:
        painter.rings(box, x + at_x * paper.scale, y + at_y * paper.scale)


class _Painter:
    """Draws boxes in mm; one pixel of the phone is ``scale`` mm."""

    def __init__(self, pdf: FPDF, scale: float) -> None:
        self.pdf, self.scale = pdf, scale

    def paint(self, box: Box, x: float, y: float) -> None:
        if box.text:
            self._word(box, x, y)
        elif box.node.tag == "svg":
            self._picture(box, x, y)
        else:
            self._ground(box, x, y)

    def _ground(self, box: Box, x: float, y: float) -> None:
        fill, borders = style.ground(box.node), style.borders(box.node)
        widths = {width for width, _hue in borders.values()}
        hue = style.color(borders["top"][1])
        stroke = widths.pop() if len(widths) == 1 and hue else 0.0
        if fill or stroke:
            self._round(box, x, y, -stroke / 2, fill, hue, stroke)
        if not stroke:
            self._sides(box, x, y, borders)

    def _round(self, box: Box, x: float, y: float, out: float, fill, hue, stroke: float) -> None:
        """Draw a box with round corners, ``out`` pixels larger on each side than it is."""
        outline = corners(box.width + 2 * out, box.height + 2 * out, [each + out for each in style.radii(box.node)])
        points = [(x + (px - out) * self.scale, y + (py - out) * self.scale) for px, py in outline]
        if fill:
            self.pdf.set_fill_color(*fill)
        if stroke:
            self.pdf.set_draw_color(*hue)
            self.pdf.set_line_width(stroke * self.scale)
        self.pdf.polygon(points, style="FD" if fill and stroke else "F" if fill else "D")

    def _sides(self, box: Box, x: float, y: float, borders) -> None:
        right, bottom = x + box.width * self.scale, y + box.height * self.scale
        ends = {"top": (x, y, right, y), "bottom": (x, bottom, right, bottom), "left": (x, y, x, bottom), "right": (right, y, right, bottom)}
        for side, (width, value) in borders.items():
            hue = style.color(value)
            if width and hue:
                self.pdf.set_draw_color(*hue)
                self.pdf.set_line_width(width * self.scale)
                self.pdf.line(*ends[side])

    def rings(self, box: Box, x: float, y: float) -> None:
        """Draw the ring around the place to tap, on top of everything beside it."""
        found = style.rings(box.node) if box.node.tag and not box.text else []
        for at, (far, hue) in enumerate(found):
            inside = found[at + 1][0] if at + 1 < len(found) else 0.0
            self._round(box, x, y, (far + inside) / 2, None, hue, far - inside)

    def _word(self, box: Box, x: float, y: float) -> None:
        size, hue = style.em(box.node), style.ink(box.node)
        points = size * self.scale / font.POINT
        text, spacing = font.boxed(box.text)[0], style.of(box.node, "letter-spacing") or 0.0
        base = y + (box.height / 2 + font.MIDDLE * size) * self.scale
        self.pdf.set_font(font.FONT, size=points)
        self.pdf.set_text_color(*hue)
        self.pdf.set_draw_color(*hue)
        self.pdf.set_char_spacing(spacing * self.scale / font.POINT)
        mode = TextMode.FILL_STROKE if style.is_bold(box.node) else TextMode.FILL
        with self.pdf.local_context(text_mode=mode, line_width=size * self.scale * font.BOLD):
            self.pdf.text(x, base, text)
        self.pdf.set_char_spacing(0)
        if box.node.style.get("text-decoration") == "underline":
            self.pdf.set_line_width(size * self.scale * 0.06)
            self.pdf.line(x, base + 0.12 * size * self.scale, x + box.width * self.scale, base + 0.12 * size * self.scale)

    def _picture(self, box: Box, x: float, y: float) -> None:
        """Draw an icon or goods, whole and in the middle of their box."""
        side = float(box.node.attributes.get("viewbox", "0 0 24 24").split()[2])
        scale = min(box.width, box.height) / side * self.scale
        left = x + (box.width * self.scale - side * scale) / 2
        top = y + (box.height * self.scale - side * scale) / 2
        if box.width > box.height + 1 and style.ground(box.node):
            self._ground(box, x, y)
        for shape in box.node.children:
            if shape.tag:
                self._shape(box.node, shape, left, top, scale, style.radii(box.node)[0] * self.scale / scale)

    def _shape(self, picture: Node, shape: Node, x: float, y: float, scale: float, radius: float) -> None:
        clear = float(picture.style.get("opacity", 1))
        fill = _faded(style.color(shape.attributes.get("fill", picture.attributes.get("fill", ""))), clear)
        hue = shape.attributes.get("stroke", picture.attributes.get("stroke", ""))
        line = _faded(style.ink(picture) if hue == "currentColor" else style.color(hue), clear)
        if fill:
            self.pdf.set_fill_color(*fill)
        if line:
            self.pdf.set_draw_color(*line)
            wide = shape.attributes.get("stroke-width", picture.attributes.get("stroke-width", "2"))
            self.pdf.set_line_width(float(wide) * scale)
        for is_closed, points in subpaths(shape, radius):
            self._outline([(x + px * scale, y + py * scale) for px, py in points], is_closed, fill, line)

    def _outline(self, points: list[tuple[float, float]], is_closed: bool, fill, line) -> None:
        if fill:
            self.pdf.polygon(points, style="FD" if line else "F")
        elif line:
            self.pdf.polyline([*points, points[0]] if is_closed else points)


def _faded(color: style.Color | None, clear: float) -> style.Color | None:
    """Give a colour as it looks on white paper when only a part of it covers what lies below."""
    return color and tuple(round(255 - (255 - each) * clear) for each in color)
