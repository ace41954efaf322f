"""Notices of a deleted person go."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete

from college.core.db import db
from college.notices.models import Notice


def forget(person_id: UUID) -> None:
    """Delete everything that a person was told. Safe to repeat."""
    db.session.execute(delete(Notice).where(Notice.person_id == person_id))
