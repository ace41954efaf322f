"""Sets words, icons and small boxes of one paragraph of a drawn screen into lines. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from college.core import paper_font as font
from college.library import paper_style as style
from college.library.paper_tree import Node


@dataclass
class Piece:
    """Something that stands in a line and is never torn: a word (``text``) or a small box (``node``, laid by ``box``)."""

    node: Node
    width: float
    height: float
    text: str = ""
    box: object = None
    is_blank: bool = False
    #: Room on both sides that belongs to it.
    before: float = 0.0
    after: float = 0.0

    @property
    def whole(self) -> float:
        """Give the width with the room on both sides."""
        return self.before + self.width + self.after


@dataclass
class Line:
    """A line with its pieces; each has its place from the line's beginning."""

    pieces: list[tuple[float, Piece]]
    width: float
    height: float


def pieces_of(nodes: Iterable[Node], small: Callable[[Node], Piece]) -> list[Piece]:
    """Give the pieces of a run of inline nodes; ``small`` makes the piece of an icon or of a box within the line."""
    found: list[Piece] = []
    for node in nodes:
        if not node.tag:
            found += _words(node)
        elif node.tag == "svg" or is_small_box(node):
            found.append(small(node))
        else:
            margin = style.edges(node, "margin", 0.0)
            inner = pieces_of(node.children, small)
            if inner:
                inner[0].before += margin.left or 0.0
                inner[-1].after += margin.right or 0.0
            found += inner
    return found


def is_small_box(node: Node) -> bool:
    """Say whether an inline node is drawn as a box of its own: it has a ground, padding, or stands as a block in the line."""
    if style.display(node) == "inline-block":
        return True
    return style.ground(node) is not None or style.edges(node, "padding", 0.0).across > 0


def _words(node: Node) -> list[Piece]:
    size, high = style.em(node), style.leading(node)
    spacing = style.of(node, "letter-spacing") or 0.0
    tear = node.style.get("word-break") == "break-all"
    found = []
    for word in font.words(node.text):
        for part in word if tear else [word]:
            wide = font.width(part) * size + spacing * len(part)
            found.append(Piece(node, wide, high, text=part, is_blank=part.isspace()))
    return found


def broken(pieces: list[Piece], room: float) -> list[Line]:
    """Break pieces into lines no wider than ``room``; a word wider than that is torn into its letters."""
    lines: list[Line] = []
    line: list[tuple[float, Piece]] = []
    used = 0.0
    for piece in _torn(pieces, room):
        if line and used + piece.whole > room + 0.01 and not piece.is_blank:
            lines.append(_line(line))
            line, used = [], 0.0
        if piece.is_blank and (not line or line[-1][1].is_blank):
            continue
        line.append((used + piece.before, piece))
        used += piece.whole
    return [*lines, _line(line)] if any(not piece.is_blank for _at, piece in line) else lines


def widest(pieces: list[Piece]) -> float:
    """Give the width of all pieces on one line."""
    lines = broken(pieces, float("inf"))
    return max((line.width for line in lines), default=0.0)


def narrowest(pieces: list[Piece]) -> float:
    """Give the width of the widest piece."""
    return max((piece.whole for piece in pieces if not piece.is_blank), default=0.0)


def _line(placed: list[tuple[float, Piece]]) -> Line:
    while placed and placed[-1][1].is_blank:
        placed.pop()
    last, piece = placed[-1]
    return Line(placed, last + piece.width + piece.after, max(each.height for _at, each in placed))


def _torn(pieces: list[Piece], room: float) -> Iterable[Piece]:
    for piece in pieces:
        if piece.text and piece.whole > room and len(piece.text) > 1:
            size = style.em(piece.node)
            for sign in piece.text:
                yield Piece(piece.node, font.width(sign) * size, piece.height, text=sign)
        else:
            yield piece
