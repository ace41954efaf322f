"""Row of a picture that was put in on the web: since when it is kept, so that unused ones can be thrown away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db


class BroughtPicture(db.Model):
    """A picture somebody brought that no published text has shown yet; the row goes when one does, or with the picture."""

    __tablename__ = "brought_picture"

    sha256: Mapped[str] = mapped_column(String(64), ForeignKey("picture.sha256"), primary_key=True)
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
