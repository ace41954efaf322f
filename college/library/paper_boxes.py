"""Lays a drawn screen out as boxes, as a phone's browser does: stacked, in lines, in flexible rows and in grids. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from college.library import paper_lines as lines
from college.library import paper_style as style
from college.library.paper_style import Edges
from college.library.paper_tree import Node

#: Side of a picture whose sheet says no size, in pixels.
PICTURE = 24.0


@dataclass
class Box:
    """A node with its place inside its parent, in pixels; words are boxes whose node is a text."""

    node: Node
    width: float
    height: float = 0.0
    x: float = 0.0
    y: float = 0.0
    text: str = ""
    boxes: list[Box] = field(default_factory=list)

    def put(self, box: Box, x: float, y: float) -> Box:
        """Place a box inside this one."""
        box.x, box.y = x, y
        self.boxes.append(box)
        return box

    def all(self, x: float = 0.0, y: float = 0.0) -> Iterator[tuple[Box, float, float]]:
        """Give this box and all inside it with their places on the page, in the order of painting."""
        at_x, at_y = x + self.x, y + self.y
        yield self, at_x, at_y
        for box in self.boxes:
            yield from box.all(at_x, at_y)


def lay(node: Node, width: float) -> Box:
    """Lay a node out as a box of this outer width, as high as it needs to be."""
    box = Box(node, width)
    if node.tag == "svg":
        box.height = style.of(node, "height") or PICTURE
        return box
    inset, inner = _inset(node, width), width - _frame(node, width)
    used = _fill(box, inner, inset.left or 0.0, inset.top or 0.0)
    frame = inset.along
    wanted = style.of(node, "height")
    box.height = max(used + frame if wanted is None else wanted, style.of(node, "min-height") or 0.0)
    if node.style.get("align-content") == "center":
        _lower(box, (box.height - frame - used) / 2)
    _absolutes(box)
    return box


def _inset(node: Node, width: float) -> Edges:
    padding, border = style.edges(node, "padding", width), style.border_edges(node)
    return Edges(*((getattr(padding, side) or 0.0) + (getattr(border, side) or 0.0) for side in style.SIDES))


def _frame(node: Node, width: float) -> float:
    return _inset(node, width).across


def _lower(box: Box, by: float) -> None:
    for each in box.boxes:
        each.y += max(by, 0.0)


def _fill(box: Box, inner: float, left: float, top: float) -> float:
    """Lay out what stands in a box; give how high that is."""
    kind = style.display(box.node)
    children = [each for each in box.node.children if not _is_apart(each)]
    if kind == "flex" or kind == "inline-flex":
        return _flex(box, children, inner, left, top)
    if kind == "grid":
        return _grid(box, children, inner, left, top)
    return _stack(box, children, inner, left, top)


def _is_apart(node: Node) -> bool:
    return node.style.get("position") == "absolute"


def is_block(node: Node) -> bool:
    """Say whether a node takes a line of its own."""
    return bool(node.tag) and style.display(node) in {"block", "flex", "grid", "table"}


def runs(children: list[Node]) -> Iterator[Node | list[Node]]:
    """Give the blocks among children one by one, and what stands between them in lines together."""
    run: list[Node] = []
    for child in children:
        if is_block(child):
            if _says(run):
                yield run
            run = []
            yield child
        else:
            run.append(child)
    if _says(run):
        yield run


def _says(run: list[Node]) -> bool:
    return any(each.tag or each.text.strip() for each in run)


# --- one under the other ---------------------------------------------------


def _stack(box: Box, children: list[Node], inner: float, left: float, top: float) -> float:
    y, below = 0.0, 0.0
    for run in runs(children):
        if isinstance(run, list):
            y, below = y + below + _paragraph(box, run, inner, left, top + y + below), 0.0
            continue
        margin = style.edges(run, "margin", inner)
        child = lay(run, outer(run, inner))
        y += max(margin.top or 0.0, below) if below and margin.top else (margin.top or 0.0) + below
        box.put(child, left + _shift(margin, inner - child.width), top + y)
        y, below = y + child.height, margin.bottom or 0.0
    return y + below


def _shift(margin: Edges, free: float) -> float:
    if margin.left is None:
        return max(free - (margin.right or 0.0), 0.0) / (2 if margin.right is None else 1)
    return margin.left


def outer(node: Node, room: float) -> float:
    """Give the outer width of a block within so much room."""
    margin = style.edges(node, "margin", room)
    free = room - margin.across
    own = style.of(node, "width", room)
    if own is None:
        is_snug = style.display(node) in {"table", "inline-block"} or node.tag == "svg"
        own = min(widest(node), free) if is_snug else free
    most, least = style.of(node, "max-width", room), style.of(node, "min-width", room)
    return max(own if most is None else min(own, most), least or 0.0)


def _paragraph(box: Box, run: list[Node], inner: float, left: float, top: float) -> float:
    """Set a run of inline nodes into lines; give how high they are."""
    high, align, y = style.leading(box.node), box.node.style.get("text-align", "left"), 0.0
    for line in lines.broken(lines.pieces_of(run, lambda node: _small(node, inner)), inner):
        tall = max(line.height, high)
        start = left + ((inner - line.width) / 2 if align == "center" else 0.0)
        for at, piece in line.pieces:
            if piece.is_blank:
                continue
            each = piece.box if piece.box is not None else Box(piece.node, piece.width, piece.height, text=piece.text)
            box.put(each, start + at, top + y + (tall - each.height) / 2)
        y += tall
    return y


def _small(node: Node, room: float) -> lines.Piece:
    margin = style.edges(node, "margin", room)
    own = style.of(node, "width", room)
    box = lay(node, min(widest(node), room - margin.across) if own is None else own)
    if style.display(node) == "inline" and node.tag != "svg":
        box.height = min(box.height, style.leading(node) + style.edges(node, "padding", 0.0).along)
    return lines.Piece(node, box.width, box.height, box=box, before=margin.left or 0.0, after=margin.right or 0.0)


# --- how wide something would be -------------------------------------------


def widest(node: Node) -> float:
    """Give the outer width at which nothing in a node breaks."""
    return _wide(node, lines.widest, widest, sum)


def narrowest(node: Node) -> float:
    """Give the outer width below which something in a node is cut."""
    return _wide(node, lines.narrowest, narrowest, max if _wraps(node) else sum)


def _wraps(node: Node) -> bool:
    return node.style.get("flex-wrap") == "wrap" or style.display(node) != "flex"


def _wide(node: Node, of_line, of_box, together) -> float:
    own = style.of(node, "width")
    if node.tag == "svg" or (own is not None and not node.style["width"].endswith("%")):
        return own if own is not None and not node.style.get("width", "").endswith("%") else PICTURE
    children = [each for each in node.children if not _is_apart(each)]
    if style.display(node) in {"flex", "inline-flex"}:
        sizes = [of_box(each) + style.edges(each, "margin", 0.0).across for each in items(children)]
        inner = together(sizes) if sizes else 0.0
    else:
        inner = max((_run_wide(run, of_line, of_box) for run in runs(children)), default=0.0)
    return max(inner + _frame(node, 0.0), style.of(node, "min-width") or 0.0)


def _run_wide(run: Node | list[Node], of_line, of_box) -> float:
    if isinstance(run, list):
        return of_line(lines.pieces_of(run, lambda node: _small(node, 10_000.0)))
    return of_box(run) + style.edges(run, "margin", 0.0).across


def items(children: list[Node]) -> list[Node]:
    """Give the children of a row or grid that take a place of their own; bare words become one."""
    found = []
    for child in children:
        if child.tag:
            found.append(child)
        elif child.text.strip():
            found.append(Node("span", style=dict(child.style), children=[child]))
    return found


# --- side by side ----------------------------------------------------------


@dataclass
class _Item:
    node: Node
    margin: Edges
    grow: float
    shrink: float
    width: float
    least: float

    @property
    def whole(self) -> float:
        return self.width + self.margin.across


def _item(node: Node, room: float) -> _Item:
    grow, shrink, basis = style.flex(node)
    margin = style.edges(node, "margin", room)
    own = style.length(basis, room, style.em(node))
    if own is None:
        own = style.of(node, "width", room)
    least = style.of(node, "min-width", room)
    least = narrowest(node) if least is None else least
    return _Item(node, margin, grow, shrink, max(widest(node) if own is None else own, least), least)


def _flex(box: Box, children: list[Node], inner: float, left: float, top: float) -> float:
    if box.node.style.get("flex-direction", "row") == "column":
        return _stack(box, [*_blocks(children)], inner, left, top)
    rows: list[list[_Item]] = [[]]
    wraps = box.node.style.get("flex-wrap") == "wrap"
    for each in items(children):
        item = _item(each, inner)
        if wraps and rows[-1] and sum(other.whole for other in rows[-1]) + item.whole > inner + 0.01:
            rows.append([])
        rows[-1].append(item)
    y = 0.0
    for row in filter(None, rows):
        y += _row(box, row, inner, left, top + y)
    return y


def _blocks(children: list[Node]) -> Iterator[Node]:
    for each in items(children):
        if not is_block(each):
            each.style = {**each.style, "display": "block"}
        yield each


def _row(box: Box, row: list[_Item], inner: float, left: float, top: float) -> float:
    _share(row, inner)
    boxes = [lay(each.node, each.width) for each in row]
    tall = max(child.height + each.margin.along for child, each in zip(boxes, row))
    if len(row) == 1 or box.node.style.get("flex-wrap") != "wrap":
        tall = max(tall, (style.of(box.node, "min-height") or 0.0) - _inset(box.node, inner).along)
    free = max(inner - sum(each.whole for each in row), 0.0)
    justify = box.node.style.get("justify-content", "")
    x = free / 2 if justify == "center" else free if justify in {"flex-end", "end"} else 0.0
    gap = free / (len(row) - 1) if justify == "space-between" and len(row) > 1 else 0.0
    for child, each in zip(boxes, row):
        is_centred = box.node.style.get("align-items") == "center"
        if not is_centred and child.node.tag != "svg":
            _stretch(child, tall - each.margin.along)
        y = (tall - child.height - each.margin.along) / 2 if is_centred else 0.0
        box.put(child, left + x + (each.margin.left or 0.0), top + y + (each.margin.top or 0.0))
        x += each.whole + gap
    return tall


def _stretch(box: Box, height: float) -> None:
    by = height - box.height
    if by <= 0:
        return
    box.height = height
    if box.node.style.get("align-content") == "center":
        _lower(box, by / 2)


def _share(row: list[_Item], inner: float) -> None:
    """Give the room that is left to those who grow, take what lacks from those who shrink."""
    for _round in range(4):
        free = inner - sum(each.whole for each in row)
        if free > 0.01:
            growing = sum(each.grow for each in row)
            for each in row:
                each.width += free * each.grow / growing if growing else 0.0
            return
        yielding = [each for each in row if each.shrink and each.width > each.least + 0.01]
        weight = sum(each.shrink * each.width for each in yielding)
        if free > -0.01 or not weight:
            return
        for each in yielding:
            each.width = max(each.width + free * each.shrink * each.width / weight, each.least)


# --- in columns ------------------------------------------------------------


def _grid(box: Box, children: list[Node], inner: float, left: float, top: float) -> float:
    cells = items(children)
    gap = style.of(box.node, "grid-gap") or 0.0
    columns = _columns(box.node.style.get("grid-template-columns", "1fr"), inner, gap, len(cells))
    y = 0.0
    for start in range(0, len(cells), len(columns)):
        row = cells[start : start + len(columns)]
        boxes = [lay(node, wide - style.edges(node, "margin", wide).across) for node, wide in zip(row, columns)]
        tall = max(child.height + style.edges(child.node, "margin", inner).along for child in boxes)
        x, y = left, y + (gap if start else 0.0)
        for child, wide in zip(boxes, columns):
            margin = style.edges(child.node, "margin", wide)
            if len(columns) > 1:
                _stretch(child, tall - margin.along)
            box.put(child, x + (margin.left or 0.0), top + y + (margin.top or 0.0))
            x += wide + gap
        y += tall
    return y


def _columns(value: str, inner: float, gap: float, count: int) -> list[float]:
    if value.startswith("repeat("):
        times, _, track = value[7:-1].partition(",")
        least = style.length(track.strip().removeprefix("minmax(").split(",")[0], inner) or inner
        number = int(times) if times.strip().isdigit() else max(int((inner + gap) / (least + gap)), 1)
        number = number if times.strip().isdigit() else min(number, max(count, 1))
        return [(inner - gap * (number - 1)) / number] * number
    tracks = value.split()
    fixed = [style.length(track, inner) for track in tracks]
    free = inner - gap * (len(tracks) - 1) - sum(each or 0.0 for each in fixed)
    shares = sum(_share_of(track) for track in tracks) or 1.0
    return [free * _share_of(track) / shares if own is None else own for track, own in zip(tracks, fixed)]


def _share_of(track: str) -> float:
    return float(track[:-2] or 1) if track.endswith("fr") else 0.0


# --- on top of it ----------------------------------------------------------


def _absolutes(box: Box) -> None:
    for node in filter(_is_apart, box.node.children):
        child = lay(node, min(widest(node), box.width))
        margin = style.edges(node, "margin", box.width)
        left, right = style.of(node, "left", box.width), style.of(node, "right", box.width)
        top, bottom = style.of(node, "top", box.height), style.of(node, "bottom", box.height)
        x = box.width - child.width - right if left is None and right is not None else left or 0.0
        y = box.height - child.height - bottom if top is None and bottom is not None else top or 0.0
        box.put(child, x + (margin.left or 0.0), y + (margin.top or 0.0))
