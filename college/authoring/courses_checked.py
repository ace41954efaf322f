"""How many places are to be mended in the drafts of a course; remembered until one of its texts changes."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from college.authoring.models import LessonDraft
from college.library import service as library

#: Courses whose numbers a process remembers.
REMEMBERED = 500


def problem_counts(course_id: str, drafts: Collection[LessonDraft]) -> dict[str, int]:
    """Give how many places of each draft must be mended before it can be published, by lesson id."""
    marks = tuple(sorted((each.id, each.version) for each in drafts))
    texts = tuple((each.lesson_id, each.zh, each.en) for each in drafts)
    return dict(_counted(course_id, marks, _Texts(texts))) if drafts else {}


class _Texts:
    """The texts behind marks: they go along with a question without being part of it."""

    def __init__(self, texts: tuple[tuple[str, str, str], ...]) -> None:
        self.texts = texts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Texts)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=REMEMBERED)
def _counted(course_id: str, marks: tuple[tuple[UUID, int], ...], texts: _Texts) -> dict[str, int]:
    files = library.course_files(course_id, instead={each: (zh, en) for each, zh, en in texts.texts})
    found, drafted = library.problem_counts(files), {each for each, _zh, _en in texts.texts}
    return {lesson_id: count for lesson_id, count in found.items() if lesson_id in drafted}
