"""Rows of districts, cohorts, their courses, who is enrolled and where staff may be chosen from."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.cohorts import rules_stays
from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id

ACTIVE = "active"
ENDED = "ended"
#: Her deletion was asked for: she stands in no list any more.
HIDDEN = "hidden"


class District(db.Model):
    """A county-level division by its six-digit code; names repeat in China, codes do not."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    city: Mapped[str] = mapped_column(String(40))
    province: Mapped[str] = mapped_column(String(40))


class Cohort(db.Model):
    """A class of one district in one term; its district never changes."""

    __tablename__ = "cohort"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: Whom the students call from every step; the number is meant to be seen by them.
    teacher_name: Mapped[str] = mapped_column(String(40), default="")
    teacher_phone: Mapped[str] = mapped_column(String(24), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    district: Mapped[District] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)


class CohortCourse(db.Model):
    """A course that a cohort follows, in the order in which its students see it."""

    __tablename__ = "cohort_course"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(64), ForeignKey("course.id"), primary_key=True)
    position: Mapped[int]


class Enrollment(db.Model):
    """A person in a cohort; ended, never deleted, so that her progress keeps its place."""

    __tablename__ = "enrollment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    #: The days between leaving and coming back, as `rules_stays.Away`.
    away: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    status: Mapped[str] = mapped_column(String(8), default=ACTIVE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The roster import that put her in, or back in; none where a person did it by hand.
    brought_by: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("person_id", "cohort_id"),
        CheckConstraint("status IN ('active', 'ended', 'hidden')", name="known_status"),
        Index(None, "cohort_id", "status"),
    )

    @property
    def is_active(self) -> bool:
        """Tell whether she is in the cohort today."""
        return self.status == ACTIVE

    def was_in(self, day: date) -> bool:
        """Tell whether she was in the cohort on a day."""
        return rules_stays.was_in(self.from_on, self.to_on, self.away, day)


class StaffPost(db.Model):
    """Where a lecturer or helper may be chosen from: it shows her no cohort until one is given to her."""

    __tablename__ = "staff_post"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: The first and the last day; none where it always was, and where there is no end to it.
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
