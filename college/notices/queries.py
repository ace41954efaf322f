"""What is looked up and bulk written about notices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from college.core.db import db
from college.notices.models import Notice


def of_person(person_id: UUID, *, only_unread: bool = False, limit: int | None = None) -> list[Notice]:
    """Give a person's notices, the newest first."""
    statement = select(Notice).where(Notice.person_id == person_id)
    if only_unread:
        statement = statement.where(Notice.read_at.is_(None))
    return list(db.session.scalars(statement.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(limit)))


def unread_count(person_id: UUID) -> int:
    """Count a person's unread notices."""
    statement = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(statement) or 0


def insert_new(rows: list[dict[str, Any]]) -> int:
    """Insert those rows whose (person, key) is not there yet; give how many were new."""
    make = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}.get(db.session.get_bind().dialect.name, insert)
    statement = make(Notice.__table__).values(rows).on_conflict_do_nothing()
    return db.session.execute(statement, execution_options={"preserve_rowcount": True}).rowcount
