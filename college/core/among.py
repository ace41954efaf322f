"""Whose ids of many stand in a column: asked in pieces, because a statement names so many values at most."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from college.core.db import db

#: How many ids one statement names: SQLite takes 32,766 values at most.
CHUNK = 5000


def among(column: Any, ids: Collection[UUID], *where: ColumnElement[bool]) -> set[UUID]:
    """Give those of these ids that stand in a column, in rows for which ``where`` holds."""
    every = list(ids)
    return {
        found
        for start in range(0, len(every), CHUNK)
        for found in db.session.scalars(select(column).where(column.in_(every[start : start + CHUNK]), *where).distinct())
    }
