"""A text cut into its pieces without losing a letter: front matter, introduction, steps; for whoever writes on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

#: Names of the pieces beside the steps, whose name is their id.
HEAD, INTRODUCTION = "head", "intro"

_FENCE = re.compile(r"^(`{3,})\s*[^\s`]*\s*$")
_STEP = re.compile(r"^##(?!#)\s*(?P<title>.*?)\s*(?:\{\s*#(?P<id>[^\s{}]+)[^{}]*\})?\s*$")


@dataclass(frozen=True)
class Piece:
    """One step as it is written, its ## line included; `id` is "" when the line names none."""

    id: str
    text: str


@dataclass(frozen=True)
class Pieces:
    """A text in its pieces; the front matter stands without its two lines of ---."""

    head: str
    introduction: str
    steps: tuple[Piece, ...]

    @property
    def step_ids(self) -> tuple[str, ...]:
        """Give the ids of the steps in order, without those that have none."""
        return tuple(step.id for step in self.steps if step.id)

    def text_of(self, part: str) -> str | None:
        """Give the text of a piece by its name, None when there is no such step."""
        if part in (HEAD, INTRODUCTION):
            return self.head if part == HEAD else self.introduction
        return next((step.text for step in self.steps if step.id == part), None)

    def with_text(self, part: str, text: str) -> Pieces:
        """Give the same with another text of one piece; a step that is not there stays away.

        A step's text may hold several ## lines: it then becomes several steps.
        """
        if part == HEAD:
            return replace(self, head=text.strip("\n"))
        if part == INTRODUCTION:
            return replace(self, introduction=text.strip("\n"))
        steps: list[Piece] = []
        for step in self.steps:
            steps.extend(_steps(text) if step.id == part else [step])
        return replace(self, steps=tuple(steps))

    def with_step(self, text: str, *, after: str = "") -> Pieces:
        """Give the same with a new step after another one; `after` "" puts it first, an unknown one last."""
        ids = [step.id for step in self.steps]
        at = 0 if not after else ids.index(after) + 1 if after in ids else len(ids)
        return replace(self, steps=(*self.steps[:at], *_steps(text), *self.steps[at:]))

    def without_step(self, step_id: str) -> Pieces:
        """Give the same without a step."""
        return replace(self, steps=tuple(step for step in self.steps if step.id != step_id))

    def in_order(self, step_ids: Sequence[str]) -> Pieces:
        """Give the same with its steps in this order; steps that are not named keep their place at the end."""
        named = {step_id: at for at, step_id in enumerate(step_ids)}
        return replace(self, steps=tuple(sorted(self.steps, key=lambda step: named.get(step.id, len(named)))))

    def join(self) -> str:
        """Give the whole text again, with one empty line between its pieces."""
        parts = [part for part in (self.introduction, *(step.text for step in self.steps)) if part.strip()]
        return f"---\n{self.head}\n---\n" + "\n\n".join(part.strip("\n") for part in parts) + "\n"


def cut(source: str) -> Pieces:
    """Cut a text into its pieces; a text without front matter has an empty one."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head: list[str] = []
    if lines[0].rstrip() == "---":
        end = next((at for at in range(1, len(lines)) if lines[at].rstrip() == "---"), len(lines))
        head, lines = lines[1:end], lines[end + 1 :]
    begins = list(_beginnings(lines))
    first = begins[0] if begins else len(lines)
    return Pieces("\n".join(head), "\n".join(lines[:first]).strip("\n"), tuple(_steps("\n".join(lines[first:]))))


def _steps(text: str) -> list[Piece]:
    """Cut a text that begins with a ## line; what stands before the first one belongs to it."""
    if not text.strip():
        return []
    lines = text.strip("\n").split("\n")
    begins = list(_beginnings(lines)) or [0]
    starts = [0, *begins[1:]]
    ends = [*starts[1:], len(lines)]
    return [_piece(lines[start:end], begin - start) for start, end, begin in zip(starts, ends, begins, strict=True)]


def _piece(lines: list[str], heading: int) -> Piece:
    found = _STEP.match(lines[heading])
    return Piece(found["id"] or "" if found else "", "\n".join(lines).strip("\n"))


def _beginnings(lines: list[str]) -> Iterator[int]:
    """Give the index of every ## line that stands outside a fence."""
    fence = ""
    for at, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            if found and line.strip("`").strip() == "" and len(found[1]) >= len(fence):
                fence = ""
        elif found:
            fence = found[1]
        elif _STEP.match(line):
            yield at
