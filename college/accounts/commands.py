"""The commands `staff link` and `staff reset-second-factor`: ways in for a last operator who is locked out."""

from __future__ import annotations

from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import gettext as _

from college.accounts import queries
from college.accounts.passwords import make_password_link
from college.accounts.rules import normalise_login
from college.accounts.second_factor import reset_second_factor
from college.core.db import run_in_unit
from college.core.permissions import Actor

group = AppGroup("staff", help="Accounts of staff, for whoever sits at the machine itself.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(group)


@group.command("link")
@click.argument("login")
def link(login: str) -> None:
    """Print a link of 24 hours with which LOGIN sets a new password; it also lifts a lock after wrong guesses."""
    click.echo(run_in_unit(lambda: make_password_link(actor=Actor.system(), person_id=_person(login))))


@group.command("reset-second-factor")
@click.argument("login")
def reset(login: str) -> None:
    """Take the second factor of LOGIN away, whose phone and recovery codes are lost; she is signed out everywhere."""
    run_in_unit(lambda: reset_second_factor(actor=Actor.system(), person_id=_person(login)))
    click.echo(_("The second factor is taken away, and its person is signed out everywhere."))


def _person(login: str) -> UUID:
    row, _who = queries.password_and_person(normalise_login(login))
    if row is None:
        raise click.ClickException(_("Nobody has this login name."))
    return row.person_id
