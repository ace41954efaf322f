"""What becomes of a text when one piece of it is written anew: pure, over the files' own words."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from college.library.service import HEAD, INTRODUCTION, Pieces, cut

#: The lesson id under which a course's own text is written.
COURSE_TEXT = "course"
#: Letters and digits that are not taken for each other.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
#: Six of 31 signs: 887 million ids for the few hundred steps of a course.
_ID_SIGNS = 6
#: Steps taken out that can be put back.
REMOVED_KEPT = 20


@dataclass(frozen=True)
class Texts:
    """A text in both languages; en is "" until somebody writes English."""

    zh: str
    en: str = ""

    def part(self, part: str) -> Texts | None:
        """Give one piece in both languages, None when the Chinese text has no such step."""
        zh = cut(self.zh).text_of(part)
        return None if zh is None else Texts(zh, (cut(self.en).text_of(part) or "") if self.en else "")

    def with_part(self, part: str, texts: Texts) -> Texts:
        """Give the same with one piece written anew; an empty English piece leaves its step out in English."""
        zh = cut(self.zh).with_text(part, texts.zh)
        return Texts(zh.join(), _english(self.en, zh, part, texts.en))

    def with_step(self, texts: Texts, *, after: str) -> Texts:
        """Give the same with a new step after another one, first when `after` is ""."""
        en = cut(self.en).with_step(texts.en, after=after).join() if texts.en else self.en
        return Texts(cut(self.zh).with_step(texts.zh, after=after).join(), en)

    def without_step(self, step_id: str) -> Texts:
        """Give the same without a step."""
        return self._both(lambda pieces: pieces.without_step(step_id))

    def with_step_moved(self, step_id: str, by: int) -> Texts:
        """Give the same with a step some places further down (`by` > 0) or up."""
        order = list(cut(self.zh).step_ids)
        at = order.index(step_id)
        order.insert(max(0, min(at + by, len(order) - 1)), order.pop(at))
        return self._both(lambda pieces: pieces.in_order(order))

    def _both(self, change: Callable[[Pieces], Pieces]) -> Texts:
        return Texts(change(cut(self.zh)).join(), change(cut(self.en)).join() if self.en else "")


def _english(en: str, zh: Pieces, part: str, text: str) -> str:
    if not en and not text.strip():
        return ""
    pieces = cut(en)
    if part in (HEAD, INTRODUCTION):
        return pieces.with_text(part, text).join()
    if pieces.text_of(part) is not None:
        return (pieces.with_text(part, text) if text.strip() else pieces.without_step(part)).join()
    if not text.strip():
        return en
    before = zh.step_ids[: zh.step_ids.index(part)] if part in zh.step_ids else ()
    after = next((each for each in reversed(before) if each in pieces.step_ids), "")
    return pieces.with_step(text, after=after).join()


def changed_parts(before: Texts, after: Texts) -> set[str]:
    """Give the names of the pieces whose words differ, those that one of the two has not among them."""
    old, new = _by_part(before), _by_part(after)
    return {part for part in {*old, *new} if old.get(part) != new.get(part)}


def _by_part(texts: Texts) -> dict[str, tuple[str | None, str | None]]:
    zh, en = cut(texts.zh), cut(texts.en)
    return {part: (zh.text_of(part), en.text_of(part)) for part in (HEAD, INTRODUCTION, *zh.step_ids, *en.step_ids)}


def fingerprint(texts: Texts) -> str:
    """Give the mark by which a form says which words it was opened with: 16 hex digits."""
    return hashlib.sha256(f"{texts.zh}\0{texts.en}".encode()).hexdigest()[:16]


def with_ids(texts: Texts) -> Texts:
    """Give each step that names no id one of its own, the same in both languages where they have as many steps."""
    zh, en = cut(texts.zh), cut(texts.en)
    new = {at: new_step_id() for at, step in enumerate(zh.steps) if not step.id}
    named = Texts(_named(zh, new).join(), texts.en)
    if texts.en and len(zh.steps) == len(en.steps):
        ids = {at: step.id or new[at] for at, step in enumerate(zh.steps)}
        named = replace(named, en=_named(en, {at: ids[at] for at, step in enumerate(en.steps) if not step.id}).join())
    return named if new or named.en != texts.en else texts


def _named(pieces: Pieces, ids: dict[int, str]) -> Pieces:
    steps = []
    for at, step in enumerate(pieces.steps):
        first, _, rest = step.text.partition("\n")
        text = f"{first.rstrip()} {{#{ids[at]}}}" + (f"\n{rest}" if rest else "") if at in ids else step.text
        steps.append(replace(step, id=ids.get(at, step.id), text=text))
    return replace(pieces, steps=tuple(steps))


def new_step_id() -> str:
    """Give a permanent id for a new step; its title may change as often as one likes."""
    return "s-" + "".join(secrets.choice(_LETTERS) for _ in range(_ID_SIGNS))


def new_lesson_id() -> str:
    """Give a permanent id for a new lesson."""
    return "l-" + "".join(secrets.choice(_LETTERS) for _ in range(_ID_SIGNS))


def letters_for(seed: bytes, count: int) -> str:
    """Give so many letters and digits that follow from a seed of at least as many bytes."""
    return "".join(_LETTERS[each % len(_LETTERS)] for each in seed[:count])
