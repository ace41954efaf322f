"""The commands `courses check` and `courses publish`, for whoever keeps the course files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from college.core.db import run_in_unit
from college.core.errors import RuleBroken
from college.core.pages import LOCALES
from college.core.permissions import Actor
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


@courses.command("publish")
@_folder
@click.option("--theirs", "choice", flag_value="theirs", help="Take the files where a lesson was edited on the web.")
@click.option("--ours", "choice", flag_value="ours", help="Keep what was edited on the web.")
@_lang
def publish(folder: Path | None, choice: service.Choice | None, lang: str) -> None:
    """Check FOLDER (default: the shipped courses) and publish it, all or nothing."""
    with force_locale(LOCALES[lang]):
        try:
            ready = service.prepare(folder or _shipped())
            outcome = run_in_unit(_storing(ready, choice))
        except service.NotFit as error:
            _refuse(error.problems)
        except RuleBroken as error:
            raise click.ClickException(error.sentence) from error
        _tell(outcome)


def _storing(ready: service.Ready, choice: service.Choice | None) -> Callable[[], service.Outcome]:
    return lambda: service.store(actor=Actor.system(), ready=ready, choice=choice)


def _shipped() -> Path:
    return Path(current_app.config["COURSES_FOLDER"])


def _refuse(problems: list[Problem]) -> None:
    """Print every problem and end with exit code 1."""
    for problem in problems:
        click.echo(problem.say(_), err=True)
    click.echo(_("Places to mend: %(count)s. Nothing was published.", count=len(problems)), err=True)
    raise click.exceptions.Exit(1)


def _tell(outcome: service.Outcome) -> None:
    for sentence, lessons in (
        (_("Published: %(lesson)s"), outcome.published),
        (_("Retired, because its file is gone: %(lesson)s"), outcome.retired),
        (_("Left as it was edited on the web: %(lesson)s"), outcome.kept),
    ):
        for lesson in lessons:
            click.echo(sentence % {"lesson": lesson})
    click.echo(_("Lessons published: %(published)s, unchanged: %(unchanged)s.", published=len(outcome.published),
                 unchanged=len(outcome.unchanged)))
