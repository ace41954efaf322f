"""What is looked up and bulk written about notices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select
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


def delete_unread(person_ids: list[UUID], key: str) -> None:
    """Delete what these people were told for ``key`` and did not read."""
    unread = delete(Notice).where(Notice.person_id.in_(person_ids), Notice.key == key, Notice.read_at.is_(None))
    db.session.execute(unread, execution_options={"synchronize_session": "fetch"})


def told(person_ids: list[UUID], key: str) -> set[UUID]:
    """Give who of these people was told something for ``key`` and still has it."""
    asked = select(Notice.person_id).where(Notice.person_id.in_(person_ids), Notice.key == key)
    return set(db.session.scalars(asked))
