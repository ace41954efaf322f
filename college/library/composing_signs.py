"""Signs that mean something in a lesson file, written so that typed words never mean it; pure, for composing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from college.library.plain_yaml import is_clean

#: A line of text that would begin a step, a block or a picture.
_HEADING = re.compile(r"(?P<lead>)(?P<signs>\\*)(?P<rest>#.*)")
_FENCE = re.compile(r"(?P<lead>)(?P<signs>\\*)(?P<rest>`{3,}\s*[^\s`]*\s*)")
_IMAGE = re.compile(r"(?P<lead>\s*)(?P<signs>\\*)(?P<rest>!\[(?:[^\]\\\n]|\\.)*\]\(\s*[^)\s]*\s*\)\s*)")
_TICKS = re.compile(r"^(`{3,})\s*$", re.MULTILINE)
#: A text that YAML takes as it stands after "key: ", or in single quotes; anything else is put in double ones.
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'%@`\s])(?!.*(?::\s|\s#|:$|\"))[^\n\t\u2028\u2029\ufeff]+")
_QUOTING = re.compile(r"[^\n\t\\\u2028\u2029\ufeff]*\"[^\n\t\\\u2028\u2029\ufeff]*")
_NO_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\ufeff": "\\ufeff"}


def clean(words: str) -> str:
    """Give typed words with plain line ends, without signs that no page can show and empty lines around them."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    lines = (plain if is_clean(plain) else "".join(each for each in plain if is_clean(each))).split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def one_line(words: str) -> str:
    """Give typed words as one line with single blanks between them."""
    return " ".join(clean(words).split())


def guard_lines(words: str) -> str:
    """Give words in which no line begins a step, a block or a picture; `bare_lines` gives them back."""
    return "\n".join(_changed(line, lambda signs: signs + "\\") for line in words.split("\n"))


def bare_lines(words: str) -> str:
    """Give the words that `guard_lines` was given."""
    return "\n".join(_changed(line, lambda signs: signs[1:]) for line in words.split("\n"))


def _changed(line: str, change: Callable[[str], str]) -> str:
    for kind in (_HEADING, _FENCE, _IMAGE):
        found = kind.fullmatch(line)
        if found:
            return found["lead"] + change(found["signs"]) + found["rest"]
    return line


def fence_for(words: str) -> str:
    """Give a fence longer than any that stands in the words."""
    return "`" * max([3, *(len(each) + 1 for each in _TICKS.findall(words))])


def guard_alt(words: str) -> str:
    """Give the words for a picture as they stand between its brackets; `bare_alt` gives them back."""
    return re.sub(r"([\\\[\]])", r"\\\1", words)


def bare_alt(words: str) -> str:
    """Give the words that `guard_alt` was given; a backslash before another letter stays one."""
    return re.sub(r"\\([\\\[\]])", r"\1", words)


def scalar(text: str, *, in_braces: bool = False) -> str:
    """Give a text as one value of YAML on one line: plain where that is safe, else in quotes."""
    text = clean(text).strip()
    if _PLAIN.fullmatch(text) and not in_braces:
        return text
    if _QUOTING.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    quoted = json.dumps(text, ensure_ascii=False)
    for sign, written in _NO_BREAKS.items():
        quoted = quoted.replace(sign, written)
    return quoted


def key(text: str) -> str:
    """Give a text as a key of YAML."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]*[A-Za-z0-9]", text) and text[0] != "-" else scalar(text, in_braces=True)
