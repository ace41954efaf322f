"""What a coordinator chooses about an import that waits for her yes: its mode, and single people and fields of it."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.cohorts.imports import import_for, kept_rows
from college.cohorts.imports_effects import fates_of, missing_now
from college.cohorts.imports_mending import row_of
from college.cohorts.membership import refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.roster_keeping import settled
from college.cohorts.roster_models import ABSENT, MODES, OPEN, RosterImport
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor


def _open(actor: Actor, cohort_id: UUID, import_id: UUID) -> tuple[Cohort, RosterImport]:
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state != OPEN:
        raise RuleBroken(_("This import can no longer be changed."))
    return cohort, record


def choose_mode(*, actor: Actor, cohort_id: UUID, import_id: UUID, mode: str) -> RosterImport:
    """Say what an import does beside adding: one of `MODES`; saying the same again changes nothing.

    Raises NotFound for another word, RuleBroken when nobody can be missing in this file, because it tells only of
    what changed.
    """
    _cohort, record = _open(actor, cohort_id, import_id)
    if mode not in MODES:
        raise NotFound
    if mode == ABSENT and kept_rows(record)[1].is_partial:
        raise RuleBroken(_("This file only tells what has changed, so it cannot say who is missing."))
    record.mode = mode
    db.session.flush()
    return record


def overwrite(
    *, actor: Actor, cohort_id: UUID, import_id: UUID, row_number: int, field: str, is_wanted: bool
) -> RosterImport:
    """Let the file overwrite a field that a hand had changed, or let it stay after all.

    Raises RuleBroken when this row says nothing otherwise about such a field.
    """
    _cohort, record = _open(actor, cohort_id, import_id)
    number = str(row_number)
    rows, _sample = kept_rows(record)
    one = settled(row_of(rows, row_number), record.answers.get(number))
    if not any(each.field == field and each.is_by_hand for each in one.changes):
        raise RuleBroken(_("This row has changed. Load the page again and choose anew."))
    every = dict(record.choices.get("overwrite", {}))
    fields = {*every.get(number, []), field} if is_wanted else {*every.get(number, [])} - {field}
    every[number] = sorted(fields)
    record.choices = {**record.choices, "overwrite": every}
    db.session.flush()
    return record


def end_by_hand_too(*, actor: Actor, cohort_id: UUID, import_id: UUID, is_wanted: bool) -> RosterImport:
    """Count people who were enrolled by hand among the missing ones, or no longer."""
    _cohort, record = _open(actor, cohort_id, import_id)
    record.choices = {**record.choices, "by_hand": is_wanted}
    db.session.flush()
    return record


def let_stay(*, actor: Actor, cohort_id: UUID, import_id: UUID, person_id: UUID, is_wanted: bool) -> RosterImport:
    """Let somebody stay in the cohort although she is missing in the file, or no longer; NotFound when she is not."""
    cohort, record = _open(actor, cohort_id, import_id)
    rows, _sample = kept_rows(record)
    found = missing_now(cohort, record, fates_of(record, rows))
    if str(person_id) not in {each.id for each in (*found.ending, *found.staying)}:
        raise NotFound
    stay = {*record.choices.get("stay", [])}
    stay = stay | {str(person_id)} if is_wanted else stay - {str(person_id)}
    record.choices = {**record.choices, "stay": sorted(stay)}
    db.session.flush()
    return record
