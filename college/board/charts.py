"""Where the bars, lines and words of a small chart stand, in units of a twentieth of the reader's text size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The text's size, and the place that it takes above, below and beside the bars.
TEXT = 20
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 62, 64
#: How high the bars may grow, and how wide a bar's place is: a finger's width, for it opens its people; wider for a day.
HEIGHT, PITCH, WIDE_PITCH = 180, 52, 68
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


@dataclass(frozen=True)
class Bar:
    """One bar: ``x`` and ``width`` of its place, ``y`` and ``height`` of what is painted, its words and its address."""

    x: float
    width: float
    y: float
    height: float
    value: int
    label: str
    spoken: str
    url: str
    is_unfinished: bool

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Line:
    """One line across the chart with the number for which it stands."""

    y: float
    value: int


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn."""

    width: float
    height: float
    floor: float
    bars: list[Bar]
    lines: list[Line]

    @property
    def rem(self) -> tuple[float, float]:
        """Width and height in text sizes, so that the chart grows with the reader's letters."""
        return round(self.width / TEXT, 2), round(self.height / TEXT, 2)


@dataclass(frozen=True)
class Value:
    """One number to be drawn: its label below, its words for those who listen, and the address that it opens."""

    value: int
    label: str
    spoken: str
    url: str
    is_unfinished: bool = False


def chart_of(values: Sequence[Value]) -> Chart:
    """Place the bars of these numbers from left to right under a scale of at most five lines."""
    most = max((each.value for each in values), default=0)
    step = step_of(most)
    top = step * max(-(-most // step), 1)
    floor = TOP + HEIGHT
    pitch = WIDE_PITCH if any(len(each.label) > 3 for each in values) else PITCH
    bars = [_bar(each, LEFT + number * pitch, pitch, floor, top) for number, each in enumerate(values)]
    lines = [Line(round(floor - HEIGHT * value / top, 1), value) for value in range(0, top + 1, step)]
    return Chart(LEFT + max(len(values), 4) * pitch + RIGHT, floor + BOTTOM, floor, bars, lines)


def step_of(most: int) -> int:
    """Give the distance between the lines of a scale: a round number, so that four of them reach the highest bar."""
    return next((step for step in _STEPS if step * 4 >= most), -(-most // 4))


def _bar(each: Value, x: float, pitch: float, floor: float, top: int) -> Bar:
    height = round(HEIGHT * each.value / top, 1)
    y = round(floor - height, 1)
    return Bar(x, pitch, y, height, each.value, each.label, each.spoken, each.url, each.is_unfinished)
