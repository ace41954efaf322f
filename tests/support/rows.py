"""Looks at all rows of a database, to prove that a request changed nothing, or something."""

from flask import Flask

from college.core.db import db


def fingerprints(app: Flask) -> dict[str, int]:
    """Give a hash of all rows for each table, rows in any order; to be compared within one process.

    It is asked for after thousands of requests, so the rows come from the driver as they are.
    """
    with app.app_context(), db.engine.connect() as connection:
        return {name: _fingerprint(connection, name) for name in db.metadata.tables}


def _fingerprint(connection, table: str) -> int:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').cursor.fetchall()
    try:
        return hash((len(rows), frozenset(rows)))
    except TypeError:  # PostgreSQL's driver reads JSON
        return hash((len(rows), frozenset(map(repr, rows))))


def changed_tables(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Give the names of the tables whose rows differ."""
    return {name for name in before if before[name] != after[name]}
