"""Which fields of a person were changed by hand: kept when it happens, read by imports, told to her."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from college.accounts import service as accounts
from college.cohorts.models_hand_edits import AGE_BAND, NAME, PHONE, HandEdit
from college.core.clock import now
from college.core.db import db, insert_once
from college.core.permissions import Actor

#: How many people one question names: SQLite takes 32,766 values at most.
CHUNK = 5000


def changed_fields(person: accounts.Person, *, name: str, phone: str | None, age_band: str | None) -> list[str]:
    """Give which fields an edit by hand would change; ``phone`` is 11 digits, '' takes it away, None leaves it."""
    number = accounts.protect_phone(phone)["phone_hash"] if phone is not None else person.phone_hash
    told = ((NAME, person.name, name), (PHONE, person.phone_hash, number), (AGE_BAND, person.age_band, age_band or None))
    return [field for field, before, after in told if before != after]


def note(actor: Actor, person_id: UUID, fields: Iterable[str]) -> None:
    """Keep that these fields were changed by hand just now; the latest hand counts."""
    for field in fields:
        values = {"edited_by": actor.person_id, "edited_at": now()}
        if not insert_once(HandEdit, person_id=person_id, field=field, **values):
            same = update(HandEdit).where(HandEdit.person_id == person_id, HandEdit.field == field)
            db.session.execute(same.values(**values))


def hand_edits_of(person_ids: Collection[UUID]) -> dict[UUID, dict[str, HandEdit]]:
    """Give what was changed by hand about these people: person → field → who and when."""
    every, found = list(person_ids), {}
    for start in range(0, len(every), CHUNK):
        chosen = select(HandEdit).where(HandEdit.person_id.in_(every[start : start + CHUNK]))
        for edit in db.session.scalars(chosen):
            found.setdefault(edit.person_id, {})[edit.field] = edit
    return found


def own_hand_edits(person_id: UUID) -> list[dict[str, Any]]:
    """Give what staff changed by hand about a person, for herself."""
    edits = hand_edits_of([person_id]).get(person_id, {})
    return [{"field": each.field, "at": each.edited_at} for each in sorted(edits.values(), key=lambda edit: edit.edited_at)]


def forget_hand_edits(person_id: UUID) -> None:
    """Delete what is kept of changes by hand about a person, and her name from those that she made."""
    db.session.execute(delete(HandEdit).where(HandEdit.person_id == person_id))
    db.session.execute(update(HandEdit).where(HandEdit.edited_by == person_id).values(edited_by=None))


def move_hand_edits(*, from_id: UUID, to_id: UUID) -> list[str]:
    """Let fields changed by hand on one record count for another that has none of its own; give which."""
    both = hand_edits_of([from_id, to_id])
    going = [field for field in both.get(from_id, {}) if field not in both.get(to_id, {})]
    _give(from_id, to_id, going)
    return going


def move_hand_edits_back(*, from_id: UUID, to_id: UUID, fields: Collection[str]) -> None:
    """Give back what `move_hand_edits` took, as far as it is still there."""
    hers = hand_edits_of([from_id]).get(from_id, {})
    _give(to_id, from_id, [field for field in fields if field not in hers])


def _give(giver: UUID, taker: UUID, fields: Collection[str]) -> None:
    theirs = update(HandEdit).where(HandEdit.person_id == giver, HandEdit.field.in_(list(fields)))
    db.session.execute(theirs.values(person_id=taker), execution_options={"synchronize_session": False})
    db.session.expire_all()
