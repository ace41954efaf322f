"""What accounts keep about one person, for herself: who she is, her cards and devices, her consents, her ways in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from college.accounts.card_numbers import shown_number
from college.accounts.models import Card, Consent, DeviceSession, Grant, Person
from college.accounts.models_secrets import Handover, OneTimeLink, Password, RecoveryCode, SecondFactor
from college.accounts.people import people_by_ids
from college.core import crypto
from college.core.clock import LOCAL
from college.core.db import db

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {
    "person": "person",
    "card": "cards",
    "device_session": "devices",
    "consent": "consents",
    "handover": "handovers",
    "role_grant": "roles",
    "password": "staff_account",
    "one_time_link": "staff_account",
    "second_factor": "staff_account",
    "recovery_code": "staff_account",
}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give everything that accounts keep about a person; secrets (hashes, keys) are told of, never shown."""
    return {
        "person": _person(db.session.get_one(Person, person_id)),
        "cards": [_card(each) for each in _of(Card, person_id, Card.made_at)],
        "devices": [_device(each) for each in _of(DeviceSession, person_id, DeviceSession.started_at)],
        "consents": [_consent(each) for each in _of(Consent, person_id, Consent.given_at)],
        "handovers": _handovers(person_id),
        "roles": [_role(each) for each in _of(Grant, person_id, Grant.from_on)],
        "staff_account": _staff_account(person_id),
    }


def _of(model: Any, person_id: UUID, latest: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.person_id == person_id).order_by(latest.desc())))


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "phone": crypto.decrypt(person.phone_cipher) if person.phone_cipher else None,
        "phone_masked": person.phone_masked or None,
        "age_band": person.age_band,
        "outside_id": person.outside_id,
        "language": person.locale,
        "text_size": person.text_size,
        "known_since": person.created_at,
        "changed_by_hand_at": person.edited_at,
    }


def _handovers(person_id: UUID) -> list[dict[str, Any]]:
    """Give the codes made to let her in, with who made each; ``used_at`` is None where nobody came in by it."""
    made = _of(Handover, person_id, Handover.made_at)
    givers = people_by_ids({each.made_by for each in made})
    return [{"made_at": each.made_at, "used_at": each.used_at, "by": givers[each.made_by].name} for each in made]


def _card(card: Card) -> dict[str, Any]:
    return {
        "number": shown_number(card.number),
        "made_at": card.made_at,
        "opens_until": card.expires_on,
        "first_used_at": card.first_used_at,
        "void_since": card.revoked_at,
        "paused_since": card.paused_at,
    }


def _device(device: DeviceSession) -> dict[str, Any]:
    return {
        "device": device.device,
        "kind": device.kind,
        "way": device.way,
        "signed_in_at": device.started_at,
        "open_until": device.expires_at,
        "ended_at": device.ended_at,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "version": consent.version,
        "language": consent.language,
        "given_on": consent.given_at.astimezone(LOCAL).date(),
        "given_at": consent.given_at,
        "withdrawn_at": consent.withdrawn_at,
    }


def _role(grant: Grant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "over": grant.scope_kind,
        "where": grant.scope_key,
        "from": grant.from_on,
        "until": grant.to_on,
        "ended_at": grant.ended_at,
    }


def _staff_account(person_id: UUID) -> dict[str, Any]:
    """Tell of the account with a password; empty for somebody who never had one."""
    password = db.session.get(Password, person_id)
    if password is None:
        return {}
    factor = db.session.get(SecondFactor, person_id)
    codes = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id)
    links = select(func.count()).select_from(OneTimeLink).where(OneTimeLink.person_id == person_id)
    return {
        "login": password.login,
        "password_set_at": password.set_at,
        "second_factor_since": factor.confirmed_at if factor else None,
        "recovery_codes_left": db.session.scalar(codes.where(RecoveryCode.used_at.is_(None))),
        "links_to_set_a_password": db.session.scalar(links),
    }
