"""Rows of listening: a lecturer's recording of a step, and its sound keyed by hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id
from college.library.models import ID_LENGTH


class Sound(db.Model):
    """What a recording sounds like, as phones get it, keyed by its hash: its address never says anything else."""

    __tablename__ = "sound"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(32))
    data: Mapped[bytes]


class Recording(db.Model):
    """A lecturer reads a step aloud in one language. Of those that are not put away the latest is heard."""

    __tablename__ = "recording"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "step_id"], ["step.course_id", "step.id"]),
        Index(None, "course_id", "step_id"),
        Index(None, "recorded_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: The form's own id: the same form sent twice is one recording.
    client_id: Mapped[UUID] = mapped_column(unique=True)
    course_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    step_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    lang: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(ForeignKey("sound.sha256"), index=True)
    media_type: Mapped[str] = mapped_column(String(32))
    seconds: Mapped[float]
    #: Whether the seconds were read from the file; otherwise the browser said them.
    is_measured: Mapped[bool]
    size: Mapped[int]
    #: SHA-256 of the words that were read; when the step says others, students do not hear it.
    spoken_hash: Mapped[str] = mapped_column(String(64))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When somebody took it away or recorded anew; it can be brought back for a day.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
