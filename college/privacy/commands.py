"""The command `privacy purge`, for whoever operates the college without a browser."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import ngettext

from college.core.db import run_in_unit
from college.privacy import purging

group = AppGroup("privacy", help="Deleting people who asked for it.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(group)


@group.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say how many would go; nothing is changed.")
def purge(dry_run: bool) -> None:
    """Delete everybody whose 14 days are over. `work` and `serve` do it every hour by themselves."""
    if dry_run:
        count = run_in_unit(purging.due_count, writes=False)
        click.echo(ngettext("%(num)d person would be deleted now.", "%(num)d people would be deleted now.", count))
        return
    count = purging.purge_due()
    click.echo(ngettext("%(num)d person was deleted.", "%(num)d people were deleted.", count))
