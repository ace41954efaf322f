"""The command `retention run`, for whoever operates the college without a browser."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import gettext as _

from college.core.clock import now
from college.core.db import run_in_unit
from college.core.pages import moment
from college.core.permissions import Actor
from college.privacy import retention
from college.privacy.retention_rules import RULES

group = AppGroup("retention", help="What is kept how long, and throwing away what is over.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(group)


@group.command("run")
@click.option("--dry-run", is_flag=True, help="Only say what would go; nothing is changed.")
def run(dry_run: bool) -> None:
    """Throw away everything whose time is over. `work` and `serve` do it once a day by themselves."""
    if dry_run:
        _say(run_in_unit(_lines_of_now, writes=False))
        click.echo(_("Nothing was changed."))
        return
    done = retention.run(actor=Actor.system())
    names = {rule.key: rule.what for rule in RULES}
    _say([(str(count), str(names[key]), "") for key, count in done.counts.items()])
    if done.failed:
        failed = ", ".join(str(names[key]) for key in done.failed)
        raise click.ClickException(_("These failed, the log says why: %(failed)s.", failed=failed))
    click.echo(_("Everything whose time was over is gone."))


def _lines_of_now() -> list[tuple[str, str, str]]:
    at = now()
    return [
        (
            str(each.count),
            str(each.rule.what),
            _("%(how_long)s: over before %(moment)s", how_long=str(each.rule.how_long), moment=moment(each.rule.before(at))),
        )
        for each in retention.look(at)
    ]


def _say(lines: list[tuple[str, str, str]]) -> None:
    for count, what, until in lines:
        click.echo(f"{count:>8}  {what}" + (f" ({until})" if until else ""))
