"""Rows of search: the grams of everything that can be found, what is cut already, and what was looked for in vain."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import UtcDateTime, db, new_id
from college.search.rules_misses import LONGEST_KEPT, State
from college.search.rules_words import LONGEST_GRAM

_STATES = ", ".join(repr(each.value) for each in State)
#: Two ids of the library with a stroke between them, or the hex digits of a cohort.
PLACE_LENGTH, REF_LENGTH = 129, 64


class Gram(db.Model):
    """A gram that stands in a thing; the key is the whole row, so one index does for looking up and counting."""

    __tablename__ = "gram"
    __table_args__ = {"sqlite_with_rowid": False}

    gram: Mapped[str] = mapped_column(String(LONGEST_GRAM), primary_key=True)
    #: `rules.Kind`.
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    #: course/lesson of a lesson and its steps, the cohort of a question.
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH), primary_key=True)
    #: The step or the question; empty for a lesson.
    ref: Mapped[str] = mapped_column(String(REF_LENGTH), primary_key=True)
    #: `rules.weight`: how often it stands in the text, and whether in the title.
    weight: Mapped[int]


class SearchDocument(db.Model):
    """What is in the index: each thing with the mark of the text that was cut, and its grams, to take them out again."""

    __tablename__ = "search_document"
    __table_args__ = (Index(None, "ref"),)

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH), primary_key=True)
    ref: Mapped[str] = mapped_column(String(REF_LENGTH), primary_key=True)
    #: Says which text was cut, and in which way; another mark means: cut again.
    mark: Mapped[str] = mapped_column(String(80))
    grams: Mapped[list[str]]


class SearchState(db.Model):
    """Until when changes were looked for. One row; whoever writes to the index holds it."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SearchMiss(db.Model):
    """A text that students looked for in one week without finding anything. Nobody stands beside it."""

    __tablename__ = "search_miss"
    __table_args__ = (
        UniqueConstraint("text", "language", "week"),
        CheckConstraint(f"state IN ({_STATES})", name="known_state"),
        Index(None, "state", "last_on"),
        Index(None, "last_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    text: Mapped[str] = mapped_column(String(LONGEST_KEPT))
    language: Mapped[str] = mapped_column(String(2))
    #: The Monday of that week, in China.
    week: Mapped[date]
    count: Mapped[int] = mapped_column(default=0)
    last_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8), default=State.OPEN.value)
