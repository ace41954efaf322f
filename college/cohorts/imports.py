"""Roster imports for coordinators: uploading one, saying what is asked, having it applied. Jobs do the long parts."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from flask_babel import gettext as _

from college.cohorts import queries_rosters
from college.cohorts.imports_columns import remember
from college.cohorts.imports_effects import fates_of, missing_now, written_count
from college.cohorts.membership import cohort_for, refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.roster_absent import Missing
from college.cohorts.roster_columns import BY_HAND, NAME
from college.cohorts.roster_keeping import Kept, Sample, pack, settled, unpack
from college.cohorts.roster_models import APPLIED, APPLYING, COLUMNS, OPEN, READING, UNDONE, RosterImport
from college.cohorts.roster_rules import ENTERING, Fate
from college.cohorts.roster_words import Said
from college.cohorts.rules import derived_id
from college.core import ciphers, files, jobs
from college.core.clock import now
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission

log = structlog.get_logger()

#: How long the uploaded file and its checked rows are kept.
KEPT_FOR = timedelta(hours=24)
#: What the jobs are called, and what the kept files are for.
PREVIEW_JOB, APPLY_JOB = "roster.preview", "roster.apply"
PURPOSE_FILE, PURPOSE_ROWS = "roster.file", "roster.rows"


def speak(said: Said) -> str:
    """Give a sentence of the rules in the reader's language."""
    return _(said.msgid, **said.values)


def speak_kept(kept: list) -> str:
    """Give a sentence that was put away (`Said.as_list`) in the reader's language."""
    return speak(Said.from_list(kept))


def import_for(
    actor: Actor, cohort_id: UUID, import_id: UUID, *, hold: bool = False
) -> tuple[Cohort, RosterImport]:
    """Give a cohort over which the actor may import and one of its imports; NotFound when either is foreign.

    With ``hold`` nobody else changes the import until the end of the unit of work.
    """
    cohort = cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    record = queries_rosters.record(import_id, hold=hold)
    if record is None or record.cohort_id != cohort.id:
        raise NotFound
    return cohort, record


def start(*, actor: Actor, cohort_id: UUID, form_id: UUID, file_name: str, data: bytes) -> RosterImport:
    """Keep an uploaded roster and have it read by a job; the same file sent twice by one form is one import.

    Another file from the same form (``form_id``), as after the browser's way back, is another import. Raises RuleBroken when the cohort is in the archive. What the file is worth is only known once it is read.
    """
    cohort = cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    refuse_archived(cohort)
    digest = hashlib.sha256(data)
    import_id = derived_id(derived_id(form_id, cohort_id), UUID(bytes=digest.digest()[:16]))
    is_new = insert_once(
        RosterImport,
        id=import_id,
        cohort_id=cohort_id,
        district_code=cohort.district_code,
        made_by=actor.person_id,
        file_name=_short(file_name),
        file_hash=digest.hexdigest(),
    )
    _cohort, record = import_for(actor, cohort_id, import_id)
    if is_new:
        stored = files.keep(
            record.file_name,
            "application/octet-stream",
            data,
            owner_id=actor.person_id,
            expires_at=now() + KEPT_FOR,
            purpose=PURPOSE_FILE,
        )
        record.file_id = stored.id
        _read(actor, record)
    return record


def _short(file_name: str) -> str:
    """Give the name of an uploaded file without folders, cut where it is too long to be shown."""
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return name[-100:] or "roster"


def _read(actor: Actor, record: RosterImport) -> None:
    record.state, record.answers, record.choices, record.changed_count = READING, {}, {}, 0
    record.job_id = jobs.enqueue(PREVIEW_JOB, actor=actor, payload={"import_id": str(record.id)}).id
    db.session.flush()


def read_again(actor: Actor, record: RosterImport) -> None:
    """Have the file of an import read once more by a job; what was answered is asked anew."""
    _read(actor, record)


def say_columns(
    *, actor: Actor, cohort_id: UUID, import_id: UUID, where: dict[str, int], is_first_row_heading: bool
) -> RosterImport:
    """Take what a person says about which column is which, and read the file again.

    ``where`` maps what `BY_HAND` names to columns counted from 0. Raises RuleBroken when the name has no
    column, when one column is to hold two things, or when the file's time is over.
    """
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state not in (COLUMNS, OPEN):
        return record
    _rows, sample = kept_rows(record)
    if NAME not in where or not set(where) <= set(BY_HAND):
        raise RuleBroken(_("Please say which column holds the names."))
    if len(set(where.values())) < len(where):
        raise RuleBroken(_("One column can hold only one thing. Please choose different columns."))
    header_row = sample.first_row if is_first_row_heading else sample.first_row - 1
    record.by_hand = {**_class_of(record), "sheet": sample.sheet, "header_row": header_row, "where": where}
    if is_first_row_heading:
        remember(cohort, sample, where)
    _read(actor, record)
    return record


