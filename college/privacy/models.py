"""Rows of deletions that were asked for: pending, taken back, or done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import db, new_id
from college.privacy.rules import WAYS


class Deletion(db.Model):
    """Somebody's deletion, one row for a person: asked for again after it was taken back, it is the same row."""

    __tablename__ = "deletion"
    __table_args__ = (CheckConstraint(f"way IN {WAYS}", name="known_way"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    asked_at: Mapped[datetime]
    #: She herself, or who asked for her; empty when the college did, because her time was over.
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    way: Mapped[str] = mapped_column(String(12))
    #: Who spoke for her and what was seen, encrypted; gone with her.
    note_cipher: Mapped[str | None]
    #: The day on which she is deleted.
    due_on: Mapped[date] = mapped_column(index=True)
    #: What is needed to put everything back: her accounts and enrollments as they stood.
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    purged_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    @property
    def is_pending(self) -> bool:
        """Whether she is hidden now and can still change her mind."""
        return self.purged_at is None and self.taken_back_at is None
