"""What the pages of roster imports show: how far one is, its rows a page at a time, the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.hand_edits import hand_edits_of
from college.cohorts.imports import import_for, is_stuck, job_of, kept_rows, open_questions
from college.cohorts.imports_columns import Remembered, remembered_in
from college.cohorts.imports_effects import fates_of, missing_now, overwritten, written_count
from college.cohorts.imports_preview import REMEMBERED
from college.cohorts.imports_removing import HOLDS
from college.cohorts.imports_undo import ELSEWHERE, Plan
from college.cohorts.membership import cohort_for
from college.cohorts.models import Cohort
from college.cohorts.roster_absent import Missing
from college.cohorts.roster_keeping import Kept, Sample
from college.cohorts.roster_models import APPLIED, APPLYING, COLUMNS, FAILED, OPEN, READING, UNDONE, UPDATE, RosterImport
from college.cohorts.roster_rules import ENTERING, Decided, Fate
from college.core import jobs
from college.core.errors import RuleBroken
from college.core.names import sort_key
from college.core.pages import Page, page_of_list
from college.core.permissions import Actor, Permission

ROWS_A_PAGE = 50
#: How many names are shown so that a wrong encoding is seen at once.
FIRST_NAMES = 3

FATE_NAMES = {
    Fate.ASK: _l("Please decide"),
    Fate.WRONG: _l("With a mistake"),
    Fate.NEW: _l("New, joins"),
    Fate.KNOWN: _l("Known, joins"),
    Fate.BACK: _l("Comes back"),
    Fate.HERE: _l("In the cohort already"),
    Fate.TWICE: _l("Listed twice"),
    Fate.ASIDE: _l("Left aside"),
    Fate.LEFT: _l("Left out by you"),
}
FIELD_NAMES = {
    "name": _l("Name"),
    "phone": _l("Phone"),
    "age_band": _l("Age"),
    "age": _l("Age"),
    "outside_id": _l("Student number"),
    "district": _l("District"),
}
STATE_NAMES = {
    READING: _l("Being read"),
    COLUMNS: _l("Waits for the columns"),
    OPEN: _l("Waits for your yes"),
    APPLYING: _l("Being imported"),
    APPLIED: _l("Imported"),
    UNDONE: _l("Taken back"),
    FAILED: _l("Could not be read"),
}
STAYING_NAMES = {
    accounts.OPENED: _l("has signed in"),
    accounts.EDITED: _l("was changed by hand"),
    accounts.WORKS: _l("works for the college"),
    ELSEWHERE: _l("is in another cohort too"),
    "steps": _l("has begun to learn"),
    "shown": _l("showed in person what she can"),
    "questions": _l("has asked questions"),
    "attendance": _l("was at a meeting"),
    "certificate": _l("has a certificate"),
    HOLDS: _l("has other records"),
}


#: What may be picked beside a fate: rows that say something otherwise, and people who are missing in the file.
CHANGES, MISSING = "changes", "missing"


@dataclass(frozen=True)
class RowLine:
    """One row of the preview: as the file has it, what it comes to, what was answered and what it overwrites."""

    row: Kept
    fate: Decided
    answer: str | None
    overwritten: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportPage:
    """One import as its page shows it."""

    cohort: Cohort
    record: RosterImport
    job: jobs.Job | None
    is_stuck: bool
    names: dict[UUID, str]
    #: Rows, or with `MISSING` people; None once the rows are no longer kept.
    lines: Page | None = None
    sample: Sample | None = None
    first_names: tuple[str, ...] = ()
    #: A fate, `CHANGES`, `MISSING`, or '' for all rows.
    chosen: str = ""
    open_questions: int = 0
    entering: int = 0
    #: Of how many people the file says something otherwise, and of how many that is written.
    differing: int = 0
    written: int = 0
    missing: Missing = field(default_factory=Missing)
    #: The row that is being mended.
    mend: Kept | None = None
    #: Person → field → who changed it by hand and when, for the rows shown.
    by_hand: dict[str, dict[str, tuple[str, datetime]]] = field(default_factory=dict)
    #: What is remembered of the file's headings, when they were read by it.
    remembered: Remembered | None = None


@dataclass(frozen=True)
class ImportLine:
    """One line of the list of a cohort's imports."""

    record: RosterImport
    by: str


