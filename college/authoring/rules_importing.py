"""What an import does to the texts of a course: compared, pictures and ids put right; pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from college.authoring.rules import Texts, changed_parts
from college.library.service import HEAD, INTRODUCTION, cut

#: What becomes of a text: it is new, the file says something else, it says the same, the file has it not.
NEW, CHANGED, SAME, STAYS = "new", "changed", "same", "stays"
#: The choices where a text stands on the web with other words: the file's, or those that are there.
FROM_FILE, FROM_WEB = "theirs", "ours"
_ID_LINE = re.compile(r"^id:.*$", re.MULTILINE)
_TITLE = re.compile(r"^##\s*(?P<title>.*?)\s*(?:\{\s*#[^}]*\})?\s*$")


@dataclass(frozen=True)
class Line:
    """One text of an import: what becomes of it, how it stands now (None when it is new), and what the file says."""

    lesson_id: str
    file: str
    title: str
    fate: str
    there: Texts | None
    brought: Texts | None
    #: Titles of steps that are new, changed or gone.
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    is_head_changed: bool = False


def line_of(lesson_id: str, file: str, title: str, there: Texts | None, brought: Texts | None) -> Line:
    """Compare one text as it stands with what the file brings."""
    if brought is None:
        return Line(lesson_id, file, title, STAYS, there, None)
    if there is None:
        return Line(lesson_id, file, title, NEW, None, brought)
    if settled(there) == settled(brought):
        return Line(lesson_id, file, title, SAME, there, brought)
    parts = changed_parts(settled(there), settled(brought))
    old, new = cut(there.zh), cut(brought.zh)
    return Line(
        lesson_id, file, title, CHANGED, there, brought,
        new=_titles(new, [each for each in new.step_ids if each not in old.step_ids]),
        changed=_titles(new, [each for each in new.step_ids if each in parts and each in old.step_ids]),
        gone=_titles(old, [each for each in old.step_ids if each not in new.step_ids]),
        is_head_changed=bool({HEAD, INTRODUCTION} & parts) or old.step_ids != new.step_ids,
    )  # fmt: skip


def settled(texts: Texts) -> Texts:
    """Give texts with plain line ends and one at their end, so that blanks at the end of a file are no change."""
    return Texts(_settled(texts.zh), _settled(texts.en))


def _settled(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return f"{plain}\n" if plain else ""


def _titles(pieces: object, step_ids: Iterable[str]) -> tuple[str, ...]:
    found = []
    for each in step_ids:
        first = (pieces.text_of(each) or "").partition("\n")[0]
        said = _TITLE.match(first)
        found.append(said["title"] if said and said["title"] else each)
    return tuple(found)


def with_paths(text: str, paths: Mapping[str, str]) -> str:
    """Give a text that shows its pictures under other paths."""
    for old, new in paths.items():
        if old != new:
            text = text.replace(f"]({old})", f"]({new})")
    return text


def with_id(text: str, course_id: str) -> str:
    """Give a course's own text with another id."""
    return _ID_LINE.sub(f"id: {course_id}", text, count=1)


def with_ids_kept(there: Texts | None, brought: Texts) -> Texts:
    """Let a step whose heading was reworded keep the id under which it stands: somebody else's files name none."""
    if there is None:
        return brought
    old, new = cut(there.zh).step_ids, cut(brought.zh).step_ids
    kept: dict[str, str] = {}
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            kept |= {one: two for one, two in zip(new[k:m], old[i:j], strict=True) if two not in new}
    zh, en = brought.zh, brought.en
    for one, two in kept.items():
        zh, en = zh.replace(f"{{#{one}}}", f"{{#{two}}}"), en.replace(f"{{#{one}}}", f"{{#{two}}}")
    return Texts(zh, en)


def mark_of(lines: Iterable[Line]) -> str:
    """Give the mark of how the texts stand now: a form says with it what she has seen."""
    words = "\0".join(f"{each.lesson_id}\0{each.there.zh}\0{each.there.en}" for each in lines if each.there)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
