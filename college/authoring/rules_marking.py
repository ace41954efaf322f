"""Two pages of words side by side: which words of each are not in the other. Pure, over what the library has rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

#: Beyond so many words on one side nobody compares word by word, and comparing takes long.
MOST_WORDS = 6_000
_TAG = re.compile(r"(<[^>]*>)")
_WORD = re.compile(r"&#?\w+;|[0-9A-Za-z\u00c0-\u024f]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Marked:
    """One side: its HTML with <mark> around what the other has not, and those words by themselves."""

    html: Markup
    only: tuple[str, ...]


def marked(theirs: Iterable[str], mine: Iterable[str]) -> tuple[list[Marked], list[Marked]]:
    """Compare pieces of sanitised HTML, each with the one at the same place on the other side, word by word.

    The shorter side is taken to have empty pieces at its end. More than MOST_WORDS words are not marked.
    """
    ours, others = list(mine), list(theirs)
    longest = max(len(ours), len(others))
    pairs = [_pair(*pair) for pair in zip(_filled(others, longest), _filled(ours, longest), strict=True)]
    return [each[0] for each in pairs], [each[1] for each in pairs]


def _filled(pieces: list[str], length: int) -> list[str]:
    return [*pieces, *[""] * (length - len(pieces))]


def _pair(theirs: str, mine: str) -> tuple[Marked, Marked]:
    words = [_words(each) for each in (theirs, mine)]
    if max(map(len, words)) > MOST_WORDS:
        return Marked(Markup(theirs), ()), Marked(Markup(mine), ())
    same: tuple[set[int], set[int]] = (set(), set())
    for start, begin, length in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
        same[0].update(range(start, start + length))
        same[1].update(range(begin, begin + length))
    return _marked(theirs, same[0]), _marked(mine, same[1])


def _words(html: str) -> list[str]:
    return [word for piece in _TAG.split(html)[::2] for word in _WORD.findall(piece)]


def _marked(html: str, same: set[int]) -> Marked:
    """Put marks around the words that are not the same; words are counted through the whole piece."""
    written: list[str] = []
    only: list[str] = []
    at = 0
    for number, piece in enumerate(_TAG.split(html)):
        if number % 2:
            written.append(piece)
            continue
        words = _WORD.findall(piece)
        for run, differs in _runs(words, [at + index not in same for index in range(len(words))]):
            written.append(f'<mark class="writing-differs">{run}</mark>' if differs else run)
            only += [Markup(run).unescape().strip()] if differs else []
        at += len(words)
    return Marked(Markup("".join(written)), tuple(only))


def _runs(words: Sequence[str], differ: list[bool]) -> Iterable[tuple[str, bool]]:
    """Give words in runs that differ or do not; blanks between two that differ belong to them, others do not."""
    run, state = "", False
    for at, word in enumerate(words):
        differs = differ[at] and bool(word.strip())
        if not word.strip() and state and at + 1 < len(words) and differ[at + 1]:
            differs = True
        if differs != state and run:
            yield run, state
            run = ""
        run, state = run + word, differs
    if run:
        yield run, state
