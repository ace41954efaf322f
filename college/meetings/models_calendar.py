"""Rows of calendar addresses: where somebody's telephone or computer reads her meetings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db


class CalendarAddress(db.Model):
    """The secret address of one person's calendar; a new one ends the one before. Only the hash of the secret is kept."""

    __tablename__ = "calendar_address"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
