"""How Alembic reaches the college's database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from college.core.db import UtcDateTime

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own type as the plain one that it is in the database."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Run the migrations in one transaction. SQLite's batch mode drops tables, so foreign keys rest meanwhile."""
    is_sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.dbapi_connection
    if is_sqlite and raw is not None:
        raw.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        compare_type=True,
        render_as_batch=is_sqlite,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("The migration would leave rows that point nowhere; nothing was changed.")
    if is_sqlite and raw is not None:
        raw.execute("PRAGMA foreign_keys=ON")


with engine.connect() as connection:
    run(connection)
