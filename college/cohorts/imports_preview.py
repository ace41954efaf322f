"""The job that reads an uploaded roster and decides the fate of every row, outside any write transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts import roster_reading as reading
from college.cohorts.imports import KEPT_FOR, PREVIEW_JOB, PURPOSE_ROWS, import_for, kept_rows, speak
from college.cohorts.imports_columns import Remembered, remembered_in
from college.cohorts.membership import refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.roster_columns import Columns, remarks_on, without_serial
from college.cohorts.roster_keeping import Kept, Sample, pack, sample_of, settled
from college.cohorts.roster_known import known_people
from college.cohorts.roster_mending import carried
from college.cohorts.roster_models import COLUMNS, FAILED, OPEN, READING, RosterImport
from college.cohorts.roster_picking import pick
from college.cohorts.roster_remarks import lifted
from college.cohorts.roster_remembering import Recalled, recall
from college.cohorts.roster_rules import Decided, Fate, Listed, decide, listed
from college.cohorts.roster_sheet import Row
from college.cohorts.roster_words import N_, Said, Unreadable
from college.core import audit, files, jobs
from college.core.clock import now, today
from college.core.db import db, run_in_unit
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor

#: After so many rows the job says how far it is.
REPORTED_EVERY = 250

#: Where `RosterImport.by_hand` says that the columns are read as somebody said before.
REMEMBERED = "remembered"

Report = Callable[[int, int], None]
#: A row as it reads, and its telephone as it is kept.
CheckedRow = tuple[Listed, dict[str, str | None]]


@dataclass(frozen=True)
class Source:
    """What the job works on, as plain values: nothing here belongs to a transaction."""

    actor: Actor
    import_id: UUID
    cohort_id: UUID
    district_code: str
    district_name: str
    data: bytes | None
    by_hand: dict[str, Any]
    #: Rows that were mended before the file is read again, and the sheet in which they stood.
    mended: dict[int, Kept]
    sheet: str | None
    #: What is remembered of headings in the district.
    known: tuple[Remembered, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A file as far as it could be understood; without ``rows`` a person has to say which column is which."""

    encoding: str
    remarks: list[Said]
    sample: Sample
    rows: list[Kept] | None
    #: What was remembered of its headings.
    remembered: UUID | None


@jobs.handler(PREVIEW_JOB)
def preview(job: jobs.Running) -> dict[str, Any]:
    """Read, map, check and encrypt one roster, and keep what came out; run twice, it keeps the same once."""
    try:
        source = run_in_unit(lambda: _source(job), writes=False)
        if source is None:
            return {}
        checked = _check(source, job.report)
    except Unreadable as fault:
        said = fault.said
        run_in_unit(lambda: _fail(job, said))
        raise RuleBroken(speak(said)) from fault
    packed = pack(checked.rows or [], checked.sample)
    counts: dict[str, int] = run_in_unit(lambda: _keep(job, source, checked, packed))
    return {"counts": counts}


def _record(job: jobs.Running, *, hold: bool = False) -> RosterImport | None:
    """Give the import that waits for this very job; None when another one has taken over."""
    record = queries_rosters.record(UUID(job.payload["import_id"]), hold=hold)
    return record if record is not None and record.state == READING and record.job_id == job.id else None


def _source(job: jobs.Running) -> Source | None:
    record = _record(job)
    if record is None:
        return None
    actor = accounts.actor_for(job.person_id)
    try:
        cohort, record = import_for(actor, record.cohort_id, record.id)
        refuse_archived(cohort)
    except (NotFound, NotAllowed) as error:
        raise Unreadable(N_("You may no longer import into this cohort.")) from error
    mended, sheet = _mended(record)
    return Source(
        actor=actor,
        import_id=record.id,
        cohort_id=cohort.id,
        district_code=cohort.district_code,
        district_name=cohort.district.name,
        data=files.read(record.file_id),
        by_hand=dict(record.by_hand),
        mended=mended,
        sheet=sheet,
        known=tuple(remembered_in(cohort.district_code)),
    )


def _mended(record: RosterImport) -> tuple[dict[int, Kept], str | None]:
    if record.rows_id is None:
        return {}, None
    try:
        rows, sample = kept_rows(record)
    except RuleBroken:
        return {}, None
    return {row.decided.listed.number: row for row in rows if row.decided.listed.mended}, sample.sheet


def _check(source: Source, report: Report) -> Checked:
    if source.data is None:
        raise Unreadable(N_("The file was kept for 24 hours and is gone now. Please upload it again."))
    book = reading.read_apart(source.data)
    recalled = recall(book.sheets, {each.key: each.where for each in source.known}, source.by_hand)
    picked = pick(book, source.by_hand | _wish(recalled))
    sample = replace(sample_of(picked.sheet, picked.columns), parts=picked.parts, is_partial=book.is_partial)
    if not picked.columns.is_enough:
        return Checked(book.encoding, picked.said, sample, None, None)
    if not picked.people:
        raise Unreadable(N_("Below the headings there is nobody. Check that you saved the sheet with the names."))
    columns, serial = without_serial(picked.columns, picked.people)
    checked = _with_mended(source, picked.sheet.name, _checked_rows(source, picked.people, columns, report))
    rows, common = lifted(list(checked))
    remarks = [*picked.said, *remarks_on(columns), *serial, *common]
    remembered = next((each.id for each in source.known if recalled and each.key == recalled.key), None)
    return Checked(book.encoding, remarks, sample, _decided(source, rows), remembered)


