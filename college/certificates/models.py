"""Rows of certificates that were given, and by which texts of a course they were looked for last."""

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
    #: Her class and its district on that day, as they were called; empty for whoever was in none.
    cohort_name: Mapped[str] = mapped_column(String(120), default="")
    district_name: Mapped[str] = mapped_column(String(80), default="")
    given_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When staff printed it last, and the name that stands on that paper; empty while nobody has.
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_name: Mapped[str] = mapped_column(String(80), default="")
    #: When it was handed over to her on paper, and by whom.
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("person_id", "course_id"),)


class SweptCourse(db.Model):
    """By which texts and rule of a course everybody was looked at last for who has finished it."""

    __tablename__ = "certificate_sweep"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    #: SHA-256 over its rule, its lessons' texts, and by what progress was counted.
    mark: Mapped[str] = mapped_column(String(64))
