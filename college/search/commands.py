"""The command `search rebuild`: cuts everything anew that can be found."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from college.search import service

group = AppGroup("search", help="What can be found by words.")


def register(app: Flask) -> None:
    """Add the commands to ``app``."""
    app.cli.add_command(group)


@group.command("rebuild")
@click.option("--changed", is_flag=True, help="Keep what is right, and cut only what differs.")
def rebuild(changed: bool) -> None:
    """Cut every lesson, question and answer anew; may be stopped and begun again at any time."""
    done = service.catch_up(whole=True, report=_say) if changed else service.rebuild(report=_say)
    click.echo(f"{done} lessons and questions were cut." if done else "Nothing differed.")


def _say(done: int, total: int) -> None:
    click.echo(f"{done} of {total}")
