"""Rows of writing: where a course is at home, drafts of its texts, who is at which step, and who was asked to read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id

#: What a second lecturer may say after reading.
VERDICTS = ("good", "change")


class CourseHome(db.Model):
    """What the web knows of a course beside its texts; a course that came from files alone has no such row."""

    __tablename__ = "course_home"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    #: The district that wrote it; empty for a course of the whole college.
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"), index=True)
    #: The course from which it was copied, and the number of each lesson's revision at that time by lesson id.
    origin_course_id: Mapped[str | None] = mapped_column(ForeignKey("course.id"))
    origin_numbers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Ids of its lessons in the order in which they are written, published or not.
    lesson_order: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Raised by one with each change of the row: whoever comes second writes on top of the first.
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LessonDraft(db.Model):
    """A text that is being written, in both languages as it stands in files; one for each lesson.

    The course's own text is the draft whose lesson_id is "course".
    """

    __tablename__ = "lesson_draft"
    __table_args__ = (UniqueConstraint("course_id", "lesson_id"), Index(None, "publish_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[str] = mapped_column(String(64))
    zh: Mapped[str]
    #: Empty until somebody writes English.
    en: Mapped[str] = mapped_column(default="")
    #: Raised by one with each kept change.
    version: Mapped[int] = mapped_column(default=1)
    #: The published text from which it began; empty for a new lesson.
    base_revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("revision.id"))
    #: For the course's own text, which has no revisions: the mark of the published text from which it began.
    base_mark: Mapped[str] = mapped_column(String(64), default="")
    #: Piece (a step's id, "head" or "intro") → {"by": person id, "at": when, "version": the draft's}; "sent"
    #: and "left" are the marks of the words that a form brought last and of what they became. "" is the whole text's form.
    touched: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Steps taken out, the latest last, to be put back: [{"id", "after", "zh", "en", "by", "at"}].
    removed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: Drawn screens taken out of a step, the latest last, to be put back: [{"id", "step", "at", "screen", "values",
    #: "target", "say", "wrong"}]; `at` 0 is the step's picture.
    screens_removed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: Words that gave way in a conflict, the latest last, to be read and put back:
    #: [{"id", "part", "zh", "en", "by", "at", "instead_by", "instead_at"}].
    aside: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: The day from which it is to be published by itself; empty when nobody said so.
    publish_on: Mapped[date | None]
    publish_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: The draft's version when the day was set: a text changed afterwards is not published unseen.
    publish_version: Mapped[int | None]
    #: Why it is published, in the words of whoever set the day.
    publish_why: Mapped[str] = mapped_column(String(200), default="")
    #: Why publishing on that day did not come about; empty when nothing went wrong.
    publish_problem: Mapped[str] = mapped_column(default="")
    #: When it was taken away before it was ever published; it can be put back.
    put_away_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Presence(db.Model):
    """Who has a draft open, and at which piece of it, so that two who write at once see each other."""

    __tablename__ = "presence"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Reading(db.Model):
    """A second lecturer is asked to read a draft first, and says what she thinks of it."""

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("draft_id", "client_id"),
        CheckConstraint(f"verdict IS NULL OR verdict IN {VERDICTS}", name="known_verdict"),
        Index(None, "reader_id", "answered_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("lesson_draft.id"))
    #: The form's own id: the same form sent twice asks once.
    client_id: Mapped[UUID]
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: What she is asked to look at, in plain words.
    asked: Mapped[str] = mapped_column(String(400), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The draft's version when it was answered.
    version: Mapped[int | None]
    verdict: Mapped[str | None] = mapped_column(String(8))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When whoever asked took it back.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
