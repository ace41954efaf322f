"""Rows of people who changed their cohort within a district: from where to where, when, and whether it was taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id


class CohortChange(db.Model):
    """One person's change from one cohort to another of the same district."""

    __tablename__ = "cohort_change"
    __table_args__ = (CheckConstraint("from_cohort_id <> to_cohort_id", name="leads_elsewhere"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    to_cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    #: The last day in the one and the first in the other.
    on_day: Mapped[date]
    #: In the coordinator's words, for her colleagues; goes with the person.
    why: Mapped[str] = mapped_column(String(200), default="")
    #: Whether she had never been in the new cohort before, and else since when she had left it.
    is_new_there: Mapped[bool]
    left_there_on: Mapped[date | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
