"""Turns the sanitised HTML of a step into what paper needs: paragraphs, points of a list, boxes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

BOXES = ("tip", "warning")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Paragraph:
    """Words that belong together: runs of (text, is strong), and the mark in front of a point of a list."""

    runs: tuple[tuple[str, bool], ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """Give all its words."""
        return "".join(text for text, _is_strong in self.runs)


@dataclass(frozen=True)
class Block:
    """A stretch of a step: plain text, or a box ("tip", "warning") whose first paragraph is its word."""

    kind: str
    paragraphs: tuple[Paragraph, ...]


@dataclass
class _Open:
    kind: str
    paragraphs: list[Paragraph] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.box: _Open | None = None
        self.lists: list[int | None] = []
        self.runs: list[tuple[str, bool]] = []
        self.mark, self.strong, self.address = "", 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        value = dict(attrs)
        if tag in {"p", "li", "div", "blockquote", "ul", "ol"}:
            self._end_paragraph()
        if tag == "div" and value.get("class") in BOXES:
            self.box = _Open(str(value["class"]))
        elif tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.mark = self._next_mark()
        elif tag == "br":
            self._end_paragraph()
        elif tag == "strong":
            self.strong += 1
        elif tag == "a":
            self.address = value.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "div", "blockquote", "ul", "ol"}:
            self._end_paragraph()
        if tag == "div" and self.box:
            self.blocks.append(Block(self.box.kind, tuple(self.box.paragraphs)))
            self.box = None
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "strong":
            self.strong = max(self.strong - 1, 0)
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        self.runs.append((_BLANKS.sub(" ", data), self.strong > 0))

    def finish(self) -> None:
        """Keep the words that stand after the last tag."""
        self._end_paragraph()

    def _end_link(self) -> None:
        """Write out where a link leads: nobody can tap on paper."""
        said = "".join(text for text, _strong in self.runs)
        if self.address.startswith("https://") and self.address not in said:
            self.runs.append((f" ({self.address})", False))
        self.address = ""

    def _next_mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "·"
        self.lists[-1] += 1
        return f"{self.lists[-1]}."

    def _end_paragraph(self) -> None:
        runs, mark = tidy(self.runs), self.mark
        self.runs = []
        if not runs:
            return
        self.mark = ""
        paragraph = Paragraph(runs, mark)
        if self.box:
            self.box.paragraphs.append(paragraph)
        elif self.blocks and self.blocks[-1].kind == "text":
            self.blocks[-1] = Block("text", (*self.blocks[-1].paragraphs, paragraph))
        else:
            self.blocks.append(Block("text", (paragraph,)))


def tidy(runs: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """Take the blanks from both ends, and runs that say nothing."""
    found = [run for run in runs if run[0]]
    while found and not found[0][0].strip():
        found.pop(0)
    while found and not found[-1][0].strip():
        found.pop()
    if found:
        found[0] = (found[0][0].lstrip(), found[0][1])
        found[-1] = (found[-1][0].rstrip(), found[-1][1])
    return tuple(found)


def read(html: str) -> tuple[Block, ...]:
    """Give what stands in the HTML of a step or an introduction, in its order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return tuple(reader.blocks)


def plain(text: str, mark: str = "") -> Paragraph:
    """Give a paragraph of one plain text."""
    return Paragraph(((text, False),), mark)
