"""A row of a preview corrected on the page: checked anew at once with all others, without a new file."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts.imports import import_for, kept_rows
from college.cohorts.imports_preview import decided_rows, keep_fresh
from college.cohorts.membership import refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.roster_keeping import Kept, pack
from college.cohorts.roster_mending import Typed, mend
from college.cohorts.roster_models import OPEN, RosterImport
from college.cohorts.roster_words import Said
from college.core.db import ATTEMPTS, let_others_write, run_in_unit
from college.core.errors import RuleBroken
from college.core.permissions import Actor


@dataclass(frozen=True)
class Mended:
    """What mending a row comes to: what is wrong with it, else all rows anew, also packed; nothing for no change."""

    #: The rows that were looked at, as `RosterImport.rows_id` names them.
    rows_id: UUID | None
    wrong: dict[str, Said]
    rows: list[Kept] = field(default_factory=list)
    packed: bytes = b""


def row_of(rows: list[Kept], number: int) -> Kept:
    """Give the row with this number of the file. Raises RuleBroken when there is none."""
    row = next((each for each in rows if each.decided.listed.number == number), None)
    if row is None:
        raise _changed()
    return row


def mend_row(*, actor: Actor, cohort_id: UUID, import_id: UUID, row_number: int, typed: Typed) -> dict[str, Said]:
    """Take what was typed for one row and give every row its fate anew; give what is wrong with it, by field.

    With anything wrong nothing is kept. Answers stay where their rows still ask the same. All rows are looked at while
    others may write, so call it before anything is written; when somebody else mended a row meanwhile, they are looked
    at again. Raises RuleBroken when the import is no longer looked at or has no such row.
    """
    for _attempt in range(ATTEMPTS):
        let_others_write()
        mended = run_in_unit(lambda: _mended(actor, cohort_id, import_id, row_number, typed), writes=False)
        if mended.wrong or not mended.packed:
            return mended.wrong
        _cohort, record = _open(actor, cohort_id, import_id, hold=True)
        if record.rows_id == mended.rows_id:
            keep_fresh(record, mended.rows, mended.packed)
            return {}
    raise _changed()


def _mended(actor: Actor, cohort_id: UUID, import_id: UUID, row_number: int, typed: Typed) -> Mended:
    """Look at all rows with the mended one among them, and keep nothing."""
    cohort, record = _open(actor, cohort_id, import_id)
    rows_id, (rows, sample) = record.rows_id, kept_rows(record)
    before = row_of(rows, row_number)
    after, wrong = mend(before, typed, accounts.protect_phone)
    if wrong or after is before:
        return Mended(rows_id, wrong)
    fresh = decided_rows(actor, cohort, [after if row is before else row for row in rows])
    return Mended(rows_id, {}, fresh, pack(fresh, sample))


def _open(actor: Actor, cohort_id: UUID, import_id: UUID, *, hold: bool = False) -> tuple[Cohort, RosterImport]:
    cohort, record = import_for(actor, cohort_id, import_id, hold=hold)
    refuse_archived(cohort)
    if record.state != OPEN:
        raise RuleBroken(_("This import can no longer be changed."))
    return cohort, record


def _changed() -> RuleBroken:
    return RuleBroken(_("This row has changed. Load the page again and choose anew."))
