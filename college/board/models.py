"""Rows of snapshots: the numbers of a cohort, and of a district or city with each person once, as they were at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from college.core.db import UtcDateTime, db


class _Numbers:
    """What both kinds of snapshot hold; `counting_shapes.CohortNumbers` says what each number means."""

    #: The Monday of the week in which it was taken: a later one of the same week takes its place.
    week: Mapped[date] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrolled: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
    came: Mapped[int] = mapped_column(default=0)
    started: Mapped[int] = mapped_column(default=0)
    finished: Mapped[int] = mapped_column(default=0)
    practised: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)
    silent: Mapped[int] = mapped_column(default=0)
    #: People who call for help, and questions that wait for a lecturer.
    calling: Mapped[int] = mapped_column(default=0)
    open_questions: Mapped[int] = mapped_column(default=0)
    lessons_finished: Mapped[int] = mapped_column(default=0)
    #: How many people have finished so many lessons, and were there at so many meetings: {"lessons": {"2": 17}, …}.
    spread: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The medians of both, for lists to be sorted by; empty where nobody is enrolled.
    lessons_median: Mapped[float | None]
    times_median: Mapped[float | None]


class CohortSnapshot(_Numbers, db.Model):
    """The numbers of one cohort: the latest of each week."""

    __tablename__ = "cohort_snapshot"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(6))
    #: No later one was taken: lists read these alone.
    is_latest: Mapped[bool] = mapped_column(default=True)

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (Index(None, "district_code", "is_latest"),)


class DistrictSnapshot(_Numbers, db.Model):
    """The numbers of one district, or of a whole city: everybody in it is counted once, in however many cohorts she is."""

    __tablename__ = "district_snapshot"

    #: A district's code, or the name of a city.
    place: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: How many living cohorts it has.
    cohorts: Mapped[int] = mapped_column(default=0)
