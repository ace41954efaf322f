"""When snapshots are taken: by the worker where something happened, and by a job when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select

from college.board import engagement, snapshots
from college.board.models import CohortSnapshot, DistrictSnapshot
from college.cohorts import service as cohorts
from college.core import jobs
from college.core.clock import now
from college.core.db import db, run_in_unit
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.meetings import service as meetings
from college.progress import service as progress
from college.questions import service as questions

log = structlog.get_logger()

#: Cohorts in which nothing was heard of, that one look of the worker counts at most.
A_LOOK = 200
#: What was heard shortly before the last look is looked at again: a transaction may have ended after it.
OVERLAP = timedelta(minutes=5)
#: Every cohort is counted again after so long, touched or not: people fall silent without doing anything.
STALE = timedelta(hours=20)
JOB = "board.recount"


def refresh(meanwhile: Callable[[], object] = lambda: None) -> int:
    """Count again where something happened since the last look, all of it; give how many cohorts. For the worker.

    The look is over when who was active is counted as well, and only then the next one hears from later on: whatever
    else takes snapshots, and wherever a look breaks off, nothing is passed over. ``meanwhile`` is called every few cohorts.
    """
    since, moment = run_in_unit(progress.counted_at, writes=False), now()
    wanted = run_in_unit(lambda: _wanted(since, moment), writes=False)
    snapshots.recount(wanted, lambda done, total: meanwhile())
    codes = run_in_unit(lambda: _districts_of(wanted) | _with_other_cohorts(since), writes=False)
    snapshots.recount_places(codes)
    engagement.count(moment)
    return len(wanted)


def refresh_safely(meanwhile: Callable[[], object] = lambda: None) -> int:
    """Refresh for the worker: what fails is written down and tried again with the next look, and stops nothing else."""
    try:
        return refresh(meanwhile)
    except Exception:
        db.session.rollback()
        log.exception("snapshots could not be taken")
        return 0


def _districts_of(cohort_ids: Collection[UUID]) -> set[str]:
    return {each.district_code for each in cohorts.cohorts_by_ids(cohort_ids).values()}


def _with_other_cohorts(since: datetime | None) -> set[str]:
    """Give the districts whose living cohorts are others than those that were added up: more, fewer, or lately put away."""
    codes = [each.code for each in cohorts.districts_of()]
    living = cohorts.living_per_district()
    kept = select(DistrictSnapshot.place, DistrictSnapshot.cohorts).order_by(DistrictSnapshot.week)
    known = dict(db.session.execute(kept.where(DistrictSnapshot.place.in_(codes))).tuples().all())
    others = {code for code in codes if living.get(code, 0) != known.get(code, 0)}
    return others | (cohorts.districts_archived_since(since - OVERLAP) if since else set())


def _wanted(since: datetime | None, moment: datetime) -> list[UUID]:
    """Give the cohorts to count: all touched or of another size, and some never counted or counted longest ago."""
    living = cohorts.living_cohort_ids()
    kept = select(CohortSnapshot.cohort_id, CohortSnapshot.taken_at, CohortSnapshot.enrolled)
    taken = {row.cohort_id: row for row in db.session.execute(kept.where(CohortSnapshot.is_latest))}
    touched = _touched(since - OVERLAP) if since else set()
    sizes = cohorts.living_counts()
    missing = [each for each in living if each not in taken]
    known = [each for each in living if each in taken]
    moved = [each for each in known if each in touched or taken[each].enrolled != sizes.get(each, 0)]
    stale = sorted((taken[each].taken_at, each) for each in known if taken[each].taken_at < moment - STALE)
    others = [*missing, *(each for _at, each in stale)]
    return list(dict.fromkeys([*moved, *others[:A_LOOK]]))


def _touched(since: datetime) -> set[UUID]:
    people = {person_id for person_id, _day in progress.active_since(since)}
    return cohorts.cohorts_of_people(people) | questions.cohorts_touched_since(since) | meetings.cohorts_touched_since(since)


def ask_recount(*, actor: Actor, district_codes: Collection[str], job_id: UUID) -> jobs.Job:
    """Have the cohorts of these districts counted anew by a job; the same form sent twice is one. Raises NotFound."""
    for code in district_codes:
        ensure(actor, Permission.NUMBERS_VIEW, Scope(district=code))
    return jobs.enqueue(JOB, actor=actor, payload={"districts": sorted(district_codes)}, job_id=job_id)


def job(*, actor: Actor, job_id: UUID) -> jobs.Job:
    """Give a job that counts, to whoever sees the numbers of its districts. Raises NotFound."""
    found = jobs.get(job_id, Actor.system())
    if found.kind != JOB:
        raise NotFound
    for code in found.payload.get("districts", []):
        ensure(actor, Permission.NUMBERS_VIEW, Scope(district=code))
    return found


@jobs.handler(JOB)
def _run_job(asked: jobs.Running) -> dict[str, Any]:
    codes = asked.payload["districts"]
    ids = run_in_unit(lambda: cohorts.living_cohort_ids(codes), writes=False)
    found = snapshots.recount(ids, lambda done, total: asked.report(done, total + 1))
    found += snapshots.recount_places(codes)
    return {"cohorts": len(ids), "differences": len(found)}
