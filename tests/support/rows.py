"""Looks at all rows of a database, to prove that a request changed nothing, or something."""

import hashlib
import json

from flask import Flask
from sqlalchemy import text

from college.core.db import db


def fingerprints(app: Flask) -> dict[str, str]:
    """Give a hash of all rows for each table; rows in any order."""
    with app.app_context(), db.engine.connect() as connection:
        return {name: _fingerprint(connection, name) for name in db.metadata.tables}


def _fingerprint(connection, table: str) -> str:
    rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
    return hashlib.sha256(json.dumps(sorted(map(repr, rows))).encode()).hexdigest()


def changed_tables(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Give the names of the tables whose rows differ."""
    return {name for name in before if before[name] != after[name]}
