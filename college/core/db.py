"""The database: types, ids, the engine's habits, and the one unit of work around every request, command and job."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import uuid_utils
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, LargeBinary, MetaData, Text, TypeDecorator, Uuid, event, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, registry

T = TypeVar("T")

#: How long one attempt waits for SQLite's write lock, in milliseconds. Three attempts stay under 8 s.
BUSY_TIMEOUT_MS = 2500
#: How often a lost race is run again.
ATTEMPTS = 3


class UtcDateTime(TypeDecorator[datetime]):
    """Keep aware datetimes as UTC and give them back aware, on SQLite too."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive time: it would be read as another zone's."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


#: Names of constraints that both databases and Alembic agree on.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
TYPES = {
    str: Text,
    UUID: Uuid,
    datetime: UtcDateTime,
    bytes: LargeBinary,
    dict: JSON,
    list: JSON,
    dict[str, Any]: JSON,
    dict[str, str]: JSON,
    list[Any]: JSON,
    list[str]: JSON,
}


class Base(DeclarativeBase):
    """What every table shares. Flask-SQLAlchemy copies this class, so the types stand in its registry."""

    registry = registry(metadata=METADATA, type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(compare_type=True, render_as_batch=True)

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_afterwards: ContextVar[list[Callable[[], None]] | None] = ContextVar("afterwards", default=None)
_kept_anyway: ContextVar[bool] = ContextVar("kept_anyway", default=False)


def new_id() -> UUID:
    """Give a new UUIDv7: made by the application, sorted by time."""
    return UUID(int=uuid_utils.uuid7().int)


def first_id_at(moment: datetime) -> UUID:
    """Give the least id that `new_id` may give at a moment: rows whose ids are not less were made then or later."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def init_app(app: Flask) -> None:
    """Bind the database to ``app`` and set SQLite's habits on each of its connections."""
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS_FOLDER"])
    with app.app_context():
        _teach(db.engine)


def _teach(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "do_connect")
    def before_connect(*_: Any) -> None:
        _keep_to_ourselves(engine.url.database)

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _keep_to_ourselves(database: str | None) -> None:
    """Make a SQLite file that its owner alone may read; its log, which SQLite makes, takes the same rights from it.

    One that is there is never opened: closing it again would take away SQLite's locks. One that another user owns
    stays as it is: `doctor` looks at the folder.
    """
    if not database or database.startswith((":memory:", "file:")):
        return
    with suppress(FileExistsError, FileNotFoundError):
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    for path in map(Path, (database, f"{database}-wal", f"{database}-shm")):
        with suppress(FileNotFoundError, PermissionError):
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)


def lost_race(error: DBAPIError) -> bool:
    """Say whether ``error`` only means that another writer was first, so that running again may help."""
    cause = error.orig
    if isinstance(cause, sqlite3.OperationalError):
        return "locked" in str(cause) or "busy" in str(cause)
    return getattr(cause, "sqlstate", None) in {"40001", "40P01"}


def disk_is_full(error: DBAPIError) -> bool:
    """Say whether ``error`` means that there is no room left to write."""
    return "disk is full" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "53100"


def run_in_unit(work: Callable[[], T], *, writes: bool = True, keep: Callable[[T], bool] = lambda _: True) -> T:
    """Run ``work`` as one transaction, again after a lost race (three times at most, with jitter).

    ``keep`` looks at what came back and says whether to commit; without ``writes`` nothing is ever committed.
    What `afterwards` was told runs at the end, however this ended, each in a short transaction of its own.
    """
    tasks: list[Callable[[], None]] = []
    outer, anyway = _afterwards.set(tasks), _kept_anyway.set(False)
    try:
        return _attempt(work, writes=writes, keep=keep, tasks=tasks)
    finally:
        _kept_anyway.reset(anyway)
        _afterwards.reset(outer)
        _run_each(tasks)


def _run_each(tasks: list[Callable[[], None]]) -> None:
    for task in tasks:
        _attempt(task, writes=True, keep=lambda _: True, tasks=[])


def _attempt(
    work: Callable[[], T], *, writes: bool, keep: Callable[[T], bool], tasks: list[Callable[[], None]]
) -> T:
    for attempt in range(1, ATTEMPTS + 1):
        token = _writing.set(writes)
        _kept_anyway.set(False)
        try:
            result = work()
            if writes and (keep(result) or _kept_anyway.get()):
                db.session.commit()
            else:
                db.session.rollback()
            return result
        except DBAPIError as error:
            db.session.rollback()
            if attempt == ATTEMPTS or not lost_race(error):
                raise
            tasks.clear()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _writing.reset(token)
        time.sleep(random.uniform(0.01, 0.05) * attempt)
    raise AssertionError("unreachable")


def let_others_write() -> None:
    """End what this unit of work has read so far, so that nobody waits for SQLite while something slow runs.

    Call it before anything was written: that would be undone. What is asked afterwards is a new reading.
    """
    db.session.rollback()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Run the block as one transaction and commit it: for commands, jobs and tests.

    A block cannot be run again, so a lost race is raised; where that matters use `run_in_unit`.
    """
    db.session.rollback()
    tasks: list[Callable[[], None]] = []
    outer, token = _afterwards.set(tasks), _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)
        _afterwards.reset(outer)
        _run_each(tasks)


def afterwards(task: Callable[[], None]) -> None:
    """Run ``task`` in a short transaction of its own once the present unit of work has ended, kept or not.

    For what must stay although the request is refused: an audit entry, a sign-in attempt.
    Outside a unit of work it runs at once.
    """
    tasks = _afterwards.get()
    if tasks is None:
        _run_each([task])
    else:
        tasks.append(task)


def keep_attempt() -> None:
    """Commit this unit of work although the request will be answered as refused: a guess was counted in it.

    A guess at a code is paid for *before* it is looked at, by one conditional UPDATE, so that many at once get no
    more tries than one after the other. Whoever calls this has changed nothing but the count, and goes on to
    answer: an error that leaves the view still undoes everything.
    """
    _kept_anyway.set(True)


def insert_once(model: type[Base], **values: Any) -> bool:
    """Insert a row unless one with the same key is there: ``INSERT … ON CONFLICT DO NOTHING``.

    Gives True when the row is new. Python-side defaults of the columns are applied.
    """
    statement = _insert_once(model, db.session.get_bind().dialect.name)
    return db.session.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount == 1


@lru_cache(maxsize=256)
def _insert_once(model: type[Base], dialect: str) -> Any:
    make = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}.get(dialect, insert)
    return make(model.__table__).on_conflict_do_nothing()


def empty_log() -> None:
    """Have SQLite write its log into the database file and empty it, so that what was deleted is not left there.

    Deleted rows themselves are overwritten (``secure_delete``). Call it outside any unit of work; while somebody else
    reads, the log stays until the next time. PostgreSQL cleans up by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def is_ready() -> bool:
    """Say whether the database has been made: `serve` makes it, other commands only ask."""
    return inspect(db.engine).has_table("alembic_version")
