"""Putting very many rows into a table at once: values go in as the database keeps them, past the types of each column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import column, insert, table
from sqlalchemy.dialects import postgresql, sqlite

from college.core.db import Base, db

#: Rows of one statement.
AT_ONCE = 20_000
#: Pages of SQLite that are held in memory while rows go in, in kB: indexes that grow in many places need them.
CACHE_KB = 400_000


def hold_more() -> None:
    """Let SQLite hold more of the database in memory on this connection; other databases decide that by themselves."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")


def insert_missing(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert those of these rows whose key is not there yet: one statement, in the caller's unit of work."""
    make = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.engine.dialect.name]
    if rows:
        db.session.execute(make(model.__table__).on_conflict_do_nothing(), list(rows))


def insert_rows(model: type[Base], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of values, in the order of ``names``, in the caller's unit of work; give how many.

    Every column without a default of the database must be named: Python-side defaults are not applied. For rows that
    nobody else can have put in; one that is there already raises an error of the database.
    """
    plain = _plain if db.engine.dialect.name == "sqlite" else _as_it_is
    bare = table(model.__table__.name, *(column(name) for name in names))
    waiting: list[Any] = []
    count = 0
    statement = insert(bare).compile(dialect=db.engine.dialect)
    for row in rows:
        values = tuple(map(plain, row))
        waiting.append(values if statement.positional else dict(zip(names, values, strict=True)))
        if len(waiting) == AT_ONCE:
            count += _send(str(statement), waiting)
    return count + (_send(str(statement), waiting) if waiting else 0)


def _send(statement: str, waiting: list[Any]) -> int:
    """Send rows past everything that looks at each value: for 10,000 that takes longer than the database does."""
    count = len(waiting)
    db.session.connection().exec_driver_sql(statement, waiting)
    waiting.clear()
    return count


def _plain(value: Any) -> Any:
    """Give a value as SQLite keeps it in the columns of `core.db`."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def _as_it_is(value: Any) -> Any:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
