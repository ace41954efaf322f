"""What comes first among what was found, and which words around a hit are shown: no database, no clock."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from college.search.rules_words import hits

#: The most rows of the index that one search reads.
POSTINGS = 20_000
#: The most results that one search gives: twenty pages. Whoever has not found it by then needs other words.
RESULTS = 200
#: Results on one page (AGE_FRIENDLY AF-37).
SHOWN = 10
#: Letters of a query that count.
LONGEST = 100
#: What is found less well than this part of the best is left out.
FAR_BEHIND = 0.3
#: A weight from here on says that the gram stands in the title; the rest of it counts how often it stands in the text.
IN_TITLE, COUNTED = 10, 5
#: Letters of the words around a hit: of hanzi, and of letters, which are narrower; before the first hit so many at most.
AROUND_HANZI, AROUND_LETTERS, BEFORE = 44, 100, 10
_ENDS = "。！？；\n"
#: What no line begins with.
_LEADS_ON = " \u3000，、：”’）》,.:;)"


class Kind(StrEnum):
    """What can be found, in the order in which equals stand."""

    LESSON = "lesson"
    STEP = "step"
    QUESTION = "question"


ORDER = {kind.value: at for at, kind in enumerate(Kind)}


class Hit(NamedTuple):
    """A thing that was found; a plain tuple, for a search holds up to 20,000 of them.

    ``place`` is its lesson (course/lesson) or cohort, ``ref`` its step or question.
    """

    kind: str
    place: str
    ref: str


@dataclass(frozen=True)
class Part:
    """A piece of a text: a hit to be marked, or what stands around it."""

    text: str
    is_hit: bool = False


def weight(in_text: int, in_title: int) -> int:
    """Give the weight of a gram in a thing, of how often it stands in its text and its title."""
    return min(in_text, COUNTED) + (IN_TITLE if in_title else 0)


def strength(weight: int) -> float:
    """Give how well one gram fits, of its weight: the title counts more than any number of times in the text."""
    in_title, times = divmod(weight, IN_TITLE)
    return (1 - 0.4 / (1 + times)) + (0.5 if in_title else 0.0)


def rarest(counts: Mapping[str, int], most: int = POSTINGS) -> list[str]:
    """Give the grams whose rows are read, the rarest first, up to ``most`` rows in all; one at least."""
    taken: list[str] = []
    room = most
    for gram in sorted((gram for gram in counts if counts[gram]), key=lambda gram: (counts[gram], gram)):
        room -= counts[gram]
        if taken and room < 0:
            break
        taken.append(gram)
    return taken


def idf(count: int, documents: int) -> float:
    """Give how much a gram says that stands in ``count`` of so many documents: the rarer, the more."""
    return math.log(1 + max(documents, count, 1) / max(count, 1))


def scored(
    postings: Iterable[tuple[str, Hit, int]], grams: Sequence[str], counts: Mapping[str, int], documents: int
) -> dict[Hit, float]:
    """Give how well each thing fits: the part of what the grams say that it holds, above 1 where titles hold it.

    ``postings`` are (gram, thing, weight), in any order: sums are made gram by gram, so the same rows give the same
    numbers on every database.
    """
    by_gram: dict[str, list[tuple[Hit, int]]] = defaultdict(list)
    for gram, hit, its_weight in postings:
        by_gram[gram].append((hit, its_weight))
    whole = sum(idf(counts.get(gram, 0), documents) for gram in sorted(set(grams)))
    found: dict[Hit, float] = defaultdict(float)
    for gram in sorted(by_gram):
        says = idf(counts.get(gram, 0), documents) / whole
        for hit, its_weight in by_gram[gram]:
            found[hit] += says * strength(its_weight)
    return found


def best(found: Mapping[Hit, float], most: int = RESULTS) -> list[Hit]:
    """Give the best of what was found, the best first; equals by kind, then by their ids."""
    if not found:
        return []
    least = max(found.values()) * FAR_BEHIND
    near = (hit for hit in found if found[hit] >= least)
    return heapq.nsmallest(most, near, key=lambda hit: (-round(found[hit], 9), ORDER[hit.kind], hit.place, hit.ref))


def words_around(text: str, grams: Iterable[str]) -> list[Part]:
    """Give the words around the hits as parts, with … where something was left out; the beginning when there is none."""
    text = text.strip()
    found = hits(text, frozenset(grams))
    width = AROUND_HANZI if _is_wide(text) else AROUND_LETTERS
    begin = _beginning(text, _fullest(found, width)) if found else 0
    while begin and text[begin] in _LEADS_ON:
        begin += 1
    end = min(len(text), begin + width)
    end = max([end, *(last for first, last, _gram in found if begin <= first < end)])
    if width == AROUND_LETTERS:
        end = _word_end(text, end)
    parts = marked(text[begin:end], [(first - begin, last - begin) for first, last, _gram in found if begin <= first < end])
    before, after = ([Part("…")] if cut else [] for cut in (begin > 0, end < len(text)))
    return [*before, *parts, *after]


def marked(text: str, spans: Iterable[tuple[int, int]]) -> list[Part]:
    """Give a text in parts; spans that touch or overlap become one hit."""
    parts: list[Part] = []
    at = 0
    for first, last in _joined(spans):
        parts += [Part(text[at:first]), Part(text[first:last], is_hit=True)]
        at = last
    return [part for part in [*parts, Part(text[at:])] if part.text]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _fullest(found: Sequence[tuple[int, int, str]], width: int) -> int:
    """Give where the stretch begins that holds most different grams, the first of several."""

    def held(first: int) -> int:
        return len({gram for begin, last, gram in found if first <= begin and last <= first + width})

    return min((first for first, _last, _gram in found[:60]), key=lambda first: (-held(first), first))


def _beginning(text: str, first: int) -> int:
    """Give where to begin so that the hit stands near the front: at its sentence, or a little before it."""
    reach = BEFORE if _is_wide(text) else 2 * BEFORE
    back = text[max(first - reach, 0) : first]
    ends = [at for at, letter in enumerate(back) if letter in _ENDS]
    if ends:
        return first - len(back) + ends[-1] + 1
    blank = back.rfind(" ") if _is_wide(text) else back.find(" ")
    return max(first - reach, 0) if blank < 0 or (first <= reach and not _is_wide(text)) else first - len(back) + blank + 1


def _word_end(text: str, end: int) -> int:
    last = min(len(text), end + 2 * BEFORE)
    while end < last and text[end].isalnum():
        end += 1
    return end


def _is_wide(text: str) -> bool:
    begin = text[:200]
    return sum("\u3400" <= letter <= "\u9fff" for letter in begin) * 3 > len(begin)
