"""A row of a preview corrected on the page: checked anew at once with all others, without a new file."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts.imports import import_for, kept_rows
from college.cohorts.imports_preview import decided_rows, keep_fresh
from college.cohorts.membership import refuse_archived
from college.cohorts.roster_keeping import Kept
from college.cohorts.roster_mending import Typed, mend
from college.cohorts.roster_models import OPEN
from college.cohorts.roster_words import Said
from college.core.errors import RuleBroken
from college.core.permissions import Actor


def row_of(rows: list[Kept], number: int) -> Kept:
    """Give the row with this number of the file. Raises RuleBroken when there is none."""
    row = next((each for each in rows if each.decided.listed.number == number), None)
    if row is None:
        raise RuleBroken(_("This row has changed. Load the page again and choose anew."))
    return row


def mend_row(*, actor: Actor, cohort_id: UUID, import_id: UUID, row_number: int, typed: Typed) -> dict[str, Said]:
    """Take what was typed for one row and give every row its fate anew; give what is wrong with it, by field.

    With anything wrong nothing is kept. Answers stay where their rows still ask the same. Raises RuleBroken when
    the import is no longer looked at or has no such row.
    """
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state != OPEN:
        raise RuleBroken(_("This import can no longer be changed."))
    rows, sample = kept_rows(record)
    before = row_of(rows, row_number)
    after, wrong = mend(before, typed, accounts.protect_phone)
    if wrong or after is before:
        return wrong
    fresh = decided_rows(actor, cohort, [after if row is before else row for row in rows])
    keep_fresh(record, fresh, sample)
    return {}
