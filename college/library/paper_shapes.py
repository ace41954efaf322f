"""Outlines of the few shapes that drawn screens are made of, as points: paths, rectangles, circles, round corners. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from college.library.paper_tree import Node

Point = tuple[float, float]
Outline = tuple[bool, tuple[Point, ...]]

#: Into how many straight pieces a curve and a quarter of a circle are cut: enough for a picture of a few cm.
PIECES = 8
#: Side of a goods picture; a shape that fills it is its ground and gets the picture's round corners.
WHOLE = 64.0


def corners(width: float, height: float, radii: Sequence[float]) -> list[Point]:
    """Give the outline of a box whose corners have these radii, from the upper left clockwise."""
    most = min(width, height) / 2
    upper_left, upper_right, lower_right, lower_left = (min(max(each, 0.0), most) for each in radii)
    middles = (
        (upper_left, upper_left, upper_left, math.pi),
        (width - upper_right, upper_right, upper_right, math.pi * 1.5),
        (width - lower_right, height - lower_right, lower_right, 0.0),
        (lower_left, height - lower_left, lower_left, math.pi * 0.5),
    )
    return [point for x, y, radius, begin in middles for point in _quarter(x, y, radius, begin)]


def _quarter(x: float, y: float, radius: float, begin: float) -> Iterator[Point]:
    for at in range(PIECES + 1) if radius else (0,):
        angle = begin + math.pi / 2 * at / PIECES
        yield x + radius * math.cos(angle), y + radius * math.sin(angle)


def subpaths(shape: Node, radius: float = 0.0) -> list[Outline]:
    """Give the outlines of a shape as (closed, points). ``radius`` rounds the ground of a goods picture."""
    value = shape.attributes
    if shape.tag == "path":
        return [_rounded(each, radius) for each in path(value["d"])]
    if shape.tag == "rect":
        x, y, width, height = (float(value.get(name, 0)) for name in ("x", "y", "width", "height"))
        outline = corners(width, height, [float(value.get("rx", value.get("ry", 0)))] * 4)
        return [(True, tuple((x + px, y + py) for px, py in outline))]
    if shape.tag in {"circle", "ellipse"}:
        x, y = float(value.get("cx", 0)), float(value.get("cy", 0))
        across, down = float(value.get("rx", value.get("r", 0))), float(value.get("ry", value.get("r", 0)))
        return [(True, tuple((x + across * math.cos(a), y + down * math.sin(a)) for a in _around()))]
    raise ValueError(f"A drawn screen holds a shape that paper does not know: {shape.tag}")


def _around() -> Iterator[float]:
    return (math.tau * at / (4 * PIECES) for at in range(4 * PIECES))


def _rounded(outline: Outline, radius: float) -> Outline:
    xs, ys = [x for x, _y in outline[1]], [y for _x, y in outline[1]]
    if radius and (min(xs), min(ys), max(xs), max(ys)) == (0.0, 0.0, WHOLE, WHOLE):
        return True, tuple(corners(WHOLE, WHOLE, [radius] * 4))
    return outline


class _Pen(BasePen):
    """Follows a path and keeps its points, curves cut into straight pieces."""

    def __init__(self) -> None:
        super().__init__(None)
        self.outlines: list[tuple[bool, list[Point]]] = []

    def _moveTo(self, pt: Point) -> None:  # noqa: N802 - the library's names
        self.outlines.append((False, [pt]))

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self.outlines[-1][1].append(pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        points = self.outlines[-1][1]
        start = points[-1]
        for at in range(1, PIECES + 1):
            t = at / PIECES
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
            ends = (start, pt1, pt2, pt3)
            points.append((sum(w * p[0] for w, p in zip(weights, ends)), sum(w * p[1] for w, p in zip(weights, ends))))

    def _closePath(self) -> None:  # noqa: N802
        self.outlines[-1] = (True, self.outlines[-1][1])

    def _endPath(self) -> None:  # noqa: N802
        return None


@lru_cache(maxsize=512)
def path(drawn: str) -> tuple[Outline, ...]:
    """Give the outlines of an SVG path."""
    pen = _Pen()
    parse_path(drawn, pen)
    return tuple((is_closed, tuple(points)) for is_closed, points in pen.outlines)
