"""The command `courses check`, for whoever keeps the course files; authoring adds publishing, taking out and bringing in."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from college.core.pages import LOCALES
from college.library import service
from college.library.problems import Problem

courses = AppGroup("courses", help="Check and publish the files of the courses.")

_folder = click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
_lang = click.option("--lang", type=click.Choice(list(LOCALES)), default="zh", show_default=True,
                     help="Language of what is said.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(courses)


@courses.command("check")
@_folder
@_lang
def check(folder: Path | None, lang: str) -> None:
    """Say by file and line what is unfit in FOLDER (default: the shipped courses)."""
    with force_locale(LOCALES[lang]):
        problems, advice = service.check(folder or _shipped())
        if problems:
            _refuse(problems)
        for each in advice:
            click.echo(each.say(_))
        if advice:
            click.echo(_("These files may be published. Places that could be better: %(count)s.", count=len(advice)))
        else:
            click.echo(_("Nothing to mend. These files may be published."))


def _shipped() -> Path:
    return Path(current_app.config["COURSES_FOLDER"])


def _refuse(problems: list[Problem]) -> None:
    """Print every problem and end with exit code 1."""
    for problem in problems:
        click.echo(problem.say(_), err=True)
    click.echo(_("Places to mend: %(count)s. Nothing was published.", count=len(problems)), err=True)
    raise click.exceptions.Exit(1)
