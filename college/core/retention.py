"""Throwing away what is over: rows are counted and deleted a few at a time, so that nobody has to wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, inspect, select, tuple_

from college.core import audit
from college.core.db import Base, db
from college.core.files import StoredFile
from college.core.jobs import Job

#: The most rows that one transaction throws away: SQLite's other writers wait for milliseconds, not for seconds.
BATCH = 500

Over = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class Sweep:
    """What a feature throws away. ``expired`` counts what was over before a moment, ``purge`` takes a part of it away.

    ``purge(before, limit)`` changes at most ``limit`` rows, in the caller's transaction, and gives how many;
    called until it gives 0 it has taken all. Both are safe to repeat.
    """

    expired: Callable[[datetime], int]
    purge: Callable[[datetime, int], int]


def of_rows(model: type[Base], is_over: Over) -> Sweep:
    """Give the sweep that deletes rows of ``model`` for which ``is_over(before)`` holds."""
    return Sweep(lambda before: count(model, is_over(before)), lambda before, limit: purge(model, is_over(before), limit))


def count(model: type[Base], *where: ColumnElement[bool]) -> int:
    """Count the rows of ``model`` for which all of ``where`` holds."""
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def keys_of(model: type[Base], where: ColumnElement[bool], limit: int) -> list[Any]:
    """Give the keys of at most ``limit`` rows of ``model`` for which ``where`` holds, for models with one key column."""
    return list(db.session.scalars(select(_key(model)).where(where).limit(limit)))


def purge(model: type[Base], where: ColumnElement[bool], limit: int) -> int:
    """Delete at most ``limit`` rows of ``model`` for which ``where`` holds; give how many."""
    some = select(*inspect(model).primary_key).where(where).limit(limit)
    return _run(delete(model).where(_key(model).in_(some)))


def purge_keys(model: type[Base], keys: list[Any]) -> int:
    """Delete the rows with these keys, of a model with one key column; give how many."""
    return _run(delete(model).where(_key(model).in_(keys)))


def _key(model: type[Base]) -> Any:
    columns = inspect(model).primary_key
    return columns[0] if len(columns) == 1 else tuple_(*columns)


def _run(statement: Any) -> int:
    return db.session.execute(statement, execution_options={"synchronize_session": False}).rowcount


#: What core itself keeps for a while. A file says itself until when; the rule's time only bounds it.
FILES = of_rows(StoredFile, lambda before: StoredFile.expires_at <= before)
JOBS = of_rows(Job, lambda before: Job.finished_at < before)
AUDIT = Sweep(lambda before: count(audit.AuditEntry, audit.AuditEntry.at < before), audit.purge_before)
