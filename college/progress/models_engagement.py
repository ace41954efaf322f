"""Rows of how much the college is used: who was active on which day for 60 days, and counts without names for good."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import UtcDateTime, db


class ActiveDay(db.Model):
    """One person did something on one day in China; shown to nobody but herself, and gone after 60 days."""

    __tablename__ = "active_day"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    #: How often she opened the lessons after half an hour of silence; 0 where her phone runs no script.
    opens: Mapped[int] = mapped_column(default=0)
    #: In how many minutes a page of the lessons was before her eyes.
    minutes: Mapped[int] = mapped_column(default=0)
    #: When her last minute was counted.
    here_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ActiveCount(db.Model):
    """How many people were active in a span of days, in one part of the college: numbers, of nobody."""

    __tablename__ = "active_count"

    #: "day", "seven" and "thirty" (so many days up to ``on``), "week" (the seven days from the Monday ``on``).
    span: Mapped[str] = mapped_column(String(8), primary_key=True)
    on: Mapped[date] = mapped_column("on_day", primary_key=True)
    #: "all", a district's code, or a cohort's id.
    part: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    people: Mapped[int]
    opens: Mapped[int]
    minutes: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
