"""Rows of notices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id


class Notice(db.Model):
    """One short message to one person, told once for each key."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: What it is about, such as "message:<id>": the same key is told once.
    key: Mapped[str] = mapped_column(String(120))
    #: The sentence by language: {"zh": …, "en": …}.
    texts: Mapped[dict[str, str]]
    #: A path of this site.
    url: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
