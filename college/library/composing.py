"""A step's text as the blocks in which one writes it without knowing any sign, and back without losing a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from college.library import plain_yaml
from college.library.blocks import read_screens
from college.library.composing_signs import (
    bare_alt, bare_lines, clean, fence_for, guard_alt, guard_lines, key, one_line, scalar,
)
from college.library.drafts import ScreenDraft
from college.library.problems import Notes

TEXT, TIP, WARNING, TEACHER, PRACTICE, PICTURE, IMAGE = KINDS = (
    "text", "tip", "warning", "teacher", "practice", "picture", "image"
)
_BOXES = (TIP, WARNING, TEACHER)
_SCREENS = (PRACTICE, PICTURE)
_LISTS = ("objectives", "keypoints", "aliases")

_FENCE = re.compile(r"(`{3,})\s*([^\s`]*)\s*")
_HEADING = re.compile(r"#{1,6}(?!#).*")
_STEP = re.compile(r"##(?!#)\s*(?P<title>.*?)\s*(?:\{\s*#(?P<id>[^\s{}]+)(?P<rest>[^{}]*)\})?\s*")
_IMAGE = re.compile(r"!\[((?:[^\]\\\n]|\\.)*)\]\(\s*([^)\s]*)\s*\)")


@dataclass(frozen=True)
class ScreenWords:
    """One drawn screen of a practice or a picture; `values` is what stands on it, `wrong` goes by target."""

    screen: str
    values: Mapping[str, str] = field(default_factory=dict)
    say: str = ""
    target: str | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One block of a step, of one of KINDS.

    text, tip, warning and teacher have ``text`` (Markdown within a paragraph), practice and picture ``screens``,
    image ``alt`` and ``path``.
    """

    kind: str
    text: str = ""
    screens: tuple[ScreenWords, ...] = ()
    alt: str = ""
    path: str = ""


@dataclass(frozen=True)
class StepWords:
    """A step in one language; `feature` is "" where it shows that of its lesson."""

    id: str
    title: str
    feature: str = ""
    blocks: tuple[Block, ...] = ()


class _Unsayable(Exception):
    """The text holds what blocks cannot say."""


def read_step(text: str) -> StepWords | None:
    """Read the text of one step, its ## line first; None when it holds what blocks cannot say."""
    first, _, rest = text.strip("\n").partition("\n")
    found = _STEP.fullmatch(first)
    words = (found["rest"] or "").split() if found else []
    if not found or len(words) > 1 or not all(each.startswith("feature=") for each in words):
        return None
    blocks = read_blocks(rest)
    feature = words[0].partition("=")[2] if words else ""
    return None if blocks is None else StepWords(found["id"] or "", found["title"], feature, blocks)


def write_step(words: StepWords) -> str:
    """Write a step; whatever was typed in a block stays in it, and `read_step` gives it back."""
    signs = f" {{#{words.id}{f' feature={words.feature}' if words.feature else ''}}}" if words.id else ""
    head = f"## {one_line(words.title)}{signs}"
    body = write_blocks(words.blocks)
    return head if not body else f"{head}\n{body}"


def read_blocks(text: str) -> tuple[Block, ...] | None:
    """Read what stands below a ## line, or before the first one; None when it holds what blocks cannot say."""
    try:
        return tuple(_blocks(text.split("\n")))
    except _Unsayable:
        return None


def write_blocks(blocks: Iterable[Block]) -> str:
    """Write blocks in their order; words without a letter are left out, other empty blocks stay."""
    return "\n\n".join(written for block in blocks if (written := _written(block)))


def read_head(text: str) -> dict[str, str | list[str]] | None:
    """Read front matter, without its two lines of ---; None when it holds more than texts and lists of texts."""
    try:
        found = plain_yaml.read(text, 1)
    except plain_yaml.Unreadable:
        return None
    if found == "" and "#" not in text:
        return {}
    if not isinstance(found, plain_yaml.Mapping) or not _is_whole(text, found):
        return None
    for value in found.values():
        if not isinstance(value, str) and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            return None
    return {name: value if isinstance(value, str) else list(value) for name, value in found.items()}


