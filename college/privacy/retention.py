"""Throwing away what is over: walks the table of rules, a few rows at a time, and keeps what went."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy import func, select, update

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.cohorts import service as cohorts
from college.core import audit, jobs, keyring, retention
from college.core.clock import LOCAL, now
from college.core.db import db, new_id, run_in_unit
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission
from college.core.retention import Sweep, of_rows
from college.library import service as library
from college.meetings import service as meetings
from college.notices import service as notices
from college.privacy import deletion
from college.privacy.models import Deletion
from college.privacy.models_retention import RetentionRun
from college.privacy.retention_rules import RULES, Rule, is_due, next_at
from college.privacy.rules import RETENTION
from college.progress import service as progress
from college.questions import service as questions
from college.search import service as search

log = structlog.get_logger()

#: The kind of the job that the button "Do this now" asks for.
JOB = "retention.run"
#: Between two transactions everybody else has so many seconds in which nothing is locked.
PAUSE = 0.02
#: A rule that still finds something after so many is left for the next day: nothing runs for ever.
ROUNDS = 10_000

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Due:
    """One rule with how many would go now."""

    rule: Rule
    count: int


@dataclass(frozen=True)
class RetentionPage:
    """What the page shows: every rule, the runs so far with the latest first, and when the next is due."""

    due: list[Due]
    runs: list[RetentionRun]
    names: dict[UUID, str]
    next_at: datetime

    @property
    def total(self) -> int:
        """How many rows and files would go now."""
        return sum(each.count for each in self.due)


def _long_gone(before: datetime) -> list[UUID]:
    """Give students whose last cohort ended before a moment and whom nobody has seen since.

    Who took a deletion back since then has been seen.
    """
    gone = accounts.gone_since(cohorts.left_before(before.astimezone(LOCAL).date()), before)
    kept = set(db.session.scalars(select(Deletion.person_id).where(Deletion.taken_back_at >= before)))
    return [each for each in gone if each not in kept]


def _delete_learners(before: datetime, limit: int) -> int:
    """Ask for the deletion of long gone students, as somebody would by hand: hidden at once, then purged."""
    some = _long_gone(before)[:limit]
    for person_id in some:
        deletion.ask_deletion(actor=Actor.system(), person_id=person_id, way=RETENTION)
    return len(some)


def _old_backups(before: datetime) -> list[Path]:
    folder = Path(current_app.instance_path) / "backups"
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.stat().st_mtime < before.timestamp()
    ]


def _remove_backups(before: datetime, limit: int) -> int:
    some = _old_backups(before)[:limit]
    for path in some:
        path.unlink(missing_ok=True)
    return len(some)


#: How each rule of the table is kept, by its key.
SWEEPS: dict[str, Sweep] = {
    **accounts.SWEEPS,
    **cohorts.SWEEPS,
    **progress.SWEEPS,
    **questions.SWEEPS,
    **library.SWEEPS,
    **meetings.SWEEPS,
    **authoring.SWEEPS,
    **notices.SWEEPS,
    **search.SWEEPS,
    "files": retention.FILES,
    "jobs": retention.JOBS,
    "audit": retention.AUDIT,
    "learners": Sweep(lambda before: len(_long_gone(before)), _delete_learners),
    "backups": Sweep(lambda before: len(_old_backups(before)), _remove_backups),
    "runs": of_rows(RetentionRun, lambda before: RetentionRun.at < before),
}


def look(moment: datetime) -> list[Due]:
    """Say how many of each rule would go at ``moment``. Changes nothing."""
    return [Due(rule, SWEEPS[rule.key].expired(rule.before(moment))) for rule in RULES]


def page(*, actor: Actor, shown: int = 10) -> RetentionPage:
    """Give what the operator's page shows, with the latest ``shown`` runs. Raises `NotAllowed`."""
    ensure(actor, Permission.RETENTION_RUN, COLLEGE)
    runs = list(db.session.scalars(select(RetentionRun).order_by(RetentionRun.at.desc()).limit(shown)))
    people = accounts.people_by_ids({run.by for run in runs if run.by})
    names = {person_id: person.name for person_id, person in people.items()}
    return RetentionPage(look(now()), runs, names, next_at(now(), _last()[0]))


def ask_run(*, actor: Actor) -> jobs.Job:
    """Have everything that is over thrown away by a job. Raises `NotAllowed`."""
    ensure(actor, Permission.RETENTION_RUN, COLLEGE)
    return jobs.enqueue(JOB, actor=actor, payload={})


