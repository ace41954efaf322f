"""The voice of a deleted person goes: the steps that she read aloud are silent until somebody reads them anew."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete

from college.core.db import db
from college.library import queries_recordings
from college.library.models_recordings import Recording, Sound


def forget(person_id: UUID) -> None:
    """Delete everything that a person recorded, with its sound. Safe to repeat."""
    db.session.execute(delete(Recording).where(Recording.recorded_by == person_id))
    drop_orphans()


def drop_orphans() -> None:
    """Delete every sound that no recording has any more."""
    hashes = list(queries_recordings.orphan_sounds())
    if hashes:
        db.session.execute(delete(Sound).where(Sound.sha256.in_(hashes)))
