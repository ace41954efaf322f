"""When a lesson was last held beside a phone: kept with a tap, taken back for a while, listed when it is long ago; for the service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from college.core import audit
from college.core.clock import now
from college.core.db import db
from college.core.errors import NotFound
from college.core.pages import Page, page_of
from college.core.permissions import Actor
from college.library.models import Lesson
from college.library.texts import LessonView
from college.library.views import views_of

#: A lesson is held beside a phone again after half a year: the app changes about every month (issue 6).
CHECKED_FOR = timedelta(days=183)
#: For so long a tap can be taken back by whoever made it.
TAKEN_BACK_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Held:
    """A lesson in a list, with the day on which it was last held beside a phone, None when it never was."""

    view: LessonView
    on: date | None
    version: str


def to_hold(course_ids: Collection[str], *, today: date, never: bool, page: int, per_page: int = 20) -> Page:
    """Give one page of `Held`: lessons last held half a year ago or longer, the longest first, or those that never were."""
    found = page_of(_waiting(course_ids, today, never), page, per_page)
    return Page(_held(found.items), found.total, found.page, found.pages)


def to_hold_count(course_ids: Collection[str], *, today: date, never: bool = False) -> int:
    """Count what `to_hold` lists."""
    return page_of(_waiting(course_ids, today, never), 1, 1).total


def keep_held(course_id: str, lesson_id: str, *, actor: Actor, day: date, version: str) -> datetime | None:
    """Keep that a lesson was held beside a phone on a day, with the app's version or ""; for callers that asked who may.

    Gives the moment at which that was kept, None when it is known already or a later day is. Raises NotFound.
    """
    row = _row(course_id, lesson_id)
    if row.checked_on is not None and (row.checked_on > day or (row.checked_on == day and version in ("", row.checked_version))):
        return None
    at = now()
    row.checked_before = {
        "on": row.checked_on.isoformat() if row.checked_on else "", "version": row.checked_version,
        "by": str(row.checked_by or ""), "at": at.isoformat(),
    }  # fmt: skip
    row.checked_on, row.checked_version, row.checked_by = day, version, actor.person_id
    db.session.flush()
    audit.record(actor, "lesson.check", subject=f"lesson:{course_id}/{lesson_id}", day=day.isoformat())
    return at


def take_back(course_id: str, lesson_id: str, *, actor: Actor) -> datetime | None:
    """Take one's own tap back within a day; give the moment at which it was made, None when there is none to take back."""
    row = _row(course_id, lesson_id)
    before: dict[str, Any] = row.checked_before
    if row.checked_by != actor.person_id or not _is_fresh(before):
        return None
    row.checked_on = date.fromisoformat(before["on"]) if before["on"] else None
    row.checked_version, row.checked_by = before["version"], UUID(before["by"]) if before["by"] else None
    row.checked_before = {}
    db.session.flush()
    audit.record(actor, "lesson.check_undo", subject=f"lesson:{course_id}/{lesson_id}")
    return datetime.fromisoformat(before["at"])


def held_by(person_id: UUID | None, course_ids: Collection[str]) -> list[Held]:
    """Give the lessons whose tap this person can still take back, ten at most, the latest first."""
    mine = _living(course_ids).where(Lesson.checked_by == person_id, Lesson.checked_on.is_not(None))
    rows = [row for row in db.session.scalars(mine.limit(200)) if _is_fresh(row.checked_before)]
    return _held(sorted(rows, key=lambda row: row.checked_before["at"], reverse=True)[:10]) if person_id else []


def _is_fresh(before: dict[str, Any] | None) -> bool:
    return bool(before) and now() - datetime.fromisoformat(before["at"]) <= TAKEN_BACK_WITHIN


def _row(course_id: str, lesson_id: str) -> Lesson:
    held = select(Lesson).where(Lesson.course_id == course_id, Lesson.id == lesson_id, Lesson.retired_at.is_(None))
    row = db.session.scalars(held.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    return row


def _living(course_ids: Collection[str]) -> Select[Any]:
    return select(Lesson).where(Lesson.retired_at.is_(None), Lesson.course_id.in_(list(course_ids)))


def _waiting(course_ids: Collection[str], today: date, never: bool) -> Select[Any]:
    if never:
        return _living(course_ids).where(Lesson.checked_on.is_(None)).order_by(Lesson.course_id, Lesson.position, Lesson.id)
    long_ago = _living(course_ids).where(Lesson.checked_on <= today - CHECKED_FOR)
    return long_ago.order_by(Lesson.checked_on, Lesson.course_id, Lesson.position, Lesson.id)


def _held(rows: list[Lesson]) -> list[Held]:
    views = views_of([row.current_revision_id for row in rows])
    return [Held(views[row.current_revision_id], row.checked_on, row.checked_version) for row in rows]