def write_head(values: Mapping[str, str | list[str]]) -> str:
    """Write front matter; every value stays one value, whatever signs it holds. Empty lines of a list go."""
    lines: list[str] = []
    for name, value in values.items():
        if isinstance(value, str):
            lines.append(f"{key(name)}: {scalar(value)}")
            continue
        items = [item for item in (scalar(each) for each in value) if item != '""']
        lines += [f"{key(name)}:", *(f"  - {item}" for item in items)] if items else [f"{key(name)}: []"]
    return "\n".join(lines)


def _blocks(lines: list[str]) -> Iterable[Block]:
    words: list[str] = []
    at = 0
    while at < len(lines):
        fence, image = _FENCE.fullmatch(lines[at]), _IMAGE.fullmatch(lines[at].strip())
        if not fence and not image:
            if _HEADING.fullmatch(lines[at]):
                raise _Unsayable
            words.append(lines[at])
            at += 1
            continue
        yield from _words(words)
        words = []
        if image:
            yield Block(IMAGE, alt=bare_alt(image[1]).strip(), path=image[2])
            at += 1
        else:
            end = _end(lines, at, fence[1])
            yield _fenced(fence[2], "\n".join(lines[at + 1 : end]))
            at = end + 1
    yield from _words(words)


def _words(lines: list[str]) -> Iterable[Block]:
    text = bare_lines(clean("\n".join(lines)))
    if text:
        yield Block(TEXT, text)


def _end(lines: list[str], at: int, fence: str) -> int:
    for end in range(at + 1, len(lines)):
        ticks = lines[end].rstrip()
        if len(ticks) >= len(fence) and not ticks.strip("`"):
            return end
    raise _Unsayable


def _fenced(kind: str, body: str) -> Block:
    if kind in _BOXES:
        return Block(kind, clean(body))
    if kind in _SCREENS:
        return Block(kind, screens=_screens(body))
    raise _Unsayable


def _screens(body: str) -> tuple[ScreenWords, ...]:
    try:
        found = plain_yaml.read(body, 1)
    except plain_yaml.Unreadable as error:
        raise _Unsayable from error
    if found in ("", []) and "#" not in body:
        return ()
    notes = Notes("")
    drafts = read_screens(found, 1, notes)
    if notes.problems or not _is_whole(body, found):
        raise _Unsayable
    return tuple(_screen(each) for each in drafts)


def _screen(draft: ScreenDraft) -> ScreenWords:
    return ScreenWords(draft.screen, draft.values, draft.say, draft.target, draft.wrong)


def _is_whole(text: str, found: object) -> bool:
    """Say whether no remark (# ...) got lost when a text was read."""
    return text.count("#") == _count("#", found)


def _count(sign: str, found: object) -> int:
    if isinstance(found, dict):
        return sum(_count(sign, name) + _count(sign, value) for name, value in found.items())
    if isinstance(found, list):
        return sum(_count(sign, each) for each in found)
    return str(found).count(sign)


def _written(block: Block) -> str:
    if block.kind == TEXT:
        return guard_lines(clean(block.text))
    if block.kind == IMAGE:
        return f"![{guard_alt(one_line(block.alt))}]({block.path})"
    body = clean(block.text) if block.kind in _BOXES else _yaml(block)
    fence = fence_for(body)
    return "\n".join([f"{fence}{block.kind}", *([body] if body else []), fence])


def _yaml(block: Block) -> str:
    is_list = block.kind == PRACTICE or len(block.screens) > 1
    return "\n".join(line for screen in block.screens for line in _screen_lines(screen, is_list))


def _screen_lines(screen: ScreenWords, is_list: bool) -> Iterable[str]:
    lines = [f"screen: {scalar(screen.screen)}"]
    if screen.values:
        pairs = ", ".join(f"{key(name)}: {scalar(text, in_braces=True)}" for name, text in screen.values.items())
        lines.append(f"with: {{{pairs}}}")
    lines += [f"say: {scalar(screen.say)}"] if clean(screen.say).strip() else []
    lines += [f"target: {scalar(screen.target)}"] if screen.target else []
    if screen.wrong:
        lines += ["wrong:", *(f"  {key(name)}: {scalar(text)}" for name, text in screen.wrong.items())]
    if not is_list:
        return lines
    return [f"{'- ' if at == 0 else '  '}{line}" for at, line in enumerate(lines)]
