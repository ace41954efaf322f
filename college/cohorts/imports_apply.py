"""The job that applies a previewed roster: one transaction, all or nothing, and the same however often it runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.imports import APPLY_JOB, import_for, kept_rows
from college.cohorts.imports_preview import counts_of, keep_rows
from college.cohorts.membership import bulk_enroll, refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.roster_keeping import Kept, Sample, settled
from college.cohorts.roster_known import known_people
from college.cohorts.roster_models import APPLIED, APPLYING, OPEN, RosterImport
from college.cohorts.roster_rules import ENTERING, Decided, Fate, KnownPeople, answered, decide
from college.core import audit, files, jobs
from college.core.clock import now
from college.core.db import db, new_id, run_in_unit
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor


@dataclass(frozen=True)
class Ready:
    """The rows as they were put away; while an import is being applied nobody changes them."""

    rows: list[Kept]
    sample: Sample


@dataclass(frozen=True)
class Again:
    """The rows looked at once more, at the moment of applying."""

    rows: list[Kept]
    fates: list[Decided]
    changed: int


@jobs.handler(APPLY_JOB)
def apply(job: jobs.Running) -> dict[str, Any]:
    """Apply one import. Run twice, or after a worker died half-way, it is applied once or not at all."""
    ready = run_in_unit(lambda: _ready(job), writes=False)
    return run_in_unit(lambda: _apply(job, ready)) if ready else {}


def _record(job: jobs.Running, *, hold: bool = False) -> RosterImport | None:
    """Give the import that waits for this very job, None when it has been applied already."""
    record = queries_rosters.record(UUID(job.payload["import_id"]), hold=hold)
    return record if record is not None and record.state == APPLYING and record.job_id == job.id else None


def _ready(job: jobs.Running) -> Ready | None:
    """Decrypt the rows before anybody has to wait for this import."""
    record = _record(job)
    return Ready(*kept_rows(record)) if record is not None else None


def _apply(job: jobs.Running, ready: Ready) -> dict[str, Any]:
    queries_rosters.hold_imports()
    record = _record(job, hold=True)
    if record is None:
        return {}
    actor = accounts.actor_for(job.person_id)
    cohort = _cohort(actor, record)
    again = _look_again(actor, cohort, record, ready.rows)
    if again.changed:
        return _back_to_preview(record, again, ready.sample)
    return _do(actor, cohort, record, again)


def _cohort(actor: Actor, record: RosterImport) -> Cohort:
    try:
        cohort, _record = import_for(actor, record.cohort_id, record.id)
    except (NotFound, NotAllowed) as error:
        raise RuleBroken(_("You may no longer import into this cohort.")) from error
    refuse_archived(cohort)
    return cohort


def _look_again(actor: Actor, cohort: Cohort, record: RosterImport, rows: list[Kept]) -> Again:
    """Decide every row by who is known now, and count those that come out otherwise than the coordinator saw."""
    people = [row.decided.listed for row in rows]
    known = known_people(actor, cohort, {each.phone_key for each in people if each.phone_key})
    fresh = [Kept(one, row.phone) for one, row in zip(decide(people, known), rows, strict=True)]
    fates = [_answered(row, record, known) for row in fresh]
    seen = [settled(row, record.answers.get(str(row.decided.listed.number))) for row in rows]
    changed = sum(_outcome(now_) != _outcome(then) for now_, then in zip(fates, seen, strict=True))
    return Again(fresh, fates, changed)


def _answered(row: Kept, record: RosterImport, known: KnownPeople) -> Decided:
    return answered(row.decided, record.answers.get(str(row.decided.listed.number)), known)


def _outcome(one: Decided) -> tuple[Fate, str | None]:
    return one.fate, one.person_id


def _back_to_preview(record: RosterImport, again: Again, sample: Sample) -> dict[str, Any]:
    """Keep the new fates and let the coordinator look once more: nothing is guessed and nothing is applied."""
    files.discard(record.rows_id)
    record.rows_id = keep_rows(record, again.rows, sample)
    record.counts = counts_of(again.rows)
    asking = {str(row.decided.listed.number): row for row in again.rows if row.decided.fate is Fate.ASK}
    record.answers = {
        number: word
        for number, word in record.answers.items()
        if number in asking and settled(asking[number], word).fate is not Fate.ASK
    }
    record.state, record.changed_count = OPEN, again.changed
    db.session.flush()
    return {"changed": again.changed}


def _do(actor: Actor, cohort: Cohort, record: RosterImport, again: Again) -> dict[str, Any]:
    ended_on = {person_id: to_on for person_id, (_status, to_on) in queries_rosters.standing(cohort.id).items()}
    created = _create(again)
    known = [UUID(one.person_id) for one in again.fates if one.fate in ENTERING and one.person_id]
    enrolled = bulk_enroll(actor=actor, cohort_id=cohort.id, person_ids=[*created, *known])
    counts = dict(Counter(one.fate.value for one in again.fates))
    record.deeds = {
        "created": [str(each) for each in created],
        "added": [str(each) for each in enrolled.added],
        "restored": {str(each): _day(ended_on[each]) for each in enrolled.restored},
    }
    record.state, record.changed_count, record.done_counts = APPLIED, 0, counts
    record.applied_at, record.applied_by = now(), actor.person_id
    db.session.flush()
    audit.record(
        actor,
        "import.apply",
        subject=f"import:{record.id}",
        district=cohort.district_code,
        cohort=str(cohort.id),
        file_hash=record.file_hash,
        counts=counts,
    )
    return {"counts": counts}


def _create(again: Again) -> list[UUID]:
    """Make a person of every row that is somebody new."""
    new = [
        {
            "id": new_id(),
            "name": one.listed.name,
            "age_band": one.listed.age_band,
            "outside_id": one.listed.outside_id,
            **row.phone,
        }
        for row, one in zip(again.rows, again.fates, strict=True)
        if one.fate is Fate.NEW
    ]
    return accounts.bulk_create_people(new)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
