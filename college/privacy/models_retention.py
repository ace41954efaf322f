"""Rows of retention: when it ran and what went."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import db, new_id


class RetentionRun(db.Model):
    """One time of throwing away. Without ``done_at`` it still runs, or was killed and is made up for by the next."""

    __tablename__ = "retention_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    #: How many went, by the key of the rule; no rule that took nothing.
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Keys of rules that failed; the log says why.
    failed: Mapped[list[Any]] = mapped_column(default=list)
    #: Who pressed the button; empty when the college did it by itself. No foreign key: the run outlives the person.
    by: Mapped[UUID | None]
