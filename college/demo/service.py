"""The door to the demonstration: whether this is one, filling it, and walking in as anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict
from urllib.parse import urlsplit
from uuid import UUID

import segno
from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from college.accounts import service as accounts
from college.core.clock import now
from college.core.db import db, is_ready, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Role
from college.demo import filling, twins_story
from college.demo import twins as made_twins
from college.demo.models import DemoMark


class Link(TypedDict):
    """A way in: ``url`` signs in as ``name``, who holds ``role`` in ``district`` (None for the whole college)."""

    role: str
    district: str | None
    name: str
    url: str


def is_demo() -> bool:
    """Say whether everything in this database is invented."""
    return db.session.get(DemoMark, 1) is not None


def fill(*, say: Callable[[str], None]) -> None:
    """Fill an empty college with invented people and their four weeks; nothing happens when it is filled already.

    Raises `RuleBroken` when people are in it that the demonstration did not invent.
    """
    if is_demo():
        return
    if accounts.has_people():
        raise RuleBroken(
            _("This college holds people already. A demonstration needs a database of its own: set COLLEGE_DATABASE_URL.")
        )
    say("Inventing two districts, their people and four weeks of lessons …")
    run_in_unit(_fill)
    say("Writing a course and publishing it three times …")
    filling.write()


def _fill() -> None:
    filling.fill()
    db.session.add(DemoMark(filled_at=now()))


def links() -> list[Link]:
    """Give a way in for every role in every district.

    Raises `RuleBroken` unless everything here is invented and only this machine can reach the college.
    """
    _ensure_harmless()
    found = [
        _link(role.value, district, person) for role, district, person in filling.staff_of_the_demo()
    ]
    for cohort in filling.cohorts_with_people():
        student = filling.first_student(cohort.id)
        found.append(_link(Role.STUDENT.value, cohort.district_code, student))
    return found


def twins(*, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill an empty college with the twins unless they are there, and give both sides: their ways in, ids and texts.

    Raises `RuleBroken` where real people are, where another demonstration is, and where other people can reach it.
    """
    if not is_demo():
        if accounts.has_people():
            raise RuleBroken(
                _("This college holds people already. A demonstration needs a database of its own: set COLLEGE_DATABASE_URL.")
            )
        say("Inventing two districts that mirror each other …")
        twins_story.fill()
    found = made_twins.sides()
    _ensure_harmless()
    people = accounts.people_by_ids({UUID(each) for side in found.values() for each in side["people"].values()})
    for side in found.values():
        of_the_side = {key: people.get(UUID(side["people"][key])) for key in made_twins.WAYS_IN}
        side["links"] = [_link(key, side["district"], person) for key, person in of_the_side.items() if person]
    one = next(iter(found.values()))
    whole = [_link(key, None, people[UUID(one["people"][key])]) for key in made_twins.OF_THE_COLLEGE]
    return {"college": {"links": whole}, "sides": found}


def greeting() -> list[str]:
    """Give the lines that `serve --demo` prints: a link for each role, and a QR code for a student's phone."""
    if not _only_this_machine():
        return _card_lines(
            "Other people can reach this college now, so the links of the staff are not given out. "
            "Start without --lan for those."
        )
    shown: dict[str, Link] = {}
    for link in links():
        shown.setdefault(link["role"], link)
    lines = ["Look around as (each link signs in as an invented person):"]
    lines += [f"  {link['role']:<16} {link['name']:<8} {link['url']}" for link in shown.values()]
    return lines + _card_lines("A student's card:")


def person_of(token: str) -> accounts.Person:
    """Give whom a demo link signs in. Raises `NotFound` unless this is a harmless demonstration."""
    try:
        _ensure_harmless()
        return accounts.get_person(UUID(_signer().loads(token)))
    except (BadSignature, RuleBroken, ValueError):
        raise NotFound from None


def enter(token: str) -> accounts.Person:
    """Sign in as the person of a demo link. Raises `NotFound` like `person_of`."""
    person = person_of(token)
    kind = "staff" if accounts.login_of(person.id) else "own"
    accounts.sign_in(person=person, kind=kind, way="demo", device=accounts.device_name(), is_confirmed=True, is_strong=True)
    return person


def _card_lines(text: str) -> list[str]:
    url = filling.shown_card_url()
    return [text, f"  {url}", _terminal_qr(url)]


def _terminal_qr(url: str) -> str:
    """Draw a QR code with half blocks: two rows of modules a line, light on dark as terminals are."""
    rows = [[bool(cell) for cell in row] for row in segno.make(url, error="m").matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(blocks[cells] for cells in zip(*pair, strict=True)) for pair in pairs)


def _link(role: str, district: str | None, person: accounts.Person) -> Link:
    url = f"{current_app.config['LISTEN_URL']}/demo/enter/{_signer().dumps(person.id.hex)}"
    return {"role": role, "district": district, "name": person.name, "url": url}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="demo")


def _only_this_machine() -> bool:
    return urlsplit(current_app.config["LISTEN_URL"]).hostname in {"127.0.0.1", "localhost", "::1"}


def _ensure_harmless() -> None:
    if not is_ready() or not is_demo():
        raise RuleBroken(_("This college is not a demonstration, so there are no links into it."))
    if not _only_this_machine():
        raise RuleBroken(_("Other people can reach this college, so there are no links into it."))
