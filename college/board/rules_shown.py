"""Who may take back that somebody showed a lesson in person, and which lesson is meant: over plain values."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Whoever noted it may take it back for so long; a coordinator always.
UNDO_FOR = timedelta(days=1)


def may_take_back(*, is_own: bool, received_at: datetime | None, moment: datetime, is_coordinator: bool) -> bool:
    """Say whether somebody may take back what was noted."""
    return is_coordinator or (is_own and received_at is not None and moment - received_at < UNDO_FOR)


def lesson_from(text: str | None) -> tuple[str, str] | None:
    """Read ``course/lesson``; None for what makes no sense."""
    course_id, slash, lesson_id = (text or "").partition("/")
    return (course_id, lesson_id) if slash and course_id and lesson_id else None
