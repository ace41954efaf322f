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
from college.cohorts.imports_before import write_over
from college.cohorts.imports_effects import fates_of, fields_written, missing_now
from college.cohorts.imports_preview import REPORTED_EVERY, decided_rows, keep_fresh
from college.cohorts.membership import bulk_enroll, refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.roster_absent import Missing
from college.cohorts.roster_changes import Change
from college.cohorts.roster_keeping import Kept, Sample, pack
from college.cohorts.roster_models import APPLIED, APPLYING, OPEN, UPDATE, RosterImport
from college.cohorts.roster_rules import ENTERING, Decided, Fate
from college.core import audit, jobs
from college.core.clock import now, today
from college.core.db import db, new_id, run_in_unit
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor

#: What stands beside the fates in the counts of an applied import.
CHANGED, ENDED = "changed", "ended"


@dataclass(frozen=True)
class Ready:
    """The rows as they were put away; while an import is being applied nobody changes them."""

    rows: list[Kept]
    sample: Sample
    #: Names of those who are new, as far as is known by now, and the id that each of them gets.
    names: list[str]
    ids: list[UUID]


@dataclass(frozen=True)
class Again:
    """The rows looked at once more, at the moment of applying."""

    rows: list[Kept]
    fates: list[Decided]
    changed: int
    #: Who is missing in the file.
    gone: Missing


@jobs.handler(APPLY_JOB)
def apply(job: jobs.Running) -> dict[str, Any]:
    """Apply one import. Run twice, or after a worker died half-way, it is applied once or not at all."""
    ready = run_in_unit(lambda: _ready(job), writes=False)
    if ready is None:
        return {}
    keys = _keys(job, ready.names)
    return run_in_unit(lambda: _apply(job, ready, keys))


def _record(job: jobs.Running, *, hold: bool = False) -> RosterImport | None:
    """Give the import that waits for this very job, None when it has been applied already."""
    record = queries_rosters.record(UUID(job.payload["import_id"]), hold=hold)
    return record if record is not None and record.state == APPLYING and record.job_id == job.id else None


def _ready(job: jobs.Running) -> Ready | None:
    """Decrypt the rows before anybody has to wait for this import."""
    record = _record(job)
    if record is None:
        return None
    rows, sample = kept_rows(record)
    names = [one.listed.name for one in fates_of(record, rows) if one.fate is Fate.NEW]
    return Ready(rows, sample, names, [new_id() for _name in names])


def _keys(job: jobs.Running, names: list[str]) -> dict[str, dict[str, str]]:
    """Give the keys that are kept beside names, before anybody has to wait: for 10,000 this takes seconds."""
    keys: dict[str, dict[str, str]] = {}
    for count, name in enumerate(names, start=1):
        if count % REPORTED_EVERY == 0:
            job.report(count, len(names))
        keys[name] = accounts.name_keys(name)
    return keys


def _apply(job: jobs.Running, ready: Ready, keys: dict[str, dict[str, str]]) -> dict[str, Any]:
    queries_rosters.hold_imports()
    record = _record(job, hold=True)
    if record is None:
        return {}
    actor = accounts.actor_for(job.person_id)
    cohort = _cohort(actor, record)
    again = _look_again(actor, cohort, record, ready.rows)
    is_other = again.gone.is_everybody or again.gone.digest != record.choices.get("ending", Missing().digest)
    if again.changed or is_other:
        return _back_to_preview(record, again, ready.sample)
    return _do(actor, cohort, record, again, ready.ids, keys)


def _cohort(actor: Actor, record: RosterImport) -> Cohort:
    try:
        cohort, _record = import_for(actor, record.cohort_id, record.id)
    except (NotFound, NotAllowed) as error:
        raise RuleBroken(_("You may no longer import into this cohort.")) from error
    refuse_archived(cohort)
    return cohort


def _look_again(actor: Actor, cohort: Cohort, record: RosterImport, rows: list[Kept]) -> Again:
    """Decide every row by who is known now, and count those that come out otherwise than the coordinator saw."""
    fresh = decided_rows(actor, cohort, rows)
    fates, seen = fates_of(record, fresh), fates_of(record, rows)
    changed = sum(_outcome(record, now_) != _outcome(record, then) for now_, then in zip(fates, seen, strict=True))
    return Again(fresh, fates, changed, missing_now(cohort, record, fates))


def _outcome(record: RosterImport, one: Decided) -> tuple[Fate, str | None, tuple[Change, ...]]:
    return one.fate, one.person_id, one.changes if record.mode == UPDATE else ()


def _back_to_preview(record: RosterImport, again: Again, sample: Sample) -> dict[str, Any]:
    """Keep the new fates and let the coordinator look once more: nothing is guessed and nothing is applied."""
    keep_fresh(record, again.rows, pack(again.rows, sample))
    record.state, record.changed_count = OPEN, max(1, again.changed)
    db.session.flush()
    return {"changed": again.changed}


def _do(
    actor: Actor,
    cohort: Cohort,
    record: RosterImport,
    again: Again,
    ids: list[UUID],
    keys: dict[str, dict[str, str]],
) -> dict[str, Any]:
    ended_on = {person_id: to_on for person_id, (_status, to_on) in queries_rosters.standing(cohort.id).items()}
    created = _create(again, ids, keys)
    known = [UUID(one.person_id) for one in again.fates if one.fate in ENTERING and one.person_id]
    enrolled = bulk_enroll(
        actor=actor, cohort_id=cohort.id, person_ids=[*created, *known], brought_by=record.id
    )
    counts = dict(Counter(one.fate.value for one in again.fates)) | _beside_adding(actor, cohort, record, again)
    record.deeds = {
        "created": [str(each) for each in created],
        "added": [str(each) for each in enrolled.added],
        "restored": {str(each): _day(ended_on[each]) for each in enrolled.restored},
        "ended": {each.id: _day(today()) for each in again.gone.ending},
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


def _beside_adding(actor: Actor, cohort: Cohort, record: RosterImport, again: Again) -> dict[str, int]:
    """Write what the file says otherwise and end who is missing in it; give of how many people."""
    told = [
        (UUID(one.person_id), row, fields_written(record, one))
        for row, one in zip(again.rows, again.fates, strict=True)
        if one.person_id
    ]
    gone = [UUID(each.id) for each in again.gone.ending]
    done = {
        CHANGED: write_over(actor, record, told),
        ENDED: queries_rosters.end_enrollments(cohort.id, gone, today()),
    }
    return {word: count for word, count in done.items() if count}


def _create(again: Again, ids: list[UUID], keys: dict[str, dict[str, str]]) -> list[UUID]:
    """Make a person of every row that is somebody new; they are the same rows for which ids were made."""
    rows = [(row, one) for row, one in zip(again.rows, again.fates, strict=True) if one.fate is Fate.NEW]
    new = [
        {
            "id": person_id,
            "name": one.listed.name,
            "age_band": one.listed.age_band,
            "outside_id": one.listed.outside_id,
            **(keys.get(one.listed.name) or accounts.name_keys(one.listed.name)),
            **row.phone,
        }
        for person_id, (row, one) in zip(ids, rows, strict=True)
    ]
    return accounts.bulk_create_people(new)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
