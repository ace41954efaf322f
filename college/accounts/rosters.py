"""Many people at once, for roster imports: who is known by these numbers, who works here, who may be taken away again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, select, update

from college.accounts.models import Card, DeviceSession, Grant, Person
from college.accounts.models_secrets import OneTimeLink, Password
from college.accounts.people import name_keys
from college.core.db import db
from college.core.pages import phone_masked

#: How many people one statement names: SQLite takes 32,766 values at most.
CHUNK = 5000
#: What an import may write over.
CONTENTS = ("name", "age_band", "phone_cipher", "phone_hash", "phone_head", "phone_tail")
#: Why somebody cannot be taken away as if she had never been there.
OPENED, EDITED, WORKS = "opened", "edited", "works"


class Outline(NamedTuple):
    """What an import compares: no telephone, only the hash that finds it and the digits that may be shown."""

    id: UUID
    name: str
    phone_hash: str | None
    phone_head: str | None
    phone_tail: str | None
    outside_id: str | None
    age_band: str | None
    is_edited: bool

    @property
    def phone_masked(self) -> str:
        """The number as it is shown, empty when there is none."""
        return phone_masked(self.phone_head, self.phone_tail)


def _chunks(values: Collection) -> Iterator[list]:
    every = list(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]


def _outlines(column: ColumnElement, values: Collection) -> list[Outline]:
    """Give these people; a record that sleeps in another stands for that one, after the one's own outline."""
    whose = func.coalesce(Person.merged_into_id, Person.id)
    number = (Person.phone_hash, Person.phone_head, Person.phone_tail)
    is_edited = Person.edited_at.is_not(None)
    chosen: Select = select(whose, Person.name, *number, Person.outside_id, Person.age_band, is_edited)
    shown = chosen.where(Person.hidden_at.is_(None)).order_by(Person.merged_into_id.is_not(None))
    return [Outline(*row) for some in _chunks(values) for row in db.session.execute(shown.where(column.in_(some)))]


def outlines_by_ids(person_ids: Collection[UUID]) -> list[Outline]:
    """Give these people, however many, without loading whole rows."""
    return _outlines(Person.id, person_ids)


def outlines_by_phones(phone_hashes: Collection[str]) -> list[Outline]:
    """Give everybody who has one of these numbers, by the hashes of `protect_phone`."""
    return _outlines(Person.phone_hash, phone_hashes)


def _among(column: ColumnElement, person_ids: Collection[UUID], *where: ColumnElement) -> set[UUID]:
    return {
        person_id
        for some in _chunks(person_ids)
        for person_id in db.session.scalars(select(column).where(column.in_(some), *where))
    }


def staff_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people who work for the college or did: a login name, or any role that was ever given."""
    return _among(Password.person_id, person_ids) | _among(Grant.person_id, person_ids)


def touched(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Give those of these people who are more than rows of a list, each with the reason: `OPENED`, `EDITED`, `WORKS`."""
    edited = _among(Person.id, person_ids, Person.edited_at.is_not(None))
    opened = _among(Card.person_id, person_ids, Card.first_used_at.is_not(None))
    opened |= _among(DeviceSession.person_id, person_ids)
    works = staff_among(person_ids) | _among(OneTimeLink.person_id, person_ids)
    return dict.fromkeys(edited, EDITED) | dict.fromkeys(works, WORKS) | dict.fromkeys(opened, OPENED)


def contents_of(person_ids: Collection[UUID]) -> dict[UUID, dict[str, str | None]]:
    """Give what an import may write over, as the columns of `CONTENTS`, of these people."""
    columns = [getattr(Person, column) for column in CONTENTS]
    return {
        person_id: dict(zip(CONTENTS, values, strict=True))
        for some in _chunks(person_ids)
        for person_id, *values in db.session.execute(select(Person.id, *columns).where(Person.id.in_(some)))
    }


def write_contents(values: Mapping[UUID, Mapping[str, str | None]]) -> None:
    """Write columns of `CONTENTS` of many people, each row only where it says so: no hand has edited them."""
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for person_id, contents in values.items():
        row = {**contents, **(name_keys(name) if (name := contents.get("name")) else {})}
        shapes.setdefault(tuple(sorted(row)), []).append({"of": person_id, **{f"to_{name}": row[name] for name in row}})
    table = Person.__table__
    for columns, rows in shapes.items():
        theirs = update(table).where(table.c.id == bindparam("of"))
        db.session.connection().execute(theirs.values({name: bindparam(f"to_{name}") for name in columns}), rows)
    if values:
        db.session.expire_all()


def delete_untouched(person_ids: Collection[UUID]) -> None:
    """Delete people whom `touched` does not name, with their cards, which nobody ever opened.

    Raises `IntegrityError` when something else points at one of them: run it inside a savepoint.
    """
    for some in _chunks(person_ids):
        for rows in (delete(Card).where(Card.person_id.in_(some)), delete(Person).where(Person.id.in_(some))):
            db.session.execute(rows, execution_options={"synchronize_session": False})
