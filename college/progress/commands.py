"""The command that proves progress: `progress rebuild` counts it again from the finished steps."""

from __future__ import annotations

from functools import partial

import click
from flask import Flask
from flask.cli import AppGroup

from college.core.db import run_in_unit
from college.library import service as library
from college.progress import rebuilding

group = AppGroup("progress", help="Progress of the students.")


def register(app: Flask) -> None:
    """Add the commands to ``app``."""
    app.cli.add_command(group)


@group.command("rebuild")
@click.option("--dry-run", is_flag=True, help="Only print the differences, change nothing.")
def rebuild(dry_run: bool) -> None:
    """Count every student's progress again from her finished steps and print what differed."""
    count = 0
    for course in library.published_courses():
        after = None
        while True:
            count_next = partial(rebuilding.rebuild, course_id=course.id, after=after)
            batch = run_in_unit(count_next, keep=lambda _: not dry_run)
            for difference in batch.differences:
                click.echo(str(difference))
            count += len(batch.differences)
            if batch.last is None:
                break
            after = batch.last
    click.echo(f"{count} differences." if count else "Nothing differed.")
