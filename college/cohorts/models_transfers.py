"""Rows of people who move to another district: asked for by the old one, taken in by the new one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id

_OPEN = text("accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL")


class Transfer(db.Model):
    """One person on her way from a cohort to another district; ids and days only, she is never named here.

    It waits until it is accepted, declined or taken back; one at a time waits for each person.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        Index("uq_transfer_waiting_person", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "to_district", "asked_at"),
        Index(None, "from_cohort_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    from_cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    to_district: Mapped[str] = mapped_column(String(6), ForeignKey("district.code"))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: The cohort of the new district in which she goes on.
    to_cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id"))
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Why the new district did not take her in, in its own words, for the old one; emptied when she is deleted.
    reason: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.accepted_at is None and self.declined_at is None and self.withdrawn_at is None
