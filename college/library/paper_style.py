"""Lengths, edges, colours and kinds of a styled node, in pixels of a phone whose letters are 20 px high. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from college.library.paper_tree import Node

#: Pixels of 1rem at the reader's standard size.
REM = 20.0
SIDES = ("top", "right", "bottom", "left")
NAMED = {"white": "#ffffff", "black": "#000000"}
NOTHING = {"", "none", "transparent"}

_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|rem|em|%)?")
_SHADOW = re.compile(r"0 0 0 ([\d.]+px) (#[0-9a-fA-F]+)")

Color = tuple[int, int, int]


@dataclass(frozen=True)
class Edges:
    """Four sides in pixels; an automatic margin is None."""

    top: float | None = 0.0
    right: float | None = 0.0
    bottom: float | None = 0.0
    left: float | None = 0.0

    @property
    def across(self) -> float:
        """Left and right together, automatic ones as nothing."""
        return (self.left or 0.0) + (self.right or 0.0)

    @property
    def along(self) -> float:
        """Top and bottom together."""
        return (self.top or 0.0) + (self.bottom or 0.0)


def em(node: Node) -> float:
    """Give the height of a node's letters."""
    return length(node.style.get("font-size", "1rem"), 0.0) or REM


def length(value: str, base: float, own: float = REM) -> float | None:
    """Give a length in pixels, None for "auto" and what is no length. ``base`` is what a percentage is of."""
    found = _LENGTH.fullmatch(value.strip())
    if not found:
        return None
    number, unit = float(found[1]), found[2]
    return number * {"rem": REM, "em": own, "%": base / 100}.get(unit or "", 1.0)


def of(node: Node, name: str, base: float = 0.0) -> float | None:
    """Give a node's own length by the name of its property, None when it has none or says "auto"."""
    return length(node.style[name], base, em(node)) if name in node.style else None


def edges(node: Node, kind: str, base: float) -> Edges:
    """Give margin or padding: the shorthand and its sides, in the order in which the sheet says them."""
    found: dict[str, float | None] = dict.fromkeys(SIDES, 0.0)
    for name, value in node.style.items():
        if name == kind:
            found.update(zip(SIDES, (length(each, base, em(node)) for each in _four(value.split()))))
        elif name.startswith(f"{kind}-") and name[len(kind) + 1 :] in SIDES:
            found[name[len(kind) + 1 :]] = length(value, base, em(node))
    return Edges(**found)


def borders(node: Node) -> dict[str, tuple[float, str]]:
    """Give width and colour of each side's border."""
    found = dict.fromkeys(SIDES, (0.0, ""))
    for name, value in node.style.items():
        if name == "border":
            found = dict.fromkeys(SIDES, _border(value))
        elif name == "border-color":
            found = {side: (width, value) for side, (width, _color) in found.items()}
        elif name == "border-width":
            found = {side: (length(value, 0.0) or 0.0, color) for side, (_width, color) in found.items()}
        elif name.startswith("border-") and name[7:] in SIDES:
            found[name[7:]] = _border(value)
    return found


def border_edges(node: Node) -> Edges:
    """Give how much room the borders take."""
    return Edges(**{side: width for side, (width, _color) in borders(node).items()})


def radii(node: Node) -> tuple[float, ...]:
    """Give the four radii of the corners, from the upper left clockwise."""
    value = node.style.get("border-radius", "0")
    return tuple(length(each, 0.0) or 0.0 for each in _four(value.split("/")[0].split()))


def color(value: str) -> Color | None:
    """Give red, green and blue, None for nothing."""
    value = NAMED.get(value, value)
    if value in NOTHING or not value.startswith("#"):
        return None
    digits = value[1:] if len(value) == 7 else "".join(each * 2 for each in value[1:4])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def ink(node: Node) -> Color:
    """Give the colour of a node's words."""
    return color(node.style.get("color", "")) or (31, 31, 31)


def ground(node: Node) -> Color | None:
    """Give the colour behind a node, None when what lies under it is seen."""
    return color(node.style.get("background-color", node.style.get("background", "")))


def rings(node: Node) -> list[tuple[float, Color]]:
    """Give the rings of a flat shadow as (how far out, colour), the widest first: that is the order of painting."""
    found = [(length(far, 0.0) or 0.0, color(hue)) for far, hue in _SHADOW.findall(node.style.get("box-shadow", ""))]
    return sorted(((far, hue) for far, hue in found if hue), reverse=True)


def leading(node: Node) -> float:
    """Give the height of a node's lines."""
    value = node.style.get("line-height", "1.5")
    number = length(value, em(node), em(node))
    return (number or 1.5) * em(node) if re.fullmatch(r"[\d.]+", value) else number or 1.5 * em(node)


def is_bold(node: Node) -> bool:
    """Say whether its words are thick."""
    return node.style.get("font-weight", "400") in {"700", "bold", "600"}


def display(node: Node) -> str:
    """Give how a node takes its place; a span without a word of the sheet stands within the line."""
    return node.style.get("display", "inline")


def flex(node: Node) -> tuple[float, float, str]:
    """Give how a node grows, shrinks and from what width, as the property `flex` says."""
    words = node.style.get("flex", "").split()
    values = {"none": (0.0, 0.0, "auto"), "auto": (1.0, 1.0, "auto")}
    if not words:
        grow, shrink, basis = 0.0, 1.0, "auto"
    elif words[0] in values:
        grow, shrink, basis = values[words[0]]
    else:
        grow, shrink = float(words[0]), float(words[1]) if len(words) > 1 else 1.0
        basis = words[2] if len(words) > 2 else "0%"
    grow = float(node.style.get("flex-grow", grow))
    return grow, float(node.style.get("flex-shrink", shrink)), node.style.get("flex-basis", basis)


def _four(values: list[str]) -> tuple[str, str, str, str]:
    first = values[0]
    second = values[1] if len(values) > 1 else first
    third = values[2] if len(values) > 2 else first
    return first, second, third, values[3] if len(values) > 3 else second


def _border(value: str) -> tuple[float, str]:
    words = value.split()
    width = length(words[0], 0.0) or 0.0
    return width, words[-1] if width and len(words) > 1 else ""
