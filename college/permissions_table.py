"""The printed matrix of who may do what, made from the code itself: `permissions print`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from college.core.guard import Access, access_of
from college.core.permissions import APPOINTS, GIVES, HELD_OVER, Permission, Role

#: Where the printed matrix is kept.
FILE = Path(__file__).resolve().parent / "permissions.md"
#: The kinds of places, from the widest to the narrowest, and what each reaches.
PLACES = ("college", "district", "cohort", "course")
REACHES = {
    "college": "everything",
    "district": "the district and its cohorts",
    "cohort": "that cohort",
    "course": "that course",
}
HOW = "python -m college permissions print --save"

group = AppGroup("permissions", help="Who may do what.")


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)


@group.command("print")
@click.option("--save", is_flag=True, help="Write college/permissions.md instead of printing.")
def print_(save: bool) -> None:
    """Print who may do what, where, and what each address asks for, as Markdown."""
    text = markdown(current_app)
    if save:
        FILE.write_text(text, encoding="utf-8")
        click.echo(f"{cells(current_app)} cells written to {FILE.name}.")
    else:
        click.echo(text, nl=False)


def markdown(app: Flask) -> str:
    """Give the whole matrix of this application as Markdown."""
    parts = [
        "# Who may do what",
        f"Made from the code by `{HOW}`; a test holds that it is still so. Why: "
        "[decision 0019](decisions/0019-who-appoints-whom.md).",
        "## Roles, permissions and places",
        _sentence_of_places(),
        _table(["permission", *(role.value for role in Role)], _permissions()),
        "## Over what a role is held",
        _table(["role", *PLACES], _held_over()),
        "## Whom a role appoints",
        "Over the place where she holds her own role, no longer than she holds it. Nobody gives or ends her own role of "
        "operator; the last operator stays. A coordinator does not end her own role, and only an operator ends that of the "
        "last coordinator of a district.",
        _table(["role", *(role.value for role in Role)], _appoints()),
        "## What each address asks for",
        "`confirmed`: she showed within the last hour that it is she. The service then looks at the very row: of another "
        "place it is 404.",
        _table(["address", "method", "endpoint", "asks for", "confirmed", "who"], _addresses(app)),
    ]
    return "\n\n".join(parts) + "\n"


def cells(app: Flask) -> int:
    """Count the answers that the matrix gives: role x permission x place, role x place, role x role, address x method."""
    return (
        len(Role) * len(Permission) * len(PLACES)
        + len(Role) * len(PLACES)
        + len(Role) * len(Role)
        + len(list(_addresses(app)))
    )


def _sentence_of_places() -> str:
    reaches = ", ".join(f"**{place}** {reach}" for place, reach in REACHES.items())
    return f"Each cell names the places over which the role can be held and the permission then reaches: {reaches}."


def _permissions() -> Iterable[list[str]]:
    for permission in Permission:
        yield [permission.value, *(_places(role) if permission in GIVES[role] else "" for role in Role)]


def _places(role: Role) -> str:
    return " ".join(place for place in PLACES if place in HELD_OVER[role])


def _held_over() -> Iterable[list[str]]:
    for role in Role:
        yield [role.value, *("yes" if place in HELD_OVER[role] else "" for place in PLACES)]


def _appoints() -> Iterable[list[str]]:
    for role in Role:
        yield [role.value, *("yes" if other in APPOINTS.get(role, ()) else "" for other in Role)]


def _addresses(app: Flask) -> Iterable[list[str]]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    for rule in rules:
        access = access_of(app, rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if access is not None:
                yield [f"`{rule.rule}`", method, rule.endpoint, *_asks(access)]


def _asks(access: Access) -> list[str]:
    confirmed = "yes" if access.is_confirmed else ""
    if access.permission is None:
        return [access.kind.replace("_", " "), confirmed, "everybody" if access.kind == "public" else "whoever is signed in"]
    who = ", ".join(role.value for role in Role if access.permission in GIVES[role])
    return [access.permission.value, confirmed, who]


def _table(head: list[str], lines: Iterable[list[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
