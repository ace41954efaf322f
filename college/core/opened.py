"""Commands on a database that was never made: one plain sentence instead of a traceback, in one place for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from college.core.db import is_ready

#: What PostgreSQL calls a table that is not there.
UNDEFINED_TABLE = "42P01"


def guard_commands(app: Flask) -> None:
    """Let every command of the application, now registered, say so when it meets a college that was never opened."""
    for command in app.cli.commands.values():
        _guard(command)


def _guard(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _guard(each)
    elif command.callback is not None and not hasattr(command.callback, "is_guarded"):
        command.callback = _guarded(command.callback)


def _guarded(callback: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a command's function; commands are made once, applications often, so it is marked as wrapped."""

    @wraps(callback)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return callback(*args, **options)
        except DBAPIError as error:
            if not _misses_a_table(error) or is_ready():
                raise
        raise click.ClickException(
            _("This college has not been opened yet, so there is nothing in it. Run this once: python -m college")
        )

    run.is_guarded = True  # type: ignore[attr-defined]
    return run


def _misses_a_table(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE or "no such table" in str(error.orig)
