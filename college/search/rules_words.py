"""Cuts texts into grams: pairs of hanzi that stand side by side, and words of letters; no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

#: Counts the ways of cutting: a new one makes every text be cut again.
CUTTING = 1
#: The longest gram and the most grams of one query.
LONGEST_GRAM, QUERY_GRAMS = 32, 40
#: Digits in a row that may be somebody's number: never kept of what people wrote. Hotlines in lessons have five.
PRIVATE_DIGITS = 4

_HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HANZI}]+|[^\W_{_HANZI}]+")
_WORD = re.compile(rf"[^\W_{_HANZI}]+")
_IS_HANZI = re.compile(rf"[{_HANZI}]")

#: What a person says around the thing that she looks for. Longer ones first: the first that fits is taken away.
_ASKING = (
    "为什么", "怎么样", "怎么办", "怎么弄", "能不能", "可不可以", "在哪里", "在哪儿", "什么样", "怎么", "怎样", "如何", "什么", "哪里", "哪儿",
    "请问", "我想", "我要", "可以", "一下",
)  # fmt: skip
_SMALL = "的了吗呢啊吧呀我您你他她是把被就也这那"
_AROUND = re.compile("|".join([*_ASKING, f"[{_SMALL}]"]))
_AROUND_EN = frozenset(
    "a an and are be can do does for from how i if in is it me my of on or please the this that to what when where "
    "which who why will with would you your".split()
)


def normalised(text: str) -> str:
    """Give a text as it is compared: full width made half, letters small, whatever kind of blank one blank."""
    return unicodedata.normalize("NFKC", text).casefold()


def stem(word: str) -> str:
    """Give an English word without its ending, roughly: refund for refunds, refunded and refunding."""
    for ending, instead, shortest in (("ies", "y", 5), ("sses", "ss", 5), ("ing", "", 6), ("ed", "", 5), ("s", "", 4)):
        if word.endswith(ending) and len(word) >= shortest and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            if ending in {"ing", "ed"} and word[-1:] == word[-2:-1] and word[-1:] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def grams(text: str, *, singles: bool = False, private: bool = False) -> Counter[str]:
    """Give the grams of a text with how often each stands in it.

    ``singles`` also gives each hanzi by itself; ``private`` leaves out rows of digits that may be somebody's number.
    """
    found: Counter[str] = Counter()
    for run in _RUN.findall(normalised(text)):
        if not _IS_HANZI.match(run):
            found.update([stem(run)[:LONGEST_GRAM]] if not (private and _is_number(run)) else [])
            continue
        found.update(_pairs(run))
        if singles or len(run) == 1:
            found.update(run)
    return found


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _is_number(run: str) -> bool:
    return sum(letter.isdigit() for letter in run) >= PRIVATE_DIGITS


def query_grams(words: str) -> list[str]:
    """Give the grams to look for, in the order of the words, each once; [] when there is nothing to look for.

    Words around the thing, such as 怎么 or "how to", are left out while something remains. A single hanzi counts only
    where nothing longer was asked for.
    """
    text = normalised(words)
    return (_cut(_AROUND.sub(" ", text), _AROUND_EN) or _cut(text, frozenset()))[:QUERY_GRAMS]


def _cut(text: str, left_out: frozenset[str]) -> list[str]:
    long: list[str] = []
    single: list[str] = []
    for run in _RUN.findall(text):
        if not _IS_HANZI.match(run):
            long += [] if run in left_out else [stem(run)[:LONGEST_GRAM]]
        elif len(run) == 1:
            single.append(run)
        else:
            long += _pairs(run)
    return list(dict.fromkeys(long or single))


def hits(text: str, wanted: frozenset[str]) -> list[tuple[int, int, str]]:
    """Give (begin, end, gram) of every wanted gram in a text as it stands, in order; places may overlap."""
    letters, places = _spread(text)
    spans: list[tuple[int, int, str]] = []
    hanzi = sorted((gram for gram in wanted if _IS_HANZI.match(gram)), key=len, reverse=True)
    if hanzi:
        pairs = re.compile(f"(?=({'|'.join(hanzi)}))")
        spans += [(each.start(), each.start() + len(each[1]), each[1]) for each in pairs.finditer(letters)]
    if len(hanzi) < len(wanted):
        spans += [(each.start(), each.end(), stem(each[0])[:LONGEST_GRAM]) for each in _WORD.finditer(letters)]
    return sorted((places[first], places[last - 1] + 1, gram) for first, last, gram in spans if gram in wanted)


def _spread(text: str) -> tuple[str, Sequence[int]]:
    """Give the normalised letters with the place of each in the text as it stands."""
    letters = normalised(text)
    if len(letters) == len(text):
        return letters, range(len(text))
    spread = [(made, at) for at, letter in enumerate(text) for made in normalised(letter)]
    return "".join(made for made, _at in spread), [at for _made, at in spread]
