"""Rows of themes, of how they moved, of the evidence for them, and of lessons that are to be checked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id
from college.feedback.rules import Status

_STATUSES = ", ".join(repr(each.value) for each in Status)
_LIVING = text("parted_at IS NULL")


class Theme(db.Model):
    """What several people say about one product feature, in the words of a lecturer and without names."""

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="known_status"),
        Index(None, "feature_id", "status"),
        Index(None, "status", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    feature_id: Mapped[str] = mapped_column(ForeignKey("product_feature.id"))
    title: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(12), default=Status.NEW.value)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When it was changed or explained; then everybody who asked was told.
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ThemeMove(db.Model):
    """One decision about a theme, with its sentence in plain words for the people; never changed."""

    __tablename__ = "theme_move"
    __table_args__ = (
        UniqueConstraint("theme_id", "client_id"),
        CheckConstraint(f"from_status IN ({_STATUSES})", name="known_from"),
        CheckConstraint(f"to_status IN ({_STATUSES})", name="known_to"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    #: The form's own id: the same form sent twice decides once.
    client_id: Mapped[UUID]
    from_status: Mapped[str] = mapped_column(String(12))
    to_status: Mapped[str] = mapped_column(String(12))
    sentence: Mapped[str]
    moved_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Evidence(db.Model):
    """The link from a theme to one question: an excerpt that a lecturer read, and no name.

    A question is living evidence of one theme at most; once parted it can be raised again elsewhere.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "step_id"], ["step.course_id", "step.id"]),
        Index("uq_evidence_living_question", "question_id", unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING),
        Index(None, "theme_id", "parted_at"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"))
    excerpt: Mapped[str]
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    #: Her age band when it was raised, such as "65-69"; empty when she never said.
    age_band: Mapped[str | None] = mapped_column(String(8))
    course_id: Mapped[str] = mapped_column(String(64))
    lesson_id: Mapped[str] = mapped_column(String(64))
    step_id: Mapped[str] = mapped_column(String(64))
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    parted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LessonCheck(db.Model):
    """A lesson that shows a feature about which something was decided: a lecturer is to look at it once more."""

    __tablename__ = "lesson_check"
    __table_args__ = (
        UniqueConstraint("theme_id", "course_id", "lesson_id"),
        ForeignKeyConstraint(["course_id", "lesson_id"], ["lesson.course_id", "lesson.id"]),
        Index(None, "course_id", "checked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("theme.id"))
    course_id: Mapped[str] = mapped_column(String(64))
    lesson_id: Mapped[str] = mapped_column(String(64))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
