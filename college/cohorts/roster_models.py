"""The record of a roster import: what was uploaded, what was decided, what it did and how that is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import UtcDateTime, db, new_id

#: Its states: being read; asking which column is which; open to look at; being applied; done; taken back; unreadable.
READING, COLUMNS, OPEN = "reading", "columns", "open"
APPLYING, APPLIED, UNDONE, FAILED = "applying", "applied", "undone", "failed"
STATES = (READING, COLUMNS, OPEN, APPLYING, APPLIED, UNDONE, FAILED)
#: What an import does beside adding: nothing; write what the file says otherwise; end who is missing in the file.
ADD, UPDATE, ABSENT = "add", "update", "absent"
MODES = (ADD, UPDATE, ABSENT)


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
    #: One of `MODES`.
    mode: Mapped[str] = mapped_column(String(8), default=ADD)
    #: What she chose for the mode: ``overwrite`` (row → fields changed by hand that the file overwrites),
    #: ``stay`` (people who stay although they are missing), ``by_hand`` (those enrolled by hand end too),
    #: ``ending`` (how many she said yes to, and a digest of who they are).
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: How many rows were found changed when it was about to be applied.
    changed_count: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_by: Mapped[UUID | None]
    #: How many rows came to what, once it was applied.
    done_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Ids of people made, of people enrolled, of those restored with the day on which they had ended, and of those
    #: whose enrollment it ended with the day.
    deeds: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    #: What it wrote over, as `core.files` keeps it, encrypted, as long as it can be taken back.
    before_id: Mapped[UUID | None]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[UUID | None]
    undone_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        Index(None, "cohort_id", "made_at"),
    )


class KnownColumns(db.Model):
    """What a coordinator said about one set of headings: her district's next file with it is read the same way."""

    __tablename__ = "roster_columns"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    #: SHA-256 over the headings, whatever their order.
    headings_key: Mapped[str] = mapped_column(String(64))
    #: The headings and which of them is what, encrypted: what was taken for headings may be somebody's row.
    said_cipher: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (UniqueConstraint("district_code", "headings_key"),)