def import_page(
    actor: Actor, cohort_id: UUID, import_id: UUID, *, fate: str = "", page: int = 1, mend: int | None = None
) -> ImportPage:
    """Give one import as its page shows it.

    ``fate`` picks the rows that come to this, `CHANGES`, or `MISSING`; anything else is all rows. ``mend`` is the
    number of the row that is being mended.
    """
    cohort, record = import_for(actor, cohort_id, import_id)
    people = accounts.people_by_ids({each for each in (record.made_by, record.applied_by, record.undone_by) if each})
    shown = ImportPage(cohort, record, job_of(record), is_stuck(record), {each.id: each.name for each in people.values()})
    try:
        rows, sample = kept_rows(record) if record.rows_id else ([], None)
    except RuleBroken:
        return shown
    if sample is None:
        return shown
    fates = fates_of(record, rows)
    gone = missing_now(cohort, record, fates) if record.state == OPEN else Missing()
    picked = _picked(record, fate, rows, fates, gone)
    lines = page_of_list(picked, page, ROWS_A_PAGE)
    return replace(
        shown,
        lines=lines,
        sample=sample,
        first_names=tuple(row.decided.listed.name for row in rows if row.decided.listed.name)[:FIRST_NAMES],
        chosen=fate if fate in (*Fate, CHANGES, MISSING) else "",
        open_questions=open_questions(record),
        entering=sum(each.fate in ENTERING for each in fates),
        differing=len({each.person_id for each in fates if each.changes}),
        written=written_count(record, fates),
        missing=gone,
        mend=next((row for row in rows if row.decided.listed.number == mend), None) if record.state == OPEN else None,
        by_hand=_by_hand(lines.items) if record.mode == UPDATE else {},
        remembered=_remembered(cohort, record),
    )


def _picked(record: RosterImport, fate: str, rows: list[Kept], fates: list[Decided], gone: Missing) -> list[Any]:
    if fate == MISSING:
        return [*gone.ending, *gone.by_hand, *gone.staying]
    lines = [_line(row, one, record) for row, one in zip(rows, fates, strict=True)]
    if fate == CHANGES:
        return [line for line in lines if line.fate.changes]
    return [line for line in lines if line.row.decided.fate == fate] if fate in [*Fate] else lines


def _line(row: Kept, one: Decided, record: RosterImport) -> RowLine:
    number = row.decided.listed.number
    return RowLine(row, one, record.answers.get(str(number)), tuple(overwritten(record, number)))


def _by_hand(lines: list[Any]) -> dict[str, dict[str, tuple[str, datetime]]]:
    """Give who changed what by hand, of the people in these lines."""
    ids = {UUID(line.fate.person_id) for line in lines if isinstance(line, RowLine) and line.fate.changes}
    edits = hand_edits_of(ids)
    names = accounts.people_by_ids({edit.edited_by for each in edits.values() for edit in each.values() if edit.edited_by})
    return {
        str(person_id): {
            name: (names[edit.edited_by].name if edit.edited_by in names else "", edit.edited_at)
            for name, edit in each.items()
        }
        for person_id, each in edits.items()
    }


def _remembered(cohort: Cohort, record: RosterImport) -> Remembered | None:
    known_id = record.by_hand.get(REMEMBERED)
    return next((each for each in remembered_in(cohort.district_code) if str(each.id) == known_id), None) if known_id else None


def staying_lines(plan: Plan, page: int) -> Page:
    """Give (name, reasons) of everybody who stays when an import is taken back, a page at a time, by name."""
    people = accounts.people_by_ids(plan.staying)
    ordered = sorted(plan.staying, key=lambda each: (sort_key(people[each].name), each))
    shown = page_of_list(ordered, page, ROWS_A_PAGE)
    return replace(shown, items=[(people[each].name, plan.staying[each]) for each in shown.items])


def import_lines(actor: Actor, cohort_id: UUID) -> list[ImportLine]:
    """Give the imports of a cohort, the latest first."""
    cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    records = queries_rosters.records_of(cohort_id)
    people = accounts.people_by_ids({record.made_by for record in records if record.made_by})
    return [
        ImportLine(record, people[record.made_by].name if record.made_by in people else "") for record in records
    ]
