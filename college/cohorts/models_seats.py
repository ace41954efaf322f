"""Rows of seats: which number in the room is whose."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import db


class Seat(db.Model):
    """One numbered seat of a cohort's room and who sits there."""

    __tablename__ = "seat"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: The number that she had before a hand last changed the seats, None where she had none: what undoing brings back.
    before: Mapped[int | None]

    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), CheckConstraint("number > 0", name="counted_from_one"))
