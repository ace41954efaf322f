"""What writing throws away: who was at which text, readings long answered, steps long taken out, pictures nobody shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, or_, select

from college.authoring import retention_pictures
from college.authoring.models import LessonDraft, Presence, Reading
from college.core import retention
from college.core.db import db

#: Columns of a draft that hold what can be put back, each entry with the moment at which it was laid aside.
_ASIDE = ("removed", "aside")


def _is_over(entry: Mapping[str, Any], before: datetime) -> bool:
    return datetime.fromisoformat(entry["at"]) < before


def _drafts(before: datetime) -> list[LessonDraft]:
    """Give the drafts that keep something laid aside before a moment."""
    keeps = or_(*(cast(getattr(LessonDraft, name), String) != "[]" for name in _ASIDE))
    rows = db.session.scalars(select(LessonDraft).where(keeps).order_by(LessonDraft.id))
    return [row for row in rows if any(_is_over(each, before) for name in _ASIDE for each in getattr(row, name))]


def _purge_aside(before: datetime, limit: int) -> int:
    some = [row.id for row in _drafts(before)[:limit]]
    held = select(LessonDraft).where(LessonDraft.id.in_(some)).order_by(LessonDraft.id).with_for_update()
    for row in db.session.scalars(held.execution_options(populate_existing=True)):
        for name in _ASIDE:
            setattr(row, name, [each for each in getattr(row, name) if not _is_over(each, before)])
    db.session.flush()
    return len(some)


#: What is thrown away, by the key of its rule. A reading is over when it was answered or taken back.
SWEEPS = {
    "presence": retention.of_rows(Presence, lambda before: Presence.seen_at < before),
    "readings": retention.of_rows(
        Reading, lambda before: or_(Reading.answered_at < before, Reading.ended_at < before)
    ),
    "taken_out": retention.Sweep(lambda before: len(_drafts(before)), _purge_aside),
    **retention_pictures.SWEEPS,
}
