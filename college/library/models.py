"""Rows of the library: courses, lessons, immutable revisions, steps, pictures and product features."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import UtcDateTime, db, new_id

#: Longest permanent id of a course, lesson, step or feature, in letters.
ID_LENGTH = 64


class Course(db.Model):
    """A course; its permanent id is what addresses and cards carry."""

    __tablename__ = "course"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int]
    #: {"zh": ..., "en": ...}, as are the summaries.
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)
    summaries: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: By language: audience, objectives, intro_html, teacher_html.
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Ids of the living lessons in their order.
    lesson_order: Mapped[list[str]] = mapped_column(JSON)
    #: SHA-256 over the course's own two texts.
    source_hash: Mapped[str] = mapped_column(String(64))
    #: {"zh": ..., "en": ...}: its own text as it was written; empty until it is published with this version.
    sources: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: When its texts or lessons last changed; empty means not yet published.
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Revision(db.Model):
    """One published text of a lesson in both languages, rendered once and never changed."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("course_id", "lesson_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    lesson_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    #: Counts from 1 within its lesson.
    number: Mapped[int]
    #: SHA-256 over both languages, the pictures and the way of rendering.
    source_hash: Mapped[str] = mapped_column(String(64))
    #: "files" or "web": where this text was written.
    origin: Mapped[str] = mapped_column(String(8))
    #: What `texts.lesson_view` reads: minutes, feature, checked_on ... and the rendered texts by language.
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Empty when a command published it.
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Why it was changed, in the words of whoever published it; empty for files.
    why: Mapped[str] = mapped_column(String(200), default="")
    #: The number of the earlier revision whose text it brings back; empty for a new text.
    returned_to: Mapped[int | None]


class Lesson(db.Model):
    """A lesson of a course; exactly one of its revisions is current."""

    __tablename__ = "lesson"
    __table_args__ = (Index(None, "current_revision_id"),)

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int]
    #: Ids under which this lesson was known before; their links still lead here.
    aliases: Mapped[list[str]] = mapped_column(JSON)
    current_revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    #: The day on which somebody last held it beside a phone, and the app's version then; empty when nobody did.
    checked_on: Mapped[date | None]
    checked_version: Mapped[str] = mapped_column(String(40), default="")
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: What stood in these three before, and when that was changed: {"on", "version", "by", "at"}, to take a tap back.
    checked_before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Who withdrew it on the web; empty for one that files left out, and for every living lesson.
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StepRow(db.Model):
    """The address where pictures, practice, progress and questions meet; kept for ever once published."""

    __tablename__ = "step"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "lesson_id"], ["lesson.course_id", "lesson.id"]),
        Index(None, "course_id", "lesson_id"),
        Index(None, "feature"),
    )

    course_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    position: Mapped[int]
    feature: Mapped[str] = mapped_column(ForeignKey("product_feature.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Picture(db.Model):
    """A picture as phones get it, keyed by its hash, so that old revisions keep theirs."""

    __tablename__ = "picture"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(32))
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes]


class ProductFeature(db.Model):
    """What of the shopping app a step shows; friction is counted per product feature."""

    __tablename__ = "product_feature"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int]
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Where the app shows it, by language: 我的淘宝 > 退款/售后.
    path: Mapped[dict[str, Any]] = mapped_column(JSON)


class Track(db.Model):
    """Courses in an order for a kind of person; the first track is for whoever begins."""

    __tablename__ = "track"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int]
    #: {"zh": ..., "en": ...}, as is for whom it is.
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    for_whom: Mapped[dict[str, Any]] = mapped_column(JSON)
    course_ids: Mapped[list[str]] = mapped_column(JSON)
