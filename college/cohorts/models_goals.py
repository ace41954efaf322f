"""Rows of goals: by which day a cohort wants to have finished a lesson."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id


class CohortGoal(db.Model):
    """A lesson that a cohort wants to have finished by a day; one for each lesson, taken away ones among them."""

    __tablename__ = "cohort_goal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    course_id: Mapped[str] = mapped_column(String(64))
    lesson_id: Mapped[str] = mapped_column(String(64))
    by_on: Mapped[date]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When those who had not finished were reminded, once.
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Whether nobody is to be reminded.
    is_quiet: Mapped[bool] = mapped_column(default=False)
    #: When it was taken away; put back, it is the same goal. None while it stands.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("cohort_id", "course_id", "lesson_id"),
        ForeignKeyConstraint(["course_id", "lesson_id"], ["lesson.course_id", "lesson.id"]),
    )
