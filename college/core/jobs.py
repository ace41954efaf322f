"""Long work as rows: claimed with a lease by a worker, showing progress, picked up once when a worker dies."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from flask_babel import force_locale, get_locale
from sqlalchemy import String, and_, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from college.core.clock import now
from college.core.db import db, insert_once, new_id, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor

log = structlog.get_logger()

#: A worker that has not reported for this long is taken for dead.
LEASE = timedelta(seconds=60)
#: A job is begun this often at most: once, and once more after its worker died.
MAX_ATTEMPTS = 2


class Job(db.Model):
    """One piece of long work. ``state`` is waiting, running, done, failed or stopped."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[UUID | None]
    language: Mapped[str] = mapped_column(String(16))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    done_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    failed_sentence: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in {"done", "failed", "stopped"}


class WorkerSign(db.Model):
    """When a worker last said that it lives; there is one row, whichever worker it was."""

    __tablename__ = "worker_sign"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


@dataclass(frozen=True)
class Health:
    """How the queue stands: jobs that wait and since when the oldest does, that run, that failed lately, and the worker."""

    waiting: int
    oldest_at: datetime | None
    running: int
    failed: int
    worker_seen_at: datetime | None


@dataclass
class Running:
    """A job in the hands of its handler."""

    id: UUID
    person_id: UUID | None
    payload: dict[str, Any]
    last_report: float = 0.0

    def report(self, done: int, total: int) -> None:
        """Show progress and keep the lease; cheap to call often (written at most twice a second).

        Raises `Stopped` when somebody has stopped the job: let it pass.
        """
        if done < total and time.monotonic() - self.last_report < 0.5:
            return
        self.last_report = time.monotonic()
        values = {"done_count": done, "total_count": total, "lease_until": now() + LEASE}
        run_in_unit(lambda: _still_running(self.id, **values))

    def hold(self) -> None:
        """Within the transaction that keeps what was made: raise `Stopped` when nobody wants it any more."""
        _still_running(self.id, lease_until=now() + LEASE)


class Stopped(Exception):
    """Somebody has stopped the job while it was being done."""


def _still_running(job_id: UUID, **values: Any) -> None:
    running = update(Job).where(Job.id == job_id, Job.state == "running")
    if not db.session.execute(running.values(**values)).rowcount:
        raise Stopped


Handler = Callable[[Running], "dict[str, Any] | None"]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Mark the function that does the work of jobs of ``kind``. It runs outside any transaction, perhaps twice."""

    def mark(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return mark


def enqueue(kind: str, *, actor: Actor, payload: dict[str, Any], job_id: UUID | None = None) -> Job:
    """Put work into the queue, in the caller's transaction. ``payload`` is plain JSON without secrets.

    With a ``job_id`` that the caller derived from a form, the same form sent twice is one job.
    """
    job_id = job_id or new_id()
    language = str(get_locale() or "zh_Hans_CN")
    insert_once(Job, id=job_id, kind=kind, person_id=actor.person_id, payload=payload, language=language)
    return db.session.get_one(Job, job_id)


def is_known(job_id: UUID) -> bool:
    """Say whether a job with this id was put into the queue before."""
    return db.session.get(Job, job_id) is not None


def get(job_id: UUID, actor: Actor) -> Job:
    """Give a job to the person who asked for it; `NotFound` for everyone else."""
    job = db.session.get(Job, job_id)
    is_hers = job is not None and job.person_id is not None and job.person_id == actor.person_id
    if job is None or not (is_hers or actor.is_system):
        raise NotFound
    return job


def stop(job: Job) -> bool:
    """Stop a job that waits or runs, for good; False when it was over already. For callers that may see the job."""
    living = update(Job).where(Job.id == job.id, Job.state.in_(("waiting", "running")))
    values = {"state": "stopped", "finished_at": now(), "lease_until": None}
    return bool(db.session.execute(living.values(**values)).rowcount)


def say_alive() -> None:
    """Keep that a worker lives, in a transaction of its own."""
    run_in_unit(_say_alive)


def _say_alive() -> None:
    if not insert_once(WorkerSign, id=1, seen_at=now()):
        db.session.execute(update(WorkerSign).values(seen_at=now()))


def health(failed_since: datetime) -> Health:
    """Give how the queue stands, with the jobs that failed since a moment."""
    counted = select(Job.state, func.count(), func.min(Job.created_at), func.max(Job.lease_until))
    wanted = or_(Job.state.in_(("waiting", "running")), and_(Job.state == "failed", Job.finished_at >= failed_since))
    rows = {row[0]: row for row in db.session.execute(counted.where(wanted).group_by(Job.state))}
    numbers = {state: rows[state][1] if state in rows else 0 for state in ("waiting", "running", "failed")}
    signs = [db.session.scalar(select(WorkerSign.seen_at)), rows["running"][3] - LEASE if "running" in rows else None]
    return Health(
        numbers["waiting"],
        rows["waiting"][2] if "waiting" in rows else None,
        numbers["running"],
        numbers["failed"],
        max((sign for sign in signs if sign), default=None),
    )


def run_next() -> bool:
    """Claim one waiting job, or one whose worker died, and do it. Gives False when there was none."""
    claimed = run_in_unit(_claim)
    if claimed is None:
        return False
    running, kind, language = claimed
    try:
        with force_locale(language):
            result = _handlers[kind](running) or {}
        _finish(running.id, state="done", result=result)
    except Stopped:
        db.session.rollback()
        log.info("job stopped", kind=kind, job=str(running.id))
    except RuleBroken as broken:
        _finish(running.id, state="failed", failed_sentence=broken.sentence)
    except Exception:
        db.session.rollback()
        log.exception("job failed", kind=kind, job=str(running.id))
        _finish(running.id, state="failed", failed_sentence=None)
    return True


def run_pending() -> int:
    """Do every job that waits; give how many. For tests and the demo."""
    count = 0
    while run_next():
        count += 1
    return count


def _claim() -> tuple[Running, str, str] | None:
    moment = now()
    dead = and_(Job.state == "running", Job.lease_until < moment)
    waiting = select(Job).where(or_(Job.state == "waiting", dead)).order_by(Job.created_at, Job.id).limit(1)
    job = db.session.scalars(waiting.with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.finished_at, job.lease_until = "failed", moment, None
        return _claim()
    job.state, job.attempts, job.lease_until = "running", job.attempts + 1, moment + LEASE
    return Running(job.id, job.person_id, dict(job.payload)), job.kind, job.language


def _finish(job_id: UUID, **values: Any) -> None:
    values |= {"finished_at": now(), "lease_until": None}
    unstopped = update(Job).where(Job.id == job_id, Job.state != "stopped")
    run_in_unit(lambda: db.session.execute(unstopped.values(**values)))
