"""A course as it stands on the desk: the order of its lessons, their states, and new texts to begin with; pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from college.authoring.rules import letters_for
from college.library.service import cut

#: Letters behind the "c-" of a new course, and behind the "l-" of a new lesson.
COURSE_SIGNS, LESSON_SIGNS = 8, 6
#: What a fresh lesson says about how long it takes, in minutes.
MINUTES = 5

#: A picture that stands alone on a line.
_IMAGE = re.compile(r"^(!\[(?:[^\]\\\n]|\\.)*\]\(\s*)([^)\s]*)(\s*\)[^\S\n]*)$", re.MULTILINE)


@dataclass(frozen=True)
class LessonState:
    """How one lesson stands. ``number`` is 0 when it was never published, ``publish_on`` the day it waits for."""

    id: str
    title: str
    number: int
    published_at: datetime | None
    is_withdrawn: bool
    #: Words stand in the draft that were never published.
    has_changes: bool
    has_english: bool
    changed_by: UUID | None = None
    changed_at: datetime | None = None
    publish_on: date | None = None
    publish_problem: str = ""
    problems: int = 0
    #: Something else was published since the draft began.
    is_behind: bool = False

    @property
    def is_new(self) -> bool:
        """Say whether it was never published."""
        return self.number == 0


def course_id_for(form_id: UUID, person_id: UUID | None) -> str:
    """Give the permanent id of the course that one form begins: the same form gives the same id."""
    return "c-" + letters_for(_seed(form_id, person_id), COURSE_SIGNS)


def lesson_id_for(form_id: UUID, course_id: str) -> str:
    """Give the permanent id of the lesson that one form begins in a course."""
    return "l-" + letters_for(_seed(form_id, course_id), LESSON_SIGNS)


def _seed(form_id: UUID, place: object) -> bytes:
    return hashlib.sha256(f"{form_id}\0{place}".encode()).digest()


def in_order(written: Sequence[str], published: Iterable[str], new: Iterable[str]) -> list[str]:
    """Give all lessons of a course in order: as it was written down, then what is published, then what is new."""
    there = dict.fromkeys([*published, *new])
    named = [each for each in written if each in there]
    return list(dict.fromkeys([*named, *there]))


def moved(order: Sequence[str], lesson_id: str, by: int) -> list[str]:
    """Give the same order with one lesson some places further down (`by` > 0) or up; it stays within the list."""
    new, at = list(order), list(order).index(lesson_id)
    new.insert(max(0, min(at + by, len(new) - 1)), new.pop(at))
    return new


def new_course_text(course_id: str, title: str, summary: str = "") -> str:
    """Give the own text of a course that begins."""
    head = {"id": course_id, "title": title, "summary": summary, "audience": "", "objectives": []}
    return f"---\n{_yaml(head)}\n---\n"


def new_lesson_text(lesson_id: str, title: str, step_id: str, step_title: str) -> str:
    """Give the text of a lesson that begins, with its first step ready to be written."""
    head = {
        "id": lesson_id, "title": title, "summary": "", "minutes": MINUTES, "feature": "", "objectives": [],
        "keypoints": [], "app_version": "", "checked_on": "", "narrator": "", "aliases": [],
    }
    return f"---\n{_yaml(head)}\n---\n\n## {step_title} {{#{step_id}}}\n"


def _yaml(head: dict[str, object]) -> str:
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())


def clean_title(text: str) -> str:
    """Give a typed title on one line, without double blanks."""
    return " ".join(text.split())


def with_kept_pictures(text: str, paths: Mapping[str, str]) -> str:
    """Give a text in which pictures of files, path → new path, stand under the path at which every course finds them."""
    return _IMAGE.sub(lambda found: f"{found[1]}{paths.get(found[2], found[2])}{found[3]}", text)


def with_head(text: str, head: str) -> str:
    """Give a text with another front matter."""
    return replace(cut(text), head=head).join()
