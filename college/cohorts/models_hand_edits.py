"""Rows of fields that a person changed by hand: an import leaves them alone unless the coordinator says otherwise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db

#: What is kept about a student that both a hand and a roster can change.
NAME, PHONE, AGE_BAND = "name", "phone", "age_band"


class HandEdit(db.Model):
    """One field of one person that was last changed by hand: when, and by whom."""

    __tablename__ = "hand_edit"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(12), primary_key=True)
    edited_by: Mapped[UUID | None]
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
