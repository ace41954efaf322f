"""Writes somebody else's text as lessons of ours: its headings become steps, at most ten in a lesson."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from college.library.foreign_blocks import TEACHER, Chunk, Section

MAX_STEPS = 10
#: Bytes of the words of one lesson; what is beyond goes, and the list says so.
MAX_BYTES = 80_000
#: Letters of a title made of two headings.
MAX_TITLE = 60
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Step:
    """One step to be: its key stays the same when the same folder is brought again."""

    key: str
    title: str
    chunks: list[Chunk]


@dataclass(frozen=True)
class Document:
    """One text of the folder, ready to be written as one lesson or several."""

    path: str
    title: str
    summary: str
    minutes: str
    introduction: list[Chunk]
    steps: list[Step]
    lists: dict[str, list[str]] = field(default_factory=dict)


def lasting_id(prefix: str, *key: str) -> str:
    """Give an id that follows from what it names: a prefix and eight letters or digits that are not taken for each other."""
    seed = hashlib.sha256("\0".join(key).encode()).digest()
    return prefix + "".join(_LETTERS[each % len(_LETTERS)] for each in seed[:8])


def steps_of(sections: list[Section], title: str) -> tuple[list[Chunk], list[Step]]:
    """Give the introduction and the steps of a text: a heading with nothing below it goes before the next one.

    A text without headings is one step; pictures before the first step make one of the introduction, for they stand in steps.
    """
    introduction, rest = sections[0].chunks, sections[1:]
    if introduction and (not rest or any(each.text.startswith("![") for each in introduction)):
        rest, introduction = [Section(2, title, sections[0].line, introduction), *rest], []
    steps: list[Step] = []
    waiting, seen = "", {}
    for at, each in enumerate(rest):
        is_deeper_next = at + 1 < len(rest) and rest[at + 1].level > each.level
        if not each.chunks and is_deeper_next:
            waiting = each.title
            continue
        name = f"{waiting}：{each.title}" if waiting and len(waiting) + len(each.title) < MAX_TITLE else each.title or waiting
        waiting = ""
        seen[name] = seen.get(name, 0) + 1
        steps.append(Step(f"{name}\0{seen[name]}", name, each.chunks))
    return introduction, steps


def lesson_texts(document: Document, *, seed: str, part: Callable[[str, int, int], str]) -> list[tuple[str, str]]:
    """Give the ids and the words of the lessons that a text becomes. `part` names one of several: title, number, how many."""
    count = max(1, -(-len(document.steps) // MAX_STEPS))
    size = -(-len(document.steps) // count) if document.steps else 0
    found = []
    for at in range(count):
        steps = document.steps[at * size : (at + 1) * size]
        title = document.title if count == 1 else part(document.title, at + 1, count)
        lesson_id = lasting_id("l-", seed, document.path, str(at) if at else "")
        body = [_body(document.introduction)] if at == 0 and document.introduction else []
        body += [_step(each, lasting_id("s-", seed, document.path, each.key)) for each in steps]
        found.append((lesson_id, _head(lesson_id, title, document) + "\n\n".join(body) + "\n"))
    return found


def course_text(course_id: str, title: str, summary: str, introduction: list[Chunk]) -> str:
    """Give the course's own text."""
    head = {"id": course_id, "title": title, "summary": summary, "audience": "", "objectives": []}
    return _front(head) + _body([each for each in introduction if not each.text.startswith("![")]) + "\n"


def is_too_long(text: str) -> bool:
    """Say whether a lesson is longer than a file of ours may be."""
    return len(text.encode()) > MAX_BYTES


def one_line(text: str, length: int) -> str:
    """Give words on one line, cut at so many letters."""
    words = re.sub(r"\s+", " ", re.sub(r"[*`]|__", "", text)).strip()
    return words if len(words) <= length else f"{words[: length - 1]}…"


def _head(lesson_id: str, title: str, document: Document) -> str:
    lists = {key: [one_line(each, 200) for each in document.lists.get(key, [])[:6]] for key in ("objectives", "keypoints")}
    return _front({
        "id": lesson_id, "title": title, "summary": document.summary, "minutes": document.minutes, "feature": "", **lists,
        "app_version": "", "checked_on": "", "narrator": "",
    })  # fmt: skip


def _front(values: dict[str, object]) -> str:
    return "---\n" + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()) + "---\n"


def _step(step: Step, step_id: str) -> str:
    body = _body(step.chunks)
    return f"## {step.title or '…'} {{#{step_id}}}" + (f"\n{body}" if body else "")


def _body(chunks: list[Chunk]) -> str:
    return "\n\n".join(_chunk(each) for each in _notes_together(chunks) if each.text.strip())


def _chunk(chunk: Chunk) -> str:
    return chunk.text if chunk.kind in ("text", "alone") else f"```{chunk.kind}\n{chunk.text}\n```"


def _notes_together(chunks: list[Chunk]) -> list[Chunk]:
    """Put what is for the lecturer alone behind what students read, in one note."""
    notes = [each.text for each in chunks if each.kind == TEACHER and each.text.strip()]
    return [*(each for each in chunks if each.kind != TEACHER), *([Chunk(TEACHER, "\n\n".join(notes))] if notes else [])]