def job(*, actor: Actor, job_id: UUID) -> jobs.Job:
    """Give a job that throws away, whichever operator asked for it. Raises `NotAllowed`, `NotFound`."""
    ensure(actor, Permission.RETENTION_RUN, COLLEGE)
    found = jobs.get(job_id, Actor.system())
    if found.kind != JOB:
        raise NotFound
    return found


def note_keys_saved(*, actor: Actor) -> None:
    """Keep that this operator has put a copy of the keys elsewhere. Raises `NotAllowed`."""
    ensure(actor, Permission.RETENTION_RUN, COLLEGE)
    keyring.note_saved(actor.person_id)
    audit.record(actor, "keys.saved")


def last_run() -> RetentionRun | None:
    """Give the latest run that came to its end, None before the first."""
    done = select(RetentionRun).where(RetentionRun.done_at.is_not(None)).order_by(RetentionRun.at.desc())
    return db.session.scalars(done.limit(1)).first()


def _last() -> tuple[datetime | None, datetime | None]:
    """Give when the latest complete run began and when the latest one without end did."""
    begun = select(func.max(RetentionRun.at))
    done = db.session.scalar(begun.where(RetentionRun.done_at.is_not(None)))
    return done, db.session.scalar(begun.where(RetentionRun.done_at.is_(None)))


def ask_if_due() -> jobs.Job | None:
    """Have it done by a job unless that happened within the last day: for the sweep of the job worker."""
    return jobs.enqueue(JOB, actor=Actor.system(), payload={}) if is_due(now(), *_last()) else None


@jobs.handler(JOB)
def _run_job(asked: jobs.Running) -> dict[str, Any]:
    """Throw away for an operator; for the college itself only when it is still due, however many workers asked."""
    if asked.person_id is None and not is_due(now(), *run_in_unit(_last, writes=False)):
        return {}
    actor = accounts.actor_for(asked.person_id) if asked.person_id else Actor.system()
    done = run(actor=actor, report=asked.report)
    return {"counts": done.counts, "failed": done.failed}


def run(*, actor: Actor, report: Report | None = None) -> RetentionRun:
    """Throw away everything that is over, each rule by itself: one that fails does not stop the others.

    Opens a unit of work for each few rows; killed half-way, the next run takes the rest. ``report(done, total)``
    hears how far it is. Raises `NotAllowed`.
    """
    ensure(actor, Permission.RETENTION_RUN, COLLEGE)
    moment, run_id = now(), new_id()
    run_in_unit(lambda: db.session.add(RetentionRun(id=run_id, at=moment, by=actor.person_id)))
    total = run_in_unit(lambda: sum(each.count for each in _look_gently(moment)), writes=False)
    counts: dict[str, int] = {}
    failed = []
    for rule in RULES:
        try:
            _take(rule, moment, counts, lambda: report and report(sum(counts.values()), total))
        except Exception:
            log.exception("retention failed", rule=rule.key)
            failed.append(rule.key)
    return run_in_unit(lambda: _close(actor, run_id, counts, failed))


def _look_gently(moment: datetime) -> list[Due]:
    """Count like `look`, passing over what cannot be counted: its rule says so when it is its turn."""
    found = []
    for rule in RULES:
        try:
            found.append(Due(rule, SWEEPS[rule.key].expired(rule.before(moment))))
        except Exception:
            db.session.rollback()
            log.exception("retention cannot count", rule=rule.key)
    return found


def _take(rule: Rule, moment: datetime, counts: dict[str, int], told: Callable[[], object]) -> None:
    sweep, before = SWEEPS[rule.key], rule.before(moment)
    for _round in range(ROUNDS):
        taken = run_in_unit(lambda: sweep.purge(before, rule.batch))
        if not taken:
            return
        counts[rule.key] = counts.get(rule.key, 0) + taken
        told()
        time.sleep(PAUSE)


def _close(actor: Actor, run_id: UUID, counts: dict[str, int], failed: list[str]) -> RetentionRun:
    closing = update(RetentionRun).where(RetentionRun.id == run_id)
    db.session.execute(closing.values(done_at=now(), counts=counts, failed=failed))
    audit.record(actor, "retention.run", subject=f"retention:{run_id}", counts=counts, failed=failed)
    done = db.session.get_one(RetentionRun, run_id, populate_existing=True)
    db.session.flush()
    db.session.expunge(done)
    return done
