"""The commands about districts, for whoever sets up the college."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import gettext as _

from college.cohorts import service
from college.core.db import run_in_unit
from college.core.errors import RuleBroken
from college.core.permissions import Actor

districts = AppGroup("districts", help="Districts that the college knows.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(districts)


@districts.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Add districts from FILE (CSV in UTF-8: code,name,city,province): all of them, or none when one is wrong."""
    text = _read(file)
    try:
        added, changed = run_in_unit(
            lambda: service.load_districts(actor=Actor.system(), text=text, file_name=file.name)
        )
    except RuleBroken as broken:
        raise click.ClickException(broken.sentence) from broken
    click.echo(_("Districts: %(added)s new, %(changed)s changed.", added=added, changed=changed))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(_("%(file)s: please save this file as UTF-8.", file=file.name)) from error
