"""Two texts of one piece that were written at once: put together without losing a word. Pure, over the files' own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from college.authoring.rules import Texts
from college.library.service import (
    HEAD, INTRODUCTION, Block, StepWords, cut, read_blocks, read_head, read_step, write_blocks, write_head, write_step,
)

#: What a person may decide about two texts: keep hers, keep the other's, put both together.
CHOICES = ("mine", "theirs", "both")
#: Texts that gave way and can be put back; of a draft's the latest so many stay.
ASIDE_KEPT = 40


def together(part: str, theirs: Texts, mine: Texts) -> Texts:
    """Give one text with all the words of two: what both say once, where they differ the other's words and then hers.

    part: "head", "intro", a step's id, or "" for a whole text. Where one is empty, the other is given as it is.
    """
    return Texts(_language(part, theirs.zh, mine.zh), _language(part, theirs.en, mine.en))


def _language(part: str, theirs: str, mine: str) -> str:
    if theirs == mine or not theirs.strip() or not mine.strip():
        return mine if mine.strip() else theirs
    join = {HEAD: _heads, INTRODUCTION: _texts, "": _wholes}.get(part, _steps)
    return join(theirs, mine)


def _wholes(theirs: str, mine: str) -> str:
    other, own = cut(theirs), cut(mine)
    whole = replace(
        own,
        head=_language(HEAD, other.head, own.head),
        introduction=_language(INTRODUCTION, other.introduction, own.introduction),
        steps=tuple(
            replace(step, text=_language(step.id, (other.text_of(step.id) if step.id else "") or "", step.text))
            for step in own.steps
        ),
    )
    before = ""
    for step in other.steps:
        if step.id and step.id not in own.step_ids or not step.id and step not in own.steps:
            whole = whole.with_step(step.text, after=before) if before else replace(whole, steps=(step, *whole.steps))
        before = step.id or before
    return whole.join()


def _heads(theirs: str, mine: str) -> str:
    other, own = read_head(theirs), read_head(mine)
    if other is None or own is None:
        return f"{mine}\n" + "\n".join(f"# {line}" for line in theirs.split("\n") if line not in mine.split("\n"))
    return write_head({name: _value(name, other.get(name), own.get(name)) for name in {**own, **other}})


def _value(name: str, theirs: str | list[str] | None, mine: str | list[str] | None) -> str | list[str]:
    """Give both of two values where that makes a value: titles and lists; elsewhere hers."""
    if isinstance(theirs, list) and isinstance(mine, list):
        return [*mine, *(each for each in theirs if each not in mine)]
    if name in {"title", "summary"} and theirs and mine and theirs != mine:
        return f"{mine} / {theirs}"
    return mine if mine not in (None, "") else theirs if theirs is not None else ""


def _steps(theirs: str, mine: str) -> str:
    other, own = read_step(theirs), read_step(mine)
    if other is None or own is None:
        first, _, body = theirs.partition("\n")
        return f"{mine}\n\n{body if mine.startswith(first) else _bare(theirs)}".rstrip("\n")
    blocks = _blocks(_with_title(other, own), own.blocks)
    return write_step(replace(own, feature=own.feature or other.feature, blocks=blocks))


def _with_title(other: StepWords, own: StepWords) -> tuple[Block, ...]:
    """Give the other's blocks; her title stands first among them where it is another one."""
    return other.blocks if other.title == own.title else (Block("text", other.title), *other.blocks)


def _texts(theirs: str, mine: str) -> str:
    other, own = read_blocks(theirs), read_blocks(mine)
    return f"{mine}\n\n{theirs}" if other is None or own is None else write_blocks(_blocks(other, own))


def _blocks(theirs: Sequence[Block], mine: Sequence[Block]) -> tuple[Block, ...]:
    theirs, mine = _parted(theirs), _parted(mine)
    marks = [[_mark(each) for each in blocks] for blocks in (theirs, mine)]
    found: list[Block] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, *marks, autojunk=False).get_opcodes():
        found += theirs[start:end] if kind != "equal" else ()
        found += mine[begin:stop]
    return tuple(found)


def _parted(blocks: Sequence[Block]) -> list[Block]:
    """Give each paragraph of words as a block of its own."""
    parted: list[Block] = []
    for block in blocks:
        texts = [each for each in block.text.split("\n\n") if each.strip()] if block.kind == "text" else []
        parted += [Block("text", each) for each in texts] or [block]
    return parted


def _mark(block: Block) -> tuple[object, ...]:
    """Give what makes a block the same as another; blocks hold mappings, which have no hash."""
    screens = [(each.screen, _items(each.values), each.say, each.target, _items(each.wrong)) for each in block.screens]
    return block.kind, block.text, block.alt, block.path, tuple(screens)


def _items(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(values.items()))


def _bare(text: str) -> str:
    """Give a step's text without the signs of its ## line: one text may have one such line."""
    first, _, body = text.partition("\n")
    return f"{first.lstrip('#').partition('{')[0].strip()}\n\n{body}"
