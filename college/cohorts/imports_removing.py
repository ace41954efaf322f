"""Deleting people whom an import that was taken back had made and nobody has met: a few at a time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.roster_models import UNDONE, RosterImport
from college.core import jobs
from college.core.db import db, run_in_unit
from college.core.permissions import Actor

REMOVE_JOB = "roster.remove"
#: Why somebody stays of whom only the database knows that something is kept of her.
HOLDS = "holds"
#: So many people are deleted in one unit of work, and no more than so many without a job.
AT_ONCE = 300
#: What of `RosterImport.deeds` and `undone_counts` says who still waits to be deleted, and how many do.
WAITING = "removing"


def remove_soon(actor: Actor, record: RosterImport, person_ids: list[UUID]) -> None:
    """Delete these people now when they are few, else have a job do it; the caller holds the record."""
    if len(person_ids) <= AT_ONCE:
        _count(record, len(person_ids), _removed(record.cohort_id, person_ids))
        return
    record.deeds = {**record.deeds, WAITING: [str(each) for each in person_ids]}
    record.undone_counts = {**record.undone_counts, WAITING: len(person_ids)}
    record.job_id = jobs.enqueue(REMOVE_JOB, actor=actor, payload={"import_id": str(record.id)}).id


def go_on(actor: Actor, record: RosterImport) -> None:
    """Have the rest deleted by a new job, when the one that did it is over; for whoever holds the record."""
    job = db.session.get(jobs.Job, record.job_id) if record.job_id else None
    if record.state == UNDONE and record.deeds.get(WAITING) and (job is None or job.is_over):
        record.job_id = jobs.enqueue(REMOVE_JOB, actor=actor, payload={"import_id": str(record.id)}).id


@jobs.handler(REMOVE_JOB)
def remove(job: jobs.Running) -> dict[str, Any]:
    """Delete who waits for it, a unit of work for each few; begun again after a worker died it does the rest."""
    total = 0
    while True:
        left, done = run_in_unit(lambda: _remove_some(job))
        total += done
        job.report(total, total + left)
        if not left:
            return {"removed": total}


def _remove_some(job: jobs.Running) -> tuple[int, int]:
    """Delete the next few; give how many are left, and how many were looked at."""
    queries_rosters.hold_imports()
    record = queries_rosters.record(UUID(job.payload["import_id"]), hold=True)
    if record is None or record.job_id != job.id:
        return 0, 0
    waiting = [UUID(each) for each in record.deeds.get(WAITING, [])]
    some, left = waiting[:AT_ONCE], waiting[AT_ONCE:]
    _count(record, len(some), _removed(record.cohort_id, some))
    record.deeds = {**record.deeds, WAITING: [str(each) for each in left]}
    record.undone_counts = {**record.undone_counts, WAITING: len(left)}
    db.session.flush()
    return len(left), len(some)


def _count(record: RosterImport, looked_at: int, removed: int) -> None:
    counts, holding = dict(record.undone_counts), looked_at - removed
    counts["gone"] += removed
    if holding:
        counts["stayed"] += holding
        counts["reasons"] = {**counts["reasons"], HOLDS: counts["reasons"].get(HOLDS, 0) + holding}
    record.undone_counts = counts


def _removed(cohort_id: UUID, person_ids: list[UUID]) -> int:
    """Delete those of these people of whom still nothing is kept, and who did not come back; give how many."""
    back = queries_rosters.active_among(person_ids)
    touched = accounts.touched(person_ids)
    free = [each for each in person_ids if each not in back and each not in touched]
    if _is_deleted(cohort_id, free):
        return len(free)
    return sum(_is_deleted(cohort_id, [each]) for each in free)


def _is_deleted(cohort_id: UUID, person_ids: Collection[UUID]) -> bool:
    """Try to delete these people; the database itself says whether anything still points at one of them."""
    try:
        with db.session.begin_nested():
            queries_rosters.delete_enrollments(cohort_id, person_ids)
            accounts.delete_untouched(person_ids)
    except IntegrityError:
        return False
    return True
