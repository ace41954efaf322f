"""Looks at all rows of a database, to prove that a request changed nothing, or something."""

import re
from collections.abc import Collection

from flask import Flask
from sqlalchemy import event

from college.core.db import db

WRITES = re.compile(r"\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
READS = re.compile(r"\s*(?:SELECT|WITH|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)\b", re.IGNORECASE)


def fingerprints(app: Flask, tables: Collection[str] = ()) -> dict[str, int]:
    """Give a hash of all rows for each of these tables (all when none is named), rows in any order; to be compared within one process.

    It is asked for after thousands of requests, so the rows come from the driver as they are.
    """
    with app.app_context(), db.engine.connect() as connection:
        return {name: _fingerprint(connection, name) for name in tables or db.metadata.tables}


def _fingerprint(connection, table: str) -> int:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').cursor.fetchall()
    try:
        return hash((len(rows), frozenset(rows)))
    except TypeError:  # PostgreSQL's driver reads JSON
        return hash((len(rows), frozenset(map(repr, rows))))


def changed_tables(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Give the names of those tables in ``after`` whose rows differ."""
    return {name for name in after if before[name] != after[name]}


class Written:
    """Hears which tables an application's own connections write to, so that only these have to be compared."""

    def __init__(self, app: Flask) -> None:
        self.tables: set[str] = set()
        self.has_unknown = False
        with app.app_context():
            event.listen(db.engine, "after_cursor_execute", self._hear)

    def _hear(self, connection, cursor, statement: str, *more) -> None:
        tables = WRITES.findall(statement)
        self.tables.update(tables)
        self.has_unknown |= not tables and not READS.match(statement)

    def take(self) -> set[str]:
        """Give the tables written to since the last time; none at all when there was a statement that it cannot read."""
        tables = set() if self.has_unknown else self.tables & set(db.metadata.tables)
        self.tables, self.has_unknown = set(), False
        return tables
