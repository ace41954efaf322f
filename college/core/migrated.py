"""Whether the database is the one that this version of the college needs."""

from __future__ import annotations

from functools import lru_cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from college.core.db import db


def is_at_head() -> bool:
    """Say whether every migration of this version has been applied, and none of a later one."""
    there = MigrationContext.configure(db.session.connection()).get_current_heads()
    return set(there) == _heads(current_app.config["MIGRATIONS_FOLDER"])


@lru_cache(maxsize=4)
def _heads(folder: str) -> frozenset[str]:
    return frozenset(ScriptDirectory(folder).get_heads())
