"""`demo fill` and `demo links`."""

from __future__ import annotations

import json

from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from college.core.db import is_ready
from college.core.errors import RuleBroken
from college.demo import scale, service

group = AppGroup("demo", help="The demonstration with invented people.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("fill")
def fill() -> None:
    """Fill this college with invented people; refused when real ones are in it. A new database is made ready first."""
    _make_ready(click.echo)
    try:
        service.fill(say=click.echo)
    except RuleBroken as broken:
        raise click.ClickException(broken.sentence) from None


@group.command("scale")
@click.option("--students", type=click.IntRange(1, 5_000_000), required=True, help="How many students, 150 in a cohort.")
def fill_scale(students: int) -> None:
    """Fill an empty college with very many invented students, for measuring; refused when anybody is in it.

    A million takes some minutes and about 5 GB. A new database is made ready first.
    """
    _make_ready(click.echo)
    try:
        seconds = scale.fill(students=students, say=click.echo)
    except RuleBroken as broken:
        raise click.ClickException(broken.sentence) from None
    click.echo(f"Done in {seconds:,.0f} s. The numbers of the districts are not counted yet: python -m college board rebuild")


@group.command("links")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of objects role, district, name, url.")
@click.option("--role", help="Only this role.")
@click.option("--district", help="Only this district, by its code.")
def links(as_json: bool, role: str | None, district: str | None) -> None:
    """Print a sign-in link for every role in every district of the demonstration."""
    try:
        found = [
            link
            for link in service.links()
            if role in {None, link["role"]} and district in {None, link["district"]}
        ]
    except RuleBroken as broken:
        raise click.ClickException(broken.sentence) from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for link in found:
        click.echo(f"{link['role']:<16} {link['district'] or '-':<8} {link['name']:<12} {link['url']}")


@group.command("twins")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: college and sides with links, ids, canaries.")
def twins(as_json: bool) -> None:
    """Fill an empty college with two mirrored districts, and print how to walk into each and what is its own.

    A text or id of one side that is seen from the other has leaked. Run it again to print the same again. A new
    database is made ready first.
    """
    _make_ready(_aside)
    try:
        found = service.twins(say=_aside)
    except RuleBroken as broken:
        raise click.ClickException(broken.sentence) from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for name, side in [("college", found["college"]), *found["sides"].items()]:
        for link in side["links"]:
            click.echo(f"{name:<8} {link['role']:<20} {link['name']:<12} {link['url']}")


def _make_ready(say: Callable[[str], None]) -> None:
    """Make the tables, districts and courses of a database that was never opened; `serving` says how."""
    if not is_ready():
        current_app.extensions["prepare_college"](with_demo=False, say=say)


def _aside(text: str) -> None:
    """Say something beside what is printed for a program to read."""
    click.echo(text, err=True)
