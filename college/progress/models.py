"""Rows of a student's progress: finished steps, her place in each lesson, her practice taps and calls for help."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import UtcDateTime, db, new_id
from college.progress.rules import Place


class StepDone(db.Model):
    """One person finished one step: a fact with a natural key, so that it can be sent any number of times."""

    __tablename__ = "step_done"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "step_id"], ["step.course_id", "step.id"]),
        Index(None, "course_id", "step_id"),
        Index(None, "received_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    step_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: The lesson that held the step when it was done; a step may move later.
    lesson_id: Mapped[str] = mapped_column(String(64))
    #: When it happened on the phone: the earliest of all that were sent.
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When the college first heard of it.
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LessonProgress(db.Model):
    """Where one person is in one lesson: kept in the transaction of her step, written by her alone."""

    __tablename__ = "lesson_progress"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "lesson_id"], ["lesson.course_id", "lesson.id"]),
        Index(None, "course_id", "lesson_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: The step after her last kept one; empty after the last step of the lesson.
    current_step_id: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When her last kept step happened.
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Set when every step of the lesson was done, and never taken away.
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: How many of the lesson's living steps were done when she last kept one.
    done_count: Mapped[int]

    @property
    def place(self) -> Place:
        """The row without its keys, as rules take it."""
        return Place(self.current_step_id, self.started_at, self.seen_at, self.finished_at, self.done_count)


class CountedCourse(db.Model):
    """By which texts of a course everybody's progress was counted last."""

    __tablename__ = "counted_course"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    #: SHA-256 over which steps stand in which lesson, in their order; another one means: count again.
    mark: Mapped[str] = mapped_column(String(64))


class Tap(db.Model):
    """One tap on a drawn screen, right or wrong, once for each id that the phone gave it."""

    __tablename__ = "tap"
    __table_args__ = (
        UniqueConstraint("person_id", "client_id"),
        ForeignKeyConstraint(["course_id", "step_id"], ["step.course_id", "step.id"]),
        Index(None, "course_id", "step_id"),
        Index(None, "tapped_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: The phone's own id of this tap.
    client_id: Mapped[UUID]
    course_id: Mapped[str] = mapped_column(String(64))
    step_id: Mapped[str] = mapped_column(String(64))
    screen: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(64))
    expected: Mapped[str] = mapped_column(String(64))
    is_right: Mapped[bool]
    tapped_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HelpCall(db.Model):
    """One tap on 我不会,帮帮我 at a step, by the student or by a helper for her."""

    __tablename__ = "help_call"
    __table_args__ = (
        UniqueConstraint("person_id", "client_id"),
        ForeignKeyConstraint(["course_id", "step_id"], ["step.course_id", "step.id"]),
        Index(None, "course_id", "step_id"),
        Index(None, "called_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: Who needs help.
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: The form's own id of this call: the same tap sent twice is one.
    client_id: Mapped[UUID]
    course_id: Mapped[str] = mapped_column(String(64))
    #: The lesson that held the step when help was called; a step may move later.
    lesson_id: Mapped[str] = mapped_column(String(64))
    step_id: Mapped[str] = mapped_column(String(64))
    #: The helper who called for her, empty when she did it herself.
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ForgottenCount(db.Model):
    """What people who were deleted did at one step: numbers of the whole college, of nobody and no cohort."""

    __tablename__ = "forgotten_count"

    course_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    step_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    finished: Mapped[int] = mapped_column(default=0)
    wrong_taps: Mapped[int] = mapped_column(default=0)
    help_calls: Mapped[int] = mapped_column(default=0)


class ShownInPerson(db.Model):
    """Somebody showed in the room that she can do what a lesson teaches: seen by a member of staff, on a day."""

    __tablename__ = "shown_in_person"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "lesson_id"], ["lesson.course_id", "lesson.id"]),
        Index(None, "course_id", "lesson_id"),
        Index(None, "received_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who saw it.
    seen_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(120), default="")
