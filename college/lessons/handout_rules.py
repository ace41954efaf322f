"""Decisions about a class set of handouts, over plain values: how many copies, how many pages, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The most pages of one file: 150 students with two lessons. A page takes 0.03 s and 11 kB (measured), so a minute and 20 MB.
MOST_PAGES = 2_000
#: The most plain copies that may be asked for at once.
MOST_COPIES = 200

NAMED, PLAIN = "named", "plain"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Wish:
    """What is to be printed: lessons as (course, lesson), in which language, and for whom."""

    lessons: tuple[tuple[str, str], ...]
    lang: str
    is_named: bool
    copies: int

    def copies_for(self, people_count: int) -> int:
        """Give how many copies of each lesson there will be."""
        return people_count if self.is_named else self.copies


def total_pages(page_counts: Sequence[int], copies: int) -> int:
    """Give the pages of the whole set."""
    return sum(page_counts) * copies


def key(course_id: str, lesson_id: str) -> str:
    """Give the name of a lesson in the form: ids hold no slash."""
    return f"{course_id}/{lesson_id}"


def lesson_of(value: str) -> tuple[str, str]:
    """Give course and lesson of a name of `key`."""
    course_id, _, lesson_id = value.partition("/")
    return course_id, lesson_id


def whole_number(text: str | None) -> int | None:
    """Give a number of copies from 1 to MOST_COPIES, None when it is none; full-width digits count too."""
    cleaned = (text or "").strip()
    if not cleaned.isdecimal() or len(cleaned) > 4:
        return None
    number = int(cleaned)
    return number if 1 <= number <= MOST_COPIES else None
