"""What stands above a text as fields to fill in, Chinese and English, and back into its front matter; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from college.authoring.rules import COURSE_TEXT, Texts
from college.library.service import read_head, write_head

Head = Mapping[str, str | list[str]]
#: Texts and lists that are written in each language, and those that are said once, in Chinese.
LESSON_TEXTS, COURSE_TEXTS = ("title", "summary"), ("title", "summary", "audience")
LESSON_LISTS, COURSE_LISTS = ("objectives", "keypoints"), ("objectives",)
ONCE, COURSE_ONCE = ("minutes", "feature"), ("certificate",)
#: Fields shown for a list at least.
FIELDS = {"objectives": 1, "keypoints": 5}
COURSE_FIELDS = {"objectives": 4}


@dataclass(frozen=True)
class Heads:
    """The front matter of both languages; ``zh`` and ``en`` hold every key that stood there."""

    lesson_id: str
    zh: Head = field(default_factory=dict)
    en: Head = field(default_factory=dict)

    @property
    def is_course(self) -> bool:
        """Say whether it belongs to a course's own text."""
        return self.lesson_id == COURSE_TEXT

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the names of the texts that are written in each language."""
        return COURSE_TEXTS if self.is_course else LESSON_TEXTS

    @property
    def lists(self) -> tuple[str, ...]:
        """Give the names of the lists that are written in each language."""
        return COURSE_LISTS if self.is_course else LESSON_LISTS

    @property
    def once(self) -> tuple[str, ...]:
        """Give the names of what is said once, in Chinese."""
        return COURSE_ONCE if self.is_course else ONCE

    def text(self, name: str, lang: str) -> str:
        """Give a text, "" when it is missing."""
        found = (self.zh if lang == "zh" else self.en).get(name, "")
        return found if isinstance(found, str) else "\n".join(found)

    def items(self, name: str, lang: str) -> list[str]:
        """Give a list, as long as the page shows fields for it."""
        found = (self.zh if lang == "zh" else self.en).get(name, [])
        there = [found] if isinstance(found, str) and found else list(found)
        least = (COURSE_FIELDS if self.is_course else FIELDS).get(name, 1)
        longest = max(least, *(len(each) for each in (self.zh.get(name, []), self.en.get(name, [])) if isinstance(each, list)), 0)
        return there + [""] * (longest - len(there))


def read_heads(texts: Texts, lesson_id: str) -> Heads | None:
    """Read the front matter of both languages; None when one holds more than fields can show."""
    zh, en = read_head(texts.zh), read_head(texts.en) if texts.en.strip() else {}
    return None if zh is None or en is None else Heads(lesson_id, zh, en)


def write_heads(heads: Heads, own_id: str, *, has_english: bool) -> Texts:
    """Write both; English only where the text has an English half already or something was written here.

    own_id: the permanent id that each language says first.
    """
    zh = write_head({"id": own_id, **_rest(heads.zh)})
    is_english = has_english or any(value for name, value in heads.en.items() if name != "id")
    return Texts(zh, write_head({"id": own_id, **_rest(heads.en)}) if is_english else "")


def _rest(head: Head) -> dict[str, str | list[str]]:
    return {name: value for name, value in head.items() if name != "id"}
