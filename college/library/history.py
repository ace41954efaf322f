"""What became of a lesson's text: its revisions, and any of them as it was written and as it was shown; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from college.core.db import db
from college.core.errors import NotFound
from college.core.pages import Page, page_of
from college.library import queries
from college.library.models import Revision
from college.library.texts import LessonView
from college.library.views import views_of
from college.library.written import Written, written


@dataclass(frozen=True)
class Edition:
    """One revision in a list: everything but its text."""

    id: UUID
    number: int
    origin: str
    published_at: datetime
    published_by: UUID | None
    why: str
    returned_to: int | None


_COLUMNS = (
    Revision.id, Revision.number, Revision.origin, Revision.published_at, Revision.published_by, Revision.why,
    Revision.returned_to,
)


def editions(course_id: str, lesson_id: str, page: int, per_page: int = 20) -> Page:
    """Give one page of a lesson's revisions, the newest first; items are `Edition`."""
    listed = select(*_COLUMNS).where(Revision.course_id == course_id, Revision.lesson_id == lesson_id)
    found = page_of(listed.order_by(Revision.number.desc()), page, per_page)
    return Page([Edition(*row) for row in found.items], found.total, found.page, found.pages)


def edition(course_id: str, lesson_id: str, number: int) -> Edition:
    """Give one revision by its number. Raises NotFound."""
    return Edition(*_one(course_id, lesson_id, number))


def edition_of(revision_id: UUID) -> Edition | None:
    """Give one revision by its id."""
    row = db.session.execute(select(*_COLUMNS).where(Revision.id == revision_id)).one_or_none()
    return Edition(*row) if row else None


def edition_view(course_id: str, lesson_id: str, number: int) -> LessonView:
    """Give a revision as students saw it. Raises NotFound."""
    found = _one(course_id, lesson_id, number).id
    return views_of([found])[found]


def edition_written(revision_id: UUID) -> Written:
    """Give a revision as it was written. Raises NotFound."""
    row = db.session.get(Revision, revision_id)
    if row is None:
        raise NotFound
    sources = row.content["sources"]
    return Written(sources["zh"], sources.get("en", ""), row.id)


def current_of(course_id: str, lesson_id: str) -> tuple[UUID, bool] | None:
    """Give a lesson's current revision and whether it is withdrawn; None for one that was never published."""
    row = queries.lesson_row(course_id, lesson_id)
    return (row.current_revision_id, row.retired_at is not None) if row else None


def written_or_none(course_id: str, lesson_id: str = "") -> Written | None:
    """Give what `written.written` gives, None for a text that was never published."""
    if lesson_id and queries.lesson_row(course_id, lesson_id) is None:
        return None
    return written(course_id, lesson_id) if queries.course_row(course_id) else None


def _one(course_id: str, lesson_id: str, number: int):
    row = db.session.execute(
        select(*_COLUMNS).where(Revision.course_id == course_id, Revision.lesson_id == lesson_id, Revision.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row
