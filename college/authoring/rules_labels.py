"""The visible words of everything that can be tapped on a drawn screen, read from its drawing: pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

#: A label of more signs is cut: it stands in lists and in sentences.
LONGEST_LABEL = 18
#: A number on an icon is no name.
_NO_NAME = "app-badge"


@dataclass(frozen=True)
class Label:
    """What a target says on the screen; `place` counts from 1 where several say the same, else it is 0."""

    words: str
    place: int = 0


def labels_of(drawing: str) -> dict[str, Label]:
    """Give the label of each target of a screen drawn in mode "practise", in the order in which they stand."""
    reader = _Reader()
    reader.feed(drawing)
    words = {target: _shortened(said) or target for target, said in reader.said.items()}
    counts, seen = Counter(words.values()), Counter[str]()
    found = {}
    for target, each in words.items():
        seen[each] += 1
        found[target] = Label(each, seen[each] if counts[each] > 1 else 0)
    return found


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1].rstrip() + "…"


class _Reader(HTMLParser):
    """Keeps the first words within each button called "tap"."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._target = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "button" and given.get("name") == "tap":
            self._target, self._open = given.get("value") or "", []
            self.said.setdefault(self._target, "")
        elif self._target and tag == "span":
            self._open.append(given.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._target = ""
        elif self._target and tag == "span" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if self._target and words and not self.said[self._target] and _NO_NAME not in self._open:
            self.said[self._target] = words
