"""Somebody whose deletion was asked for: she is found by nobody at once, and all comes back if she changes her mind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update

from college.accounts.models import Card, DeviceSession, Person
from college.accounts.models_secrets import Handover, OneTimeLink
from college.core.clock import now
from college.core.db import db


def hide_person(person_id: UUID) -> dict[str, Any]:
    """Close her account, void her cards and ways in, and end her sessions; give what `show_person` needs.

    Doing it again changes nothing more.
    """
    person, moment = db.session.get_one(Person, person_id), now()
    before = {"disabled_at": person.disabled_at.isoformat() if person.disabled_at else None}
    person.hidden_at = person.hidden_at or moment
    person.disabled_at = person.disabled_at or moment
    for model, column in (
        (Card, "revoked_at"),
        (DeviceSession, "ended_at"),
        (Handover, "voided_at"),
        (OneTimeLink, "used_at"),
    ):
        hers = update(model).where(model.person_id == person_id, getattr(model, column).is_(None))
        db.session.execute(hers.values({column: moment}))
    db.session.flush()
    return before


def show_person(person_id: UUID, before: dict[str, Any]) -> None:
    """Open her account as it was before; her cards stay void, so she needs a new one."""
    person = db.session.get_one(Person, person_id)
    disabled_at = before.get("disabled_at")
    person.hidden_at = None
    person.disabled_at = datetime.fromisoformat(disabled_at) if disabled_at else None
    db.session.flush()


def hidden_people() -> Select[tuple[UUID]]:
    """Select the ids of everybody whose deletion was asked for or is done: for conditions of other features."""
    return select(Person.id).where(Person.hidden_at.is_not(None))


def hidden_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people (some hundreds at most) whose deletion was asked for or is done."""
    return set(db.session.scalars(hidden_people().where(Person.id.in_(list(person_ids)))))


def absorbed_by(person_id: UUID) -> list[UUID]:
    """Give the records that were put together with this one, and with those, the furthest first: all are hers."""
    found: list[UUID] = []
    wanted = [person_id]
    while wanted:
        into = select(Person.id).where(Person.merged_into_id.in_(wanted), Person.id.not_in([person_id, *found]))
        wanted = list(db.session.scalars(into))
        found += wanted
    return found[::-1]
