"""The command that proves the snapshots: `board rebuild` counts every cohort, district and city anew."""

from __future__ import annotations

import time

import click
from flask import Flask
from flask.cli import AppGroup

from college.board import engagement, snapshots
from college.core.clock import now

#: Progress is said at most once in so many seconds.
EVERY = 5.0

group = AppGroup("board", help="The numbers of cohorts, districts and cities.")


def register(app: Flask) -> None:
    """Add the commands to ``app``."""
    app.cli.add_command(group)


@group.command("rebuild")
def rebuild() -> None:
    """Take every snapshot anew and print what differed from the kept one; count who was active as well."""
    count, begun = 0, now()
    for difference in snapshots.rebuild(_say()):
        click.echo(str(difference))
        count += 1
    engagement.count(begun)
    click.echo(f"{count} differences." if count else "Nothing differed.")


def _say() -> snapshots.Report:
    begun = said = time.monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > EVERY or done == total:
            said = time.monotonic()
            click.echo(f"{done:,} of {total:,} cohorts counted, {said - begun:,.0f} s", err=True)

    return say
