"""What is left of a deleted person: a row that says nothing of anybody, so that numbers and references still hold."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, update

from college.accounts.guesses import forget_guesses_of
from college.accounts.models import Card, Consent, DeviceSession, Grant, Person
from college.accounts.models_secrets import Handover, OneTimeLink, Password, RecoveryCode, SecondFactor, SmsCode
from college.core import crypto
from college.core.clock import now
from college.core.db import db

#: Tables whose rows of hers go, in an order that foreign keys allow.
TABLES = (Consent, DeviceSession, Card, Handover, OneTimeLink, RecoveryCode, SecondFactor, Password, Grant)


def words_of(person_id: UUID) -> list[str]:
    """Give the words that name a person: her name, number, number elsewhere and login name; empty ones left out."""
    person = db.session.get_one(Person, person_id)
    login = db.session.scalar(select(Password.login).where(Password.person_id == person_id))
    phone = crypto.decrypt(person.phone_cipher) if person.phone_cipher else None
    return [word for word in (person.name, phone, person.outside_id, login) if word]


def remembered_among(person_ids: Collection[UUID]) -> list[UUID]:
    """Give those of these people who are there and not deleted."""
    found = select(Person.id).where(Person.id.in_(list(person_ids)), Person.forgotten_at.is_(None))
    return list(db.session.scalars(found))


def _let_go(person_id: UUID) -> None:
    """Let rows of others no longer point at her devices and cards: records that were put together share them."""
    devices = select(DeviceSession.id).where(DeviceSession.person_id == person_id)
    cards = select(Card.id).where(Card.person_id == person_id)
    for pointing in (
        update(Consent).where(Consent.session_id.in_(devices)).values(session_id=None),
        update(DeviceSession).where(DeviceSession.card_id.in_(cards)).values(card_id=None),
    ):
        db.session.execute(pointing, execution_options={"synchronize_session": False})


def forget(person_id: UUID) -> None:
    """Delete what accounts keep of a person and empty her row. Safe to repeat.

    Codes sent to her number go too, whoever else shares it: each of them lives for ten minutes.
    """
    person = db.session.get_one(Person, person_id)
    if person.phone_hash:
        db.session.execute(delete(SmsCode).where(SmsCode.phone_hash == person.phone_hash))
    forget_guesses_of([person_id])
    _let_go(person_id)
    for model in TABLES:
        db.session.execute(delete(model).where(model.person_id == person_id))
    moment = now()
    nothing = {
        "phone_cipher": None,
        "phone_hash": None,
        "phone_head": None,
        "phone_tail": None,
        "age_band": None,
        "outside_id": None,
        "edited_at": None,
        "merged_into_id": None,
        "name": "",
        "pinyin": "",
        "spellings": "",
        "locale": "zh",
        "text_size": "standard",
    }
    emptied = {**nothing, "disabled_at": moment, "hidden_at": moment, "forgotten_at": moment}
    db.session.execute(update(Person).where(Person.id == person_id).values(**emptied))
    db.session.flush()
