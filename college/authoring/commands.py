"""The commands `courses publish`, `courses export` and `courses import`: files that never overwrite the web silently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from college.authoring import files, files_publishing, import_shown, importing
from college.authoring.difference_words import lines_of
from college.authoring.importing import Comparison
from college.authoring.rules_importing import CHANGED, NEW, SAME, STAYS
from college.core.db import run_in_unit
from college.core.errors import CollegeError, NotFound, RuleBroken
from college.core.pages import LOCALES
from college.core.permissions import Actor
from college.library import service as library
from college.library.service import NotFit, Outcome, Parcel, Unpackable

T = TypeVar("T")

_lang = click.option("--lang", type=click.Choice(list(LOCALES)), default="zh", show_default=True, help="Language of what is said.")
_theirs = click.option("--theirs", "choice", flag_value="theirs", help="Take the files where a text was edited on the web.")
_ours = click.option("--ours", "choice", flag_value="ours", help="Keep what was edited on the web.")


def register(app: Flask) -> None:
    """Add the commands to those of the library's courses."""
    courses = app.cli.commands["courses"]
    for command in (publish, export, bring_in):
        courses.add_command(command)  # type: ignore[attr-defined]


@click.command("publish")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_theirs
@_ours
@_lang
@with_appcontext
def publish(folder: Path | None, choice: library.Choice | None, lang: str) -> None:
    """Check FOLDER (default: the shipped courses) and publish it, all or nothing."""
    with force_locale(LOCALES[lang]):
        try:
            ready = library.prepare(folder or Path(current_app.config["COURSES_FOLDER"]))
        except NotFit as error:
            _refuse(error)
        edits = run_in_unit(lambda: files_publishing.edited_on_web(ready), writes=False)
        if edits:
            _tell_edits(run_in_unit(lambda: files_publishing.shown(ready, edits), writes=False))
        if edits and choice is None:
            raise click.ClickException(_(
                "These texts were edited on the web and the files say something else. "
                "Nothing was published. Take the files with --theirs, or keep the text of the web with --ours.",
            ))
        _tell(_done(lambda: files_publishing.publish(actor=Actor.system(), ready=ready, choice=choice)))
        if edits and choice == "theirs":
            click.echo(_("Drafts on the web stay drafts; their authors see that files were published meanwhile."))