def _wish(recalled: Recalled | None) -> dict[str, Any]:
    """Give remembered columns as a person would have pointed them out."""
    if recalled is None:
        return {}
    return {"sheet": recalled.sheet, "header_row": recalled.header_row, "where": recalled.where}


def _checked_rows(
    source: Source, people: list[Row], columns: Columns, report: Report
) -> Iterator[CheckedRow]:
    """Give each row as it reads, with its telephone encrypted: from here on nobody holds the number itself."""
    for count, row in enumerate(people):
        if count % REPORTED_EVERY == 0:
            report(count, len(people))
        each, number = listed(
            row,
            columns,
            district_code=source.district_code,
            district_name=source.district_name,
            today=today(),
        )
        phone = accounts.protect_phone(number)
        yield replace(each, phone_key=phone["phone_hash"]), phone


def _with_mended(source: Source, sheet: str, rows: Iterable[CheckedRow]) -> Iterator[CheckedRow]:
    """Keep what was mended on the page when the same sheet is read again."""
    mended = source.mended if sheet == source.sheet else {}
    for each, phone in rows:
        before = mended.get(each.number)
        yield carried(before, each, phone) if before else (each, phone)


def _decided(source: Source, rows: list[CheckedRow]) -> list[Kept]:
    blank = [Kept(Decided(each, Fate.NEW), phone) for each, phone in rows]
    return run_in_unit(lambda: decide_now(source.actor, source.cohort_id, source.import_id, blank), writes=False)


def decide_now(actor: Actor, cohort_id: UUID, import_id: UUID, rows: list[Kept]) -> list[Kept]:
    """Give each row of an import its fate by who is known at this moment."""
    cohort, _record = import_for(actor, cohort_id, import_id)
    return decided_rows(actor, cohort, rows)


def decided_rows(actor: Actor, cohort: Cohort, rows: list[Kept]) -> list[Kept]:
    """Give each row its fate by who is known at this moment; for callers that asked for the cohort before."""
    people = [row.decided.listed for row in rows]
    known = known_people(actor, cohort, {each.phone_key for each in people if each.phone_key})
    return [Kept(one, row.phone) for one, row in zip(decide(people, known), rows, strict=True)]


def _keep(job: jobs.Running, source: Source, checked: Checked, packed: bytes) -> dict[str, int]:
    record = _record(job, hold=True)
    if record is None:
        return {}
    files.discard(record.rows_id)
    rows = checked.rows or []
    record.rows_id = keep_rows(record, packed)
    record.encoding = checked.encoding
    said = {key: value for key, value in record.by_hand.items() if key != REMEMBERED}
    record.by_hand = said | ({REMEMBERED: str(checked.remembered)} if checked.remembered else {})
    record.remarks = [said.as_list() for said in checked.remarks]
    record.counts = counts_of(rows)
    record.state = COLUMNS if checked.rows is None else OPEN
    db.session.flush()
    audit.record(
        source.actor,
        "import.preview",
        subject=f"import:{record.id}",
        district=record.district_code,
        cohort=str(record.cohort_id),
        file_hash=record.file_hash,
        counts=record.counts,
    )
    return record.counts


def keep_rows(record: RosterImport, packed: bytes) -> UUID:
    """Put the checked rows of an import (`pack`) away, encrypted, for a day; give the id of the file."""
    stored = files.keep(
        "rows",
        "application/octet-stream",
        packed,
        owner_id=record.made_by,
        expires_at=now() + KEPT_FOR,
        purpose=PURPOSE_ROWS,
    )
    return stored.id


def keep_fresh(record: RosterImport, rows: list[Kept], packed: bytes) -> None:
    """Put rows with new fates, and what `pack` made of them, in the place of the old ones.

    Answers stay where their rows still ask the same.
    """
    files.discard(record.rows_id)
    record.rows_id = keep_rows(record, packed)
    record.counts = counts_of(rows)
    asking = {str(row.decided.listed.number): row for row in rows if row.decided.fate is Fate.ASK}
    record.answers = {
        number: word
        for number, word in record.answers.items()
        if number in asking and settled(asking[number], word).fate is not Fate.ASK
    }
    db.session.flush()


def counts_of(rows: list[Kept]) -> dict[str, int]:
    """Give how many rows have each fate."""
    return dict(Counter(row.decided.fate.value for row in rows))


def _fail(job: jobs.Running, said: Said) -> None:
    record = _record(job, hold=True)
    if record is not None:
        record.state, record.failed = FAILED, said.as_list()
        db.session.flush()
