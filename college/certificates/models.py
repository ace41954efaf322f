"""Rows of certificates that were given."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id


class Certificate(db.Model):
    """A course that one person has finished by its rule, as the course was then; never taken back by a later change."""

    __tablename__ = "certificate"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    #: What stands on the paper and in the address of the check page; tells nothing of her.
    code: Mapped[str] = mapped_column(String(16), unique=True)
    #: The rule by which it was given: read, practised or shown.
    rule: Mapped[str] = mapped_column(String(12))
    #: What the course was called on that day, and how many lessons it had.
    title_zh: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    lesson_count: Mapped[int]
    given_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (UniqueConstraint("person_id", "course_id"),)
