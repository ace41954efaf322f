"""The record of a roster import: what was uploaded, what was decided, what it did and how that is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id

#: Its states: being read; asking which column is which; open to look at; being applied; done; taken back; unreadable.
READING, COLUMNS, OPEN = "reading", "columns", "open"
APPLYING, APPLIED, UNDONE, FAILED = "applying", "applied", "undone", "failed"
STATES = (READING, COLUMNS, OPEN, APPLYING, APPLIED, UNDONE, FAILED)


class RosterImport(db.Model):
    """One uploaded roster of one cohort. Names and telephones are only in the encrypted files, for a day."""

    __tablename__ = "roster_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    state: Mapped[str] = mapped_column(String(10), default=READING)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    made_by: Mapped[UUID | None]
    file_name: Mapped[str] = mapped_column(String(120))
    #: SHA-256 of the file as it was uploaded.
    file_hash: Mapped[str] = mapped_column(String(64))
    #: The file itself and its checked rows, as `core.files` keeps them until their time is over.
    file_id: Mapped[UUID | None]
    rows_id: Mapped[UUID | None]
    job_id: Mapped[UUID | None]
    encoding: Mapped[str] = mapped_column(String(20), default="")
    #: Which column is which, when a person said so: sheet, header_row, where.
    by_hand: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Sentences about the file, and the one that says why it cannot be read (`Said.as_list`).
    remarks: Mapped[list[Any]] = mapped_column(default=list)
    failed: Mapped[list[Any]] = mapped_column(default=list)
    #: How many rows have each fate.
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Number of a row → what the coordinator said about it.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: How many rows were found changed when it was about to be applied.
    changed_count: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_by: Mapped[UUID | None]
    #: How many rows came to what, once it was applied.
    done_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Ids of people made, of people enrolled, and of those restored with the day on which they had ended.
    deeds: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[UUID | None]
    undone_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        Index(None, "cohort_id", "made_at"),
    )
