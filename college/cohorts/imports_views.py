"""What the pages of roster imports show: how far one is, its rows a page at a time, the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.imports import entering, import_for, is_stuck, job_of, kept_rows, open_questions
from college.cohorts.imports_removing import HOLDS
from college.cohorts.imports_undo import ELSEWHERE
from college.cohorts.membership import cohort_for
from college.cohorts.models import Cohort
from college.cohorts.roster_keeping import Kept, Sample, settled
from college.cohorts.roster_models import APPLIED, APPLYING, COLUMNS, FAILED, OPEN, READING, UNDONE, RosterImport
from college.cohorts.roster_rules import Decided, Fate
from college.core import jobs
from college.core.errors import RuleBroken
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


@dataclass(frozen=True)
class RowLine:
    """One row of the preview: as the file has it, what it comes to, and what was answered."""

    row: Kept
    fate: Decided
    answer: str | None


@dataclass(frozen=True)
class ImportPage:
    """One import as its page shows it."""

    cohort: Cohort
    record: RosterImport
    job: jobs.Job | None
    is_stuck: bool
    names: dict[UUID, str]
    #: None once the rows are no longer kept.
    lines: Page | None = None
    sample: Sample | None = None
    first_names: tuple[str, ...] = ()
    chosen: Fate | None = None
    open_questions: int = 0
    entering: int = 0


@dataclass(frozen=True)
class ImportLine:
    """One line of the list of a cohort's imports."""

    record: RosterImport
    by: str


def import_page(actor: Actor, cohort_id: UUID, import_id: UUID, *, fate: str = "", page: int = 1) -> ImportPage:
    """Give one import as its page shows it; ``fate`` picks the rows that come to this, '' all of them."""
    cohort, record = import_for(actor, cohort_id, import_id)
    people = accounts.people_by_ids({each for each in (record.made_by, record.applied_by, record.undone_by) if each})
    shown = ImportPage(cohort, record, job_of(record), is_stuck(record), {each.id: each.name for each in people.values()})
    try:
        rows, sample = kept_rows(record) if record.rows_id else ([], None)
    except RuleBroken:
        return shown
    chosen = next((each for each in Fate if each == fate), None)
    picked = [row for row in rows if chosen is None or row.decided.fate is chosen]
    lines = page_of_list(picked, page, ROWS_A_PAGE)
    return ImportPage(
        **{name: getattr(shown, name) for name in ("cohort", "record", "job", "is_stuck", "names")},
        lines=Page([_line(row, record) for row in lines.items], lines.total, lines.page, lines.pages) if sample else None,
        sample=sample,
        first_names=tuple(row.decided.listed.name for row in rows if row.decided.listed.name)[:FIRST_NAMES],
        chosen=chosen,
        open_questions=open_questions(record),
        entering=entering(rows, record.answers),
    )


def _line(row: Kept, record: RosterImport) -> RowLine:
    answer = record.answers.get(str(row.decided.listed.number))
    return RowLine(row, settled(row, answer), answer)


def import_lines(actor: Actor, cohort_id: UUID) -> list[ImportLine]:
    """Give the imports of a cohort, the latest first."""
    cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    records = queries_rosters.records_of(cohort_id)
    people = accounts.people_by_ids({record.made_by for record in records if record.made_by})
    return [
        ImportLine(record, people[record.made_by].name if record.made_by in people else "") for record in records
    ]
