"""Two records of one person: cards and consent go over to the one that is kept, the other sleeps, and all goes back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from college.accounts.models import Card, Consent, DeviceSession, Person
from college.accounts.models_secrets import Handover
from college.accounts.sessions import end_sessions
from college.core.clock import now
from college.core.db import db

#: What a coordinator may take from either record: its name → the columns that go together.
FIELDS = {
    "name": ("name",),
    "phone": ("phone_cipher", "phone_hash", "phone_head", "phone_tail"),
    "age_band": ("age_band",),
    "outside_id": ("outside_id",),
}


def hold_people(person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Give these people as they stand now, and hold their rows until the end of the unit of work.

    Always in the order of their ids, so that two hands who put the same two together from both sides wait for each
    other instead of blocking each other.
    """
    wanted = select(Person).where(Person.id.in_(list(person_ids))).order_by(Person.id)
    rows = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def records_of(person_id: UUID) -> list[UUID]:
    """Give the ids of the records that were put together with this one and sleep now, the oldest first."""
    asleep = select(Person.id).where(Person.merged_into_id == person_id).order_by(Person.created_at, Person.id)
    return list(db.session.scalars(asleep))


def close_record(*, from_id: UUID, to_id: UUID) -> bool:
    """Let a record sleep in another: nobody signs in with it any more, and every device ends.

    False when somebody else was quicker: either record sleeps already, is closed, or holds others.
    """
    other, asleep = aliased(Person), aliased(Person)
    awake = exists().where(other.id == to_id, other.merged_into_id.is_(None), other.disabled_at.is_(None))
    closing = update(Person).where(
        Person.id == from_id,
        Person.merged_into_id.is_(None),
        Person.disabled_at.is_(None),
        Person.forgotten_at.is_(None),
        awake,
        ~exists().where(asleep.merged_into_id == from_id),
    )
    if _count(closing.values(merged_into_id=to_id, disabled_at=now())) != 1:
        return False
    end_sessions([from_id])
    unused = update(Handover).where(Handover.person_id == from_id, Handover.used_at.is_(None), Handover.voided_at.is_(None))
    _count(unused.values(voided_at=now()))
    return True


def open_record(*, from_id: UUID, to_id: UUID) -> bool:
    """Wake a record that sleeps in another; False when it does not sleep there (any more)."""
    opening = update(Person).where(Person.id == from_id, Person.merged_into_id == to_id, Person.forgotten_at.is_(None))
    return _count(opening.values(merged_into_id=None, disabled_at=None)) == 1


def swap(first: Person, second: Person, fields: Collection[str]) -> None:
    """Let two records change places in these of `FIELDS`; doing it once more puts all back, so nothing is copied."""
    for column in (column for field in fields for column in FIELDS[field]):
        hers, others = getattr(first, column), getattr(second, column)
        setattr(first, column, others)
        setattr(second, column, hers)
    if fields:
        first.edited_at = now()
    db.session.flush()


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move cards and consents to the record that is kept; give what was done, as ids, for `move_person_back`.

    Both living cards then open the kept record. The latest word on consent is the one that counts: who took it back
    on one of the two records has not agreed.
    """
    cards = list(db.session.scalars(select(Card.id).where(Card.person_id == from_id).order_by(Card.id)))
    _give(Card, cards, to_id)
    return {"cards": [str(each) for each in cards], **_move_consents(from_id, to_id)}


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and ``to_id`` still holds.

    Devices on which such a card opened the kept record are signed out: the next scan opens the right one.
    """
    cards = [UUID(each) for each in moved.get("cards", [])]
    by_card = update(DeviceSession).where(DeviceSession.person_id == to_id, DeviceSession.card_id.in_(cards))
    _count(by_card.where(DeviceSession.ended_at.is_(None)).values(ended_at=now()))
    _give(Card, cards, from_id, to_id)
    _give(Consent, [UUID(each) for each in moved.get("consents", [])], from_id, to_id)
    ended = moved.get("consent_ended")
    if ended and not _living_consents(to_id, ended["version"]):
        mine = update(Consent).where(Consent.id == UUID(ended["id"]), Consent.person_id == to_id)
        again = mine.where(Consent.withdrawn_at == datetime.fromisoformat(ended["at"]))
        _count(again.values(withdrawn_at=None))


def _move_consents(from_id: UUID, to_id: UUID) -> dict[str, Any]:
    mine, hers = _consents(from_id), _consents(to_id)
    taken_back = max((each.withdrawn_at for each in hers if each.withdrawn_at), default=None)
    living = {each.version: each for each in hers if each.withdrawn_at is None}
    moving = [each for each in mine if _may_move(each, living, taken_back)]
    _give(Consent, [each.id for each in moving], to_id)
    return {"consents": [str(each.id) for each in moving], "consent_ended": _end_older(mine, living)}


def _may_move(consent: Consent, living: dict[str, Consent], taken_back: datetime | None) -> bool:
    if consent.withdrawn_at is not None:
        return True
    return consent.version not in living and (taken_back is None or taken_back < consent.given_at)


def _end_older(mine: list[Consent], living: dict[str, Consent]) -> dict[str, str] | None:
    """End the kept record's consent when the other took hers back later and did not agree again."""
    last = max((each.withdrawn_at for each in mine if each.withdrawn_at), default=None)
    is_agreed_again = any(each.withdrawn_at is None and last and each.given_at > last for each in mine)
    for consent in living.values():
        if last and consent.given_at < last and not is_agreed_again:
            consent.withdrawn_at = last
            db.session.flush()
            return {"id": str(consent.id), "version": consent.version, "at": last.isoformat()}
    return None


def _consents(person_id: UUID) -> list[Consent]:
    return list(db.session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)))


def _living_consents(person_id: UUID, version: str) -> list[Consent]:
    return [each for each in _consents(person_id) if each.version == version and each.withdrawn_at is None]


def _give(model: Any, ids: list[UUID], owner_id: UUID, holder_id: UUID | None = None) -> None:
    theirs = update(model).where(model.id.in_(ids))
    _count((theirs if holder_id is None else theirs.where(model.person_id == holder_id)).values(person_id=owner_id))


def _count(statement: Any) -> int:
    options = {"synchronize_session": False, "preserve_rowcount": True}
    count = db.session.execute(statement, execution_options=options).rowcount
    db.session.expire_all()
    return count
