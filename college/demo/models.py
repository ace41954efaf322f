"""The mark that says: everything in this database is invented."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import db


class DemoMark(db.Model):
    """One row, there only in a demonstration."""

    __tablename__ = "demo_mark"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    filled_at: Mapped[datetime]
    #: What `demo twins` put in: for each side its ids by kind and its canaries; None in every other demonstration.
    twins: Mapped[dict[str, Any] | None]
