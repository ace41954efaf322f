"""Which words of a text are new and which are gone, hanzi by hanzi and word by word: pure."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: How a run of words stands: in both texts, only in the newer, only in the older.
SAME, NEW, GONE = "same", "new", "gone"
#: Signs above which two texts are compared line by line: beyond it comparing takes more than half a second.
LONGEST = 6_000

#: A Latin word or a number, blanks, or one sign of anything else: hanzi and punctuation stand each for itself.
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’.-][A-Za-z0-9]+)*|[^\S\n]+|.", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|h\d|blockquote|tr|pre|div|aside|section)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Run:
    """Some words that are all new, all gone, or all in both texts."""

    kind: str
    text: str


def plain(rendered: str) -> str:
    """Give the words of a rendered text; paragraphs and points of a list stand on lines of their own."""
    words = html.unescape(_TAG.sub("", _BLOCK.sub("\n", rendered)))
    lines = (_BLANKS.sub(" ", line).strip() for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Give a text in runs, from the older to the newer one; a lone sign between two changes counts as changed."""
    if before == after:
        return (Run(SAME, after),) if after else ()
    old, new = _tokens(before), _tokens(after)
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in _steady(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if tag == "equal":
            found.append((SAME, "".join(new[k:m])))
            continue
        found += [(GONE, "".join(old[i:j])), (NEW, "".join(new[k:m]))]
    return tuple(Run(kind, text) for kind, text in found if text)


def is_changed(found: Sequence[Run]) -> bool:
    """Say whether anything in these runs is new or gone."""
    return any(run.kind != SAME for run in found)


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        return text.splitlines(keepends=True)
    return _TOKEN.findall(text)


def _steady(codes: list[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """Join changes that only one sign parts: 换成 reads better as a whole than with its second half in common."""
    found: list[tuple[str, int, int, int, int]] = []
    for at, (tag, i, j, k, m) in enumerate(codes):
        is_lone = tag == "equal" and j - i == 1 and 0 < at < len(codes) - 1
        kind = "equal" if tag == "equal" and not is_lone else "replace"
        if found and kind == "replace" and found[-1][0] == "replace":
            _tag, a, _b, c, _d = found.pop()
            found.append(("replace", a, j, c, m))
        else:
            found.append((kind, i, j, k, m))
    return found
