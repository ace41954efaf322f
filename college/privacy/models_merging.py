"""Rows of two records of one person that were put together, with what moved, so that they can be parted again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id

_LIVING = text("parted_at IS NULL")


class PersonMerge(db.Model):
    """One record that went into another; ids only, nobody is named here."""

    __tablename__ = "person_merge"
    __table_args__ = (
        Index("uq_person_merge_living", "merged_id", unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING),
        Index(None, "kept_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: The record that goes on, and the one that sleeps in it.
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    merged_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: What each feature moved, as its own `move_person` gave it, and the fields that changed places.
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    parted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
