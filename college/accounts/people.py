"""Making, changing and finding people. Numbers go in whole and are kept encrypted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from college.accounts import queries
from college.accounts.models import Person
from college.accounts.rules import normalise_phone
from college.core import audit, crypto, names
from college.core.bulk import insert_rows
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission, Scope

#: How many ids one question to the database names: SQLite takes 32,766 at most.
CHUNK = 500
#: What a row of `bulk_create_people` fills; the other columns stay empty.
_BULK = (
    "id", "name", "pinyin", "spellings", "phone_cipher", "phone_hash", "phone_head", "phone_tail", "age_band",
    "outside_id", "locale", "text_size", "created_at",
)  # fmt: skip


def protect_phone(phone: str | None) -> dict[str, str | None]:
    """Give the columns in which an 11-digit ``phone`` is kept; all None when there is none."""
    if not phone:
        return {"phone_cipher": None, "phone_hash": None, "phone_head": None, "phone_tail": None}
    return {
        "phone_cipher": crypto.encrypt(phone),
        "phone_hash": crypto.fingerprint(phone),
        "phone_head": phone[:3],
        "phone_tail": phone[-4:],
    }


def name_keys(name: str) -> dict[str, str]:
    """Give the columns by which a name is sorted and found; a row that brings them is made without finding them."""
    return {"pinyin": names.pinyin(name), "spellings": names.spellings(name)}


def clean_phone(text: str | None) -> str | None:
    """Give 11 digits or None. Raises `RuleBroken` with a sentence when it is no mobile number."""
    try:
        return normalise_phone(text)
    except ValueError:
        raise RuleBroken(
            _("A mobile number has 11 digits and begins with 1. Please check it, or leave the box empty.")
        ) from None


def create_person(
    *,
    name: str,
    phone: str | None = None,
    age_band: str | None = None,
    outside_id: str | None = None,
    locale: str = "zh",
    person_id: UUID | None = None,
) -> Person:
    """Add a person, flushed. The caller has asked whether she is there already, and holds the right to.

    With a ``person_id`` that the caller derived from a form, the same form sent twice makes one person.
    Raises `RuleBroken` when ``phone`` is no mobile number.
    """
    person_id = person_id or new_id()
    insert_once(
        Person,
        id=person_id,
        name=name,
        age_band=age_band or None,
        outside_id=outside_id or None,
        locale=locale,
        **protect_phone(clean_phone(phone)),
    )
    return get_person(person_id)


def bulk_create_people(rows: Iterable[dict[str, Any]]) -> list[UUID]:
    """Add many people at once, for imports; give their ids in order.

    Each row has ``name``, and may have ``id``, ``age_band``, ``outside_id``, the columns of `protect_phone` and those
    of `name_keys`, which are found here when they are missing.
    """
    same = {**dict.fromkeys(_BULK), "created_at": now(), "locale": "zh", "text_size": "standard"}
    values = [{**same, **row} for row in rows]
    for row in values:
        row["id"] = row["id"] or new_id()
        if row["pinyin"] is None:
            row |= name_keys(row["name"])
    insert_rows(Person, _BULK, ([row[column] for column in _BULK] for row in values))
    return [row["id"] for row in values]


def update_person(person: Person, *, name: str, phone: str | None, age_band: str | None) -> None:
    """Change what a hand has edited; ``phone`` '' takes the number away, None leaves it as it is.

    Raises `RuleBroken` when ``phone`` is no mobile number.
    """
    person.name = name
    person.age_band = age_band or None
    if phone is not None:
        for column, value in protect_phone(clean_phone(phone)).items():
            setattr(person, column, value)
    person.edited_at = now()


def has_people() -> bool:
    """Say whether anybody is in this college yet."""
    return db.session.scalars(select(Person.id).limit(1)).first() is not None


def get_person(person_id: UUID) -> Person:
    """Give a person. Raises `NotFound`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def people_by_ids(person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Give these people by their ids, however many."""
    wanted = list(person_ids)
    found: dict[UUID, Person] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = db.session.scalars(select(Person).where(Person.id.in_(wanted[start : start + CHUNK])))
        found.update((row.id, row) for row in rows)
    return found


def people_by_phone(phone: str) -> list[Person]:
    """Give everyone who has this 11-digit number, the first known first."""
    found = queries.people_by_phone_hash(crypto.fingerprint(phone))
    kept = people_by_ids([each.merged_into_id for each in found if each.merged_into_id])
    whose = [kept.get(each.merged_into_id, each) if each.merged_into_id else each for each in found]
    return list({each.id: each for each in whose}.values())


def unmask_phone(*, actor: Actor, person_id: UUID, reason: str, scope: Scope) -> str:
    """Give a whole telephone number, once, for a reason that is kept.

    ``scope`` is the place of a cohort she is in, which the caller has looked up. Raises `NotAllowed`, `NotFound`,
    and `RuleBroken` when there is no number or no reason.
    """
    ensure(actor, Permission.PHONE_UNMASK, scope)
    person = get_person(person_id)
    if not person.phone_cipher:
        raise RuleBroken(_("No telephone number is kept for this person."))
    if len(reason.strip()) < 2:
        raise RuleBroken(_("Please write why you need the number."))
    audit.record(
        actor,
        "phone.unmask",
        subject=f"person:{person_id}",
        district=scope.district,
        reason=reason.strip()[:200],
    )
    return crypto.decrypt(person.phone_cipher)


def disable_person(*, actor: Actor, person_id: UUID) -> None:
    """Close a person's account: from the next request on she is nobody. Safe to repeat."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    if person_id == actor.person_id:
        raise RuleBroken(_("You cannot close your own account. Ask another operator to do it."))
    person = get_person(person_id)
    if person.disabled_at is None:
        person.disabled_at = now()
        audit.record(actor, "person.disable", subject=f"person:{person_id}")


def enable_person(*, actor: Actor, person_id: UUID) -> None:
    """Open a closed account again. Safe to repeat."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    person = get_person(person_id)
    if person.disabled_at is not None:
        person.disabled_at = None
        audit.record(actor, "person.enable", subject=f"person:{person_id}")
