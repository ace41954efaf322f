"""Consent to the privacy notice: given and taken back by a student, kept with version, language and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from flask import session
from sqlalchemy import insert, update

from college.accounts import queries
from college.accounts.models import Consent
from college.accounts.rules import PRIVACY_VERSION
from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotAllowed
from college.core.permissions import Actor

#: Where this phone's cookie keeps which version of the notice she would rather not agree to now.
DECLINED = "consent_declined"


def privacy_day() -> date:
    """Give the day of the notice as it reads now."""
    return date.fromisoformat(PRIVACY_VERSION)


def consent_of(person_id: UUID) -> Consent | None:
    """Give a person's living consent to the notice as it reads now, None when there is none."""
    return queries.living_consent(person_id, PRIVACY_VERSION)


def agreed_among(person_ids: Iterable[UUID]) -> set[UUID]:
    """Give who of these people agreed to the notice as it reads now: a thousand at most."""
    return queries.agreed_among(person_ids, PRIVACY_VERSION)


def has_declined() -> bool:
    """Say whether she said on this phone that she would rather not agree to the notice as it reads now."""
    return session.get(DECLINED) == PRIVACY_VERSION


def decline_consent() -> None:
    """Remember, in this phone's cookie alone, that she would rather not agree now."""
    session[DECLINED] = PRIVACY_VERSION


def give_consent(*, actor: Actor, language: str) -> bool:
    """Keep that this person agrees to the notice as it reads now; False when she had agreed already.

    ``language`` is the one in which she read it. Raises `NotAllowed` for nobody.
    """
    if actor.person_id is None:
        raise NotAllowed
    is_new = insert_once(
        Consent,
        person_id=actor.person_id,
        version=PRIVACY_VERSION,
        language=language,
        session_id=actor.session_id,
        given_at=now(),
    )
    if is_new:
        audit.record(actor, "consent.give", subject=f"person:{actor.person_id}", version=PRIVACY_VERSION)
    return is_new


def withdraw_consent(*, actor: Actor) -> bool:
    """Keep that this person takes her consent back: from the next request on nothing of her is kept.

    False when there was none. Raises `NotAllowed` for nobody.
    """
    if actor.person_id is None:
        raise NotAllowed
    living = update(Consent).where(Consent.person_id == actor.person_id, Consent.withdrawn_at.is_(None))
    is_ended = db.session.execute(living.values(withdrawn_at=now())).rowcount > 0
    if is_ended:
        audit.record(actor, "consent.withdraw", subject=f"person:{actor.person_id}")
    return is_ended


def load_consents(*, given: Mapping[UUID, datetime], language: str = "zh") -> None:
    """Insert consents to the notice as it reads now that were given in the past: for the demonstration and tests."""
    rows = [
        {"id": new_id(), "person_id": person_id, "version": PRIVACY_VERSION, "language": language, "given_at": at}
        for person_id, at in given.items()
    ]
    if rows:
        db.session.execute(insert(Consent), rows)
