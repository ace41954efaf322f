"""The command `doctor`: looks at the college and says what is good, what needs care, what is bad, and what to do."""

from __future__ import annotations

import json

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from college.core.db import is_ready, run_in_unit
from college.demo import service as demo
from college.home.findings import look
from college.home.findings_rules import Finding, State, findings, worst


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor)


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs: a list of objects.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@with_appcontext
def doctor(as_json: bool, lang: str) -> None:
    """Look at keys, settings, people, work, data and the machine. Asks nobody outside it; shows no secret.

    Ends with 1 when something is bad.
    """
    with force_locale({"zh": "zh_Hans_CN", "en": "en"}[lang]):
        if not is_ready():
            raise click.ClickException(_("There is no database yet: python -m college serve makes it."))
        found = run_in_unit(_look, writes=False)
        click.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2) if as_json else _said(found))
    if worst(found) is State.BAD:
        raise SystemExit(1)


def _look() -> list[Finding]:
    return findings(look(is_demo=demo.is_demo(), reads_rows=True))


def _plain(finding: Finding) -> dict[str, str]:
    return {"key": finding.key, "state": finding.state.value, "sentence": finding.sentence, "advice": finding.advice}


def _said(found: list[Finding]) -> str:
    marks = {State.GOOD: _("good"), State.CARE: _("care"), State.BAD: _("BAD")}
    lines = []
    for each in sorted(found, key=lambda finding: list(State).index(finding.state), reverse=True):
        lines.append(f"{marks[each.state]:<6} {each.sentence}")
        lines += [f"       → {each.advice}"] if each.advice else []
    return "\n".join(lines)