def _class_of(record: RosterImport) -> dict[str, str]:
    """Give the class that was chosen among those of the file: other columns leave it chosen."""
    return {"group": record.by_hand["group"]} if record.by_hand.get("group") else {}


def kept_rows(record: RosterImport) -> tuple[list[Kept], Sample]:
    """Give the checked rows of an import. Raises RuleBroken once their time is over."""
    packed = files.read(record.rows_id)
    if packed is None:
        raise RuleBroken(_("The file was kept for 24 hours and is gone now. Please upload it again."))
    try:
        return unpack(packed)
    except (ValueError, zlib.error) as error:
        raise RuleBroken(_("This preview was made by an older version. Please upload the file again.")) from error


@ciphers.holds_ciphers(PURPOSE_ROWS)
def renew_rows(data: bytes, renew: Callable[[str], str]) -> bytes:
    """Give kept rows with the cipher of each telephone given through ``renew``: for a change of keys.

    Rows that an older version put away come back as they are; nobody can apply them.
    """
    try:
        rows, sample = unpack(data)
    except (ValueError, zlib.error) as error:
        log.info("kept rows of an older version", reason=type(error).__name__)
        return data
    renewed = [
        Kept(row.decided, row.phone | {"phone_cipher": renew(cipher)})
        if (cipher := row.phone.get("phone_cipher"))
        else row
        for row in rows
    ]
    return pack(renewed, sample)


def answer(*, actor: Actor, cohort_id: UUID, import_id: UUID, row_number: int, word: str) -> RosterImport:
    """Keep what the coordinator says about one row: who it is, somebody new, or left out.

    ``word`` is `AS_NEW`, `LEAVE` or `SAME` with a candidate's key. Raises RuleBroken when that row asks nothing
    or never offered this answer.
    """
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state != OPEN:
        raise RuleBroken(_("This import can no longer be changed."))
    rows, _sample = kept_rows(record)
    row = next((each for each in rows if each.decided.listed.number == row_number), None)
    if row is None or row.decided.fate is not Fate.ASK or settled(row, word).fate is Fate.ASK:
        raise RuleBroken(_("This row has changed. Load the page again and choose anew."))
    record.answers = {**record.answers, str(row_number): word}
    db.session.flush()
    return record


def open_questions(record: RosterImport) -> int:
    """Give how many rows still wait for an answer."""
    return record.counts.get(Fate.ASK, 0) - len(record.answers)


def entering(rows: list[Kept], answers: dict[str, str]) -> int:
    """Give how many rows put somebody into the cohort once the questions are answered like this."""
    fates = Counter(settled(row, answers.get(str(row.decided.listed.number))).fate for row in rows)
    return sum(fates[fate] for fate in ENTERING)


def request_apply(
    *, actor: Actor, cohort_id: UUID, import_id: UUID, is_wrong_left_out: bool, ending: int = 0
) -> RosterImport:
    """Have an import applied by a job; asking twice applies it once.

    ``ending`` is of how many missing people she said that their enrollment ends. Raises RuleBroken while rows wait
    for an answer, while the wrong ones are not left out by a yes, when the missing ones are others than she said yes
    to or everybody, when nothing would happen, and when its rows are no longer kept.
    """
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state in (APPLIED, UNDONE) or (record.state == APPLYING and not is_stuck(record)):
        return record
    if record.state not in (OPEN, APPLYING):
        raise RuleBroken(_("This file is still being read."))
    rows, _sample = kept_rows(record)
    if open_questions(record) > 0:
        raise RuleBroken(_("Some rows still ask who is meant. Please answer them first."))
    if record.counts.get(Fate.WRONG, 0) and not is_wrong_left_out:
        raise RuleBroken(_("Please tick that the rows with mistakes are left out, or correct the file and upload it again."))
    fates = fates_of(record, rows)
    gone = missing_now(cohort, record, fates)
    _refuse_missing(gone, ending)
    if not (entering(rows, record.answers) or written_count(record, fates) or gone.ending):
        raise RuleBroken(_("No row of this file would bring anybody into the cohort."))
    record.choices = {**record.choices, "ending": gone.digest}
    record.state = APPLYING
    record.job_id = jobs.enqueue(APPLY_JOB, actor=actor, payload={"import_id": str(record.id)}).id
    db.session.flush()
    return record


def _refuse_missing(gone: Missing, said: int) -> None:
    if gone.is_everybody:
        raise RuleBroken(_("Nobody of this cohort stands in this file, so it may be the list of another one. Nobody was taken out."))
    if gone.ending and said != len(gone.ending):
        raise RuleBroken(_("Please tick that the enrollment of those who are missing in the file ends, or let them stay."))


def job_of(record: RosterImport) -> jobs.Job | None:
    """Give the job that reads or applies an import, for whoever may see the import."""
    return db.session.get(jobs.Job, record.job_id) if record.job_id else None


def is_stuck(record: RosterImport) -> bool:
    """Say whether the job of an import is over although the import still waits for it."""
    job = job_of(record)
    return record.state in (READING, APPLYING) and (job is None or job.is_over)