@click.command("export")
@click.argument("course")
@click.option("--to", "to", type=click.Path(dir_okay=False, path_type=Path), help="The file that is written (default: COURSE.zip here).")
@click.option("--drafts", "is_drafts", is_flag=True, help="Take the texts as they are written on the web, published or not.")
@_lang
@with_appcontext
def export(course: str, to: Path | None, is_drafts: bool, lang: str) -> None:
    """Write COURSE as a zip of its files: published again, it changes nothing."""
    with force_locale(LOCALES[lang]):
        taken = _done(lambda: files.export(actor=Actor.system(), course_id=course, is_drafts=is_drafts))
        goal = to or Path(taken.name)
        goal.write_bytes(taken.data)
        click.echo(_("Written: %(file)s (%(size)s kB)", file=goal, size=-(-len(taken.data) // 1000)))


@click.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--into", "into", default="", help="The course to which the files go (default: the one they name, or a new one).")
@_theirs
@_ours
@_lang
@with_appcontext
def bring_in(source: Path, into: str, choice: str | None, lang: str) -> None:
    """Bring SOURCE (a zip or a folder with one course) in as drafts; nothing is published."""
    with force_locale(LOCALES[lang]):
        parcel = _read(source, into)
        found = _done(lambda: importing.compare(actor=Actor.system(), parcel=parcel, into=into), writes=False)
        _tell_import(parcel, found, choice)
        if found.has_choice and choice is None:
            raise click.ClickException(_(
                "Some texts stand on the web with other words. Nothing was written. "
                "Take the files with --theirs, or keep the words on the web with --ours."
            ))
        taken = _done(lambda: importing.take(actor=Actor.system(), parcel=parcel, into=into, choice=choice, seen=found.mark))
        count = len(taken.written)
        click.echo(ngettext("%(num)d text is written as a draft. Nothing is published yet.", "%(num)d texts are written as drafts. Nothing is published yet.", count))


def _read(source: Path, into: str) -> Parcel:
    seed = importing.seed_of(Actor.system())
    try:
        if source.is_dir():
            return library.read_lying(source, seed=seed, into=into)
        if source.stat().st_size > library.MAX_PACKED:
            raise Unpackable(library.TOO_LARGE, limit=library.MAX_PACKED // 1_000_000)
        return library.read_packed(source.read_bytes(), source.name, seed=seed, into=into)
    except Unpackable as error:
        raise click.ClickException(error.text(_)) from error
    except OSError as error:
        raise click.ClickException(_("%(file)s cannot be read.", file=source.name)) from error


def _done(work: Callable[[], T], *, writes: bool = True) -> T:
    """Do something in a unit of work of its own; what a service refuses is one sentence."""
    try:
        return run_in_unit(work, writes=writes)
    except RuleBroken as error:
        raise click.ClickException(error.sentence) from error
    except NotFound as error:
        raise click.ClickException(_("There is no such course.")) from error
    except CollegeError as error:
        raise click.ClickException(_("This is not possible.")) from error


def _refuse(error: NotFit) -> None:
    """Print every problem and end with exit code 1."""
    for problem in error.problems:
        click.echo(problem.say(_), err=True)
    click.echo(_("Places to mend: %(count)s. Nothing was published.", count=len(error.problems)), err=True)
    raise click.exceptions.Exit(1)


def _tell_edits(edited: list[files_publishing.Edited]) -> None:
    """Say what stands on the web and what the files say instead."""
    whys = {
        library.PUBLISHED: _("published on the web"), library.DRAFTED: _("a draft on the web"),
        library.WITHDRAWN: _("withdrawn on the web"),
    }  # fmt: skip
    click.echo(_("What differs: [-on the web-] {+in the files+}"))
    for each in edited:
        click.echo(f"{each.edit.course_id}/{each.edit.lesson_id} ({whys[each.edit.why]}): {each.title}")
        if each.edit.is_gone:
            click.echo("  " + _("Its file is gone."))
        for line in lines_of(each.difference):
            click.echo(f"  {line}")


def _tell(outcome: Outcome) -> None:
    for sentence, lessons in (
        (_("Published: %(lesson)s"), outcome.published),
        (_("Retired, because its file is gone: %(lesson)s"), outcome.retired),
        (_("Left as it was edited on the web: %(lesson)s"), outcome.kept),
    ):
        for lesson in lessons:
            click.echo(sentence % {"lesson": lesson})
    click.echo(_("Lessons published: %(published)s, unchanged: %(unchanged)s.", published=len(outcome.published),
                 unchanged=len(outcome.unchanged)))


def _tell_import(parcel: Parcel, found: Comparison, choice: str | None) -> None:
    """Say what would become of each text, and what could not be kept."""
    click.echo(_("A new course: %(course)s (%(title)s)", course=found.course_id, title=found.title) if found.is_new
               else _("The course: %(course)s (%(title)s)", course=found.course_id, title=found.title))
    words = {NEW: _("new"), CHANGED: _("different"), SAME: _("the same"), STAYS: _("not in the files; stays")}
    for line in found.lines:
        click.echo(f"  {line.lesson_id} ({words[line.fate]}): {line.title}")
        if line.fate == CHANGED and choice is None:
            difference = run_in_unit(lambda line=line: import_shown.difference_of(found.course_id, line), writes=False)
            for each in lines_of(difference):
                click.echo(f"    {each}")
    if parcel.remarks:
        click.echo(_("What could not be kept:"))
    for each in import_shown.told(parcel.remarks):
        click.echo(f"  {each.file}:{each.line}: {each.what} — {each.became}")
