"""Rows of questions and of what was said about them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id
from college.questions.rules import Kind, Status


def _one_of(column: str, kinds: type[Status] | type[Kind]) -> str:
    return f"{column} IN ({', '.join(repr(each.value) for each in kinds)})"


class Question(db.Model):
    """What one student asked at one step. Its words are plain text and are shown as they are."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("person_id", "client_id"),
        ForeignKeyConstraint(["course_id", "step_id"], ["step.course_id", "step.id"]),
        CheckConstraint(_one_of("status", Status), name="known_status"),
        Index(None, "cohort_id", "status", "sent_at"),
        Index(None, "person_id", "created_at"),
        Index(None, "course_id", "step_id"),
        Index(None, "sent_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: The form's own id of the tap that began it: the same tap sent twice is one question.
    client_id: Mapped[UUID]
    #: The cohort in which she followed the course when she asked; its lecturers answer.
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    course_id: Mapped[str] = mapped_column(String(64))
    #: The lesson that held the step when she asked; a step may move later.
    lesson_id: Mapped[str] = mapped_column(String(64))
    step_id: Mapped[str] = mapped_column(String(64))
    #: Her words; may be empty: then the call for help is all.
    text: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(String(12), default=Status.DRAFT.value)
    #: Counts its moves; a change that was made by looking at an older one is not made.
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The lecturer who took it on, asked back or answered last.
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Message(db.Model):
    """One thing said about a question: an answer, a question back, or her reply to it."""

    __tablename__ = "question_message"
    __table_args__ = (
        UniqueConstraint("question_id", "client_id"),
        CheckConstraint(_one_of("kind", Kind), name="known_kind"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    #: The form's own id: the same form sent twice says it once.
    client_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str]
    #: The step that an answer points at, all three or none.
    link_course: Mapped[str | None] = mapped_column(String(64))
    link_lesson: Mapped[str | None] = mapped_column(String(64))
    link_step: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
