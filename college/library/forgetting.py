"""The voice of a deleted person goes, and her name beside a lesson that she held beside a phone; the lessons stay."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String, cast, delete, or_, select

from college.core.db import db
from college.library import queries_recordings
from college.library.models import Lesson
from college.library.models_recordings import Recording, Sound


def forget(person_id: UUID) -> None:
    """Delete everything that a person recorded, with its sound, and who looked at lessons. Safe to repeat.

    That a lesson was looked at, and when, stays. Who published a text is told by a person without a name.
    """
    db.session.execute(delete(Recording).where(Recording.recorded_by == person_id))
    drop_orphans()
    looked = or_(Lesson.checked_by == person_id, cast(Lesson.checked_before, String).contains(str(person_id)))
    for lesson in db.session.scalars(select(Lesson).where(looked).with_for_update()):
        lesson.checked_by = None if lesson.checked_by == person_id else lesson.checked_by
        if lesson.checked_before.get("by") == str(person_id):
            lesson.checked_before = {**lesson.checked_before, "by": ""}
    db.session.flush()


def drop_orphans() -> None:
    """Delete every sound that no recording has any more."""
    hashes = list(queries_recordings.orphan_sounds())
    if hashes:
        db.session.execute(delete(Sound).where(Sound.sha256.in_(hashes)))
