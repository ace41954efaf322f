"""Choosing what of a roster file is read: another sheet, all sheets that are alike, or one class."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.cohorts.imports import import_for, kept_rows, read_again
from college.cohorts.membership import refuse_archived
from college.cohorts.roster_models import COLUMNS, OPEN, RosterImport
from college.core.errors import RuleBroken
from college.core.permissions import Actor


def choose_part(*, actor: Actor, cohort_id: UUID, import_id: UUID, sheet: str, group: str) -> RosterImport:
    """Have another part of an uploaded file read; choosing what is read already changes nothing.

    ``sheet`` and ``group`` are those of a `Part` that was offered. Raises RuleBroken for any other, when the file's
    time is over, and when the cohort is in the archive.
    """
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state not in (COLUMNS, OPEN):
        return record
    _rows, sample = kept_rows(record)
    if (sheet, group) not in {(each.sheet, each.group) for each in sample.parts}:
        raise RuleBroken(_("This part is not in the file. Load the page again and choose anew."))
    chosen = next((each.group for each in sample.parts if each.group and each.is_taken), "")
    if (sheet, group) == (sample.sheet, chosen):
        return record
    stays = record.by_hand if sheet == sample.sheet else {}
    record.by_hand = {**stays, "sheet": sheet, "group": group}
    read_again(actor, record)
    return record
