"""Who did what to whom: entries that are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import afterwards, db, new_id
from college.core.permissions import Actor


class AuditEntry(db.Model):
    """One deed. ``detail`` holds no secret and no full telephone number."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), default="")
    district: Mapped[str | None] = mapped_column(String(6))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(actor: Actor, action: str, *, subject: str = "", district: str | None = None, **detail: Any) -> None:
    """Write a deed down, in the same transaction as the deed itself.

    ``action`` is ``noun.verb`` (``card.issue``); ``detail`` takes plain JSON values without secrets.
    """
    db.session.add(_entry(actor.person_id, action, subject, district, detail))


def record_refusal(actor: Actor, action: str, *, subject: str = "", **detail: Any) -> None:
    """Write a refused attempt down although the request itself is undone."""
    entry = (actor.person_id, action, subject, None, detail)
    afterwards(lambda: db.session.add(_entry(*entry)))


def _entry(actor_id: UUID | None, action: str, subject: str, district: str | None, detail: dict) -> AuditEntry:
    return AuditEntry(
        at=now(), actor_id=actor_id, action=action, subject=subject[:128], district=district, detail=detail
    )
