"""Files that are kept for a while, as encrypted rows: an uploaded roster, a sheet of cards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from college.core import crypto
from college.core.clock import now
from college.core.db import db, new_id


class StoredFile(db.Model):
    """A file that nobody can read without the data key and that is gone after ``expires_at``."""

    __tablename__ = "stored_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(64))
    owner_id: Mapped[UUID | None]
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(128))
    cipher: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def keep(
    name: str,
    media_type: str,
    data: bytes,
    *,
    owner_id: UUID | None,
    expires_at: datetime,
    purpose: str,
    file_id: UUID | None = None,
) -> StoredFile:
    """Keep ``data`` encrypted until ``expires_at`` and give its row, already flushed.

    ``purpose`` names what it belongs to, such as ``cards:<cohort>``; ``file_id`` is new when not given.
    """
    row = StoredFile(
        id=file_id or new_id(),
        name=name,
        media_type=media_type,
        cipher=crypto.encrypt_bytes(data),
        size=len(data),
        owner_id=owner_id,
        expires_at=expires_at,
        purpose=purpose,
    )
    db.session.add(row)
    db.session.flush()
    return row


def read(file_id: UUID | None) -> bytes | None:
    """Give the bytes of a kept file, or None when there is none or its time is over."""
    row = db.session.get(StoredFile, file_id) if file_id else None
    return None if row is None or row.expires_at <= now() else crypto.decrypt_bytes(row.cipher)


def row(file_id: UUID) -> StoredFile | None:
    """Give the row of a kept file, its time over or not, None when there is none."""
    return db.session.get(StoredFile, file_id)


def kept_for(purpose: str, owner_id: UUID | None) -> list[StoredFile]:
    """Give the files that one person keeps for a purpose and whose time is not over, the newest first."""
    mine = select(StoredFile).where(StoredFile.purpose == purpose, StoredFile.owner_id == owner_id)
    return list(db.session.scalars(mine.where(StoredFile.expires_at > now()).order_by(StoredFile.created_at.desc())))


def kept_of(purpose: str) -> list[StoredFile]:
    """Give every file that is kept for a purpose, whoever keeps it, its time over or not."""
    return list(db.session.scalars(select(StoredFile).where(StoredFile.purpose == purpose)))


def replace(row: StoredFile, data: bytes) -> None:
    """Keep other bytes in the place of those of a file."""
    row.cipher, row.size = crypto.encrypt_bytes(data), len(data)
    db.session.flush()


def discard(file_id: UUID | None) -> None:
    """Delete one file now; nothing happens when it is gone already."""
    db.session.execute(delete(StoredFile).where(StoredFile.id == file_id))


def discard_all(purposes: Collection[str]) -> None:
    """Delete every file that is kept for one of these purposes."""
    db.session.execute(delete(StoredFile).where(StoredFile.purpose.in_(list(purposes))))


def purge() -> int:
    """Delete every file whose time is over; give how many."""
    return db.session.execute(delete(StoredFile).where(StoredFile.expires_at <= now())).rowcount
