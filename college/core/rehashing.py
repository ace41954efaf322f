"""Finding encrypted numbers again after the look-up key was changed: every hash is made anew from its cipher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.sql.schema import Column, Table

from college.core import crypto
from college.core.db import db, run_in_unit

#: So many rows are hashed in one transaction.
BATCH = 500

Report = Callable[[str, int, int], None]


def pairs() -> list[tuple[Table, Column[Any], Column[Any]]]:
    """Give table, cipher and hash wherever a table has ``x_cipher`` beside ``x_hash``."""
    return [
        (table, table.c[f"{name}_cipher"], table.c[f"{name}_hash"])
        for table in db.metadata.sorted_tables
        for name in (column.name.removesuffix("_hash") for column in table.columns if column.name.endswith("_hash"))
        if f"{name}_cipher" in table.c
    ]


def stale_count() -> int:
    """Count the rows whose hash is not that of the present look-up key."""
    return sum(len(_stale(*pair)) for pair in pairs())


def rehash(report: Report) -> int:
    """Make every stale hash anew, some rows a transaction; give how many. Killed at any moment, called again it ends.

    ``report(table, done, total)`` hears how far it is.
    """
    done = 0
    for table, cipher, hashed in pairs():
        stale = run_in_unit(lambda pair=(table, cipher, hashed): _stale(*pair), writes=False)
        for start in range(0, len(stale), BATCH):
            some = stale[start : start + BATCH]
            run_in_unit(lambda some=some, table=table, hashed=hashed: [_write(table, hashed, *each) for each in some])
            done += len(some)
            report(table.name, start + len(some), len(stale))
    return done


def _stale(table: Table, cipher: Column[Any], hashed: Column[Any]) -> list[tuple[tuple, str, str]]:
    """Give (keys, hash as it is, hash as it should be) of the rows whose hash is another key's."""
    keys = list(table.primary_key.columns)
    rows = db.session.execute(select(*keys, cipher, hashed).where(cipher.is_not(None), hashed.is_not(None)))
    found = []
    for *key, kept, old in rows:
        fresh = crypto.fingerprint(crypto.decrypt(kept))
        if fresh != old:
            found.append((tuple(key), old, fresh))
    return found


def _write(table: Table, hashed: Column[Any], key: tuple, old: str, fresh: str) -> None:
    same = [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
    db.session.execute(update(table).where(and_(*same, hashed == old)).values({hashed.name: fresh}))
