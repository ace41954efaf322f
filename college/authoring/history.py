"""The versions of a lesson as its authors see them: listed, and any two compared; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from college.accounts import service as accounts
from college.authoring.drafts import draft_for, place_of
from college.authoring.titles import text_title
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.pages import Page
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.library.service import Difference, Edition


@dataclass(frozen=True)
class HistoryPage:
    """One page of a lesson's versions; ``current`` is the number of the one that is published."""

    title: str
    page: Page
    names: dict[UUID, str]
    current: int
    is_withdrawn: bool


@dataclass(frozen=True)
class Comparison:
    """Two versions of a lesson and what changed from the earlier to the later one."""

    title: str
    before: Edition
    after: Edition
    names: dict[UUID, str]
    difference: Difference
    current: int


def history(*, actor: Actor, course_id: str, lesson_id: str, page: int) -> HistoryPage:
    """Give one page of a lesson's versions, the newest first; none for one that was never published. Raises NotFound."""
    current, is_withdrawn = _current(actor, course_id, lesson_id)
    found = library.editions(course_id, lesson_id, page)
    return HistoryPage(text_title(course_id, lesson_id), found, _names(found.items), current, is_withdrawn)


def comparison(*, actor: Actor, course_id: str, lesson_id: str, one: int, other: int) -> Comparison | None:
    """Compare two versions by their numbers, in whatever order they are named; None when one is not there."""
    current, _is_withdrawn = _current(actor, course_id, lesson_id)
    try:
        before, after = (library.edition(course_id, lesson_id, each) for each in sorted((one, other)))
    except NotFound:
        return None
    views = [library.edition_view(course_id, lesson_id, each.number) for each in (before, after)]
    title = text_title(course_id, lesson_id)
    return Comparison(title, before, after, _names([before, after]), library.difference_of_lessons(*views), current)


def _current(actor: Actor, course_id: str, lesson_id: str) -> tuple[int, bool]:
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    found = library.current_of(course_id, lesson_id)
    if found is None:
        draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
        return 0, False
    edition = library.edition_of(found[0])
    return edition.number, found[1]


def _names(editions: list[Edition]) -> dict[UUID, str]:
    people = accounts.people_by_ids({each.published_by for each in editions if each.published_by})
    return {each: person.name for each, person in people.items()}
