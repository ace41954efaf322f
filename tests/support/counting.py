"""Counts what a block asks of the database, to prove that a list costs the same however long it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Engine, event

from college.core.db import db


class Asked(list):
    """The statements that were sent."""

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self)


def _engine(app: Flask | None) -> Engine:
    if app is None:
        return db.engine
    with app.app_context():
        return db.engine


@contextmanager
def count_queries(app: Flask | None = None) -> Iterator[Asked]:
    """Keep every statement that the block sends; without `app` use it inside an app context."""
    asked, engine = Asked(), _engine(app)

    def keep(*args) -> None:
        if not args[2].startswith("BEGIN"):
            asked.append(args[2])

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", keep)
