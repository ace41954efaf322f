"""What accounts throw away: codes and links that are over, counters, devices signed out of, consents of nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from college.accounts.models import Consent, DeviceSession, Person
from college.accounts.models_secrets import (
    AddressFailure,
    CredentialFailure,
    Handover,
    OneTimeLink,
    Quota,
    RecoveryCode,
    SecondFactor,
    SmsCode,
)
from college.accounts.rosters import staff_among
from college.accounts.rules import FAILURES_BEFORE_RESET
from college.core.db import db
from college.core.retention import Sweep, count, keys_of, of_rows, purge_keys

#: How many people one question names.
CHUNK = 5000
#: The longest span of a limit.
LONGEST_SPAN = timedelta(days=1)


def _ended_devices(before: datetime) -> ColumnElement[bool]:
    return func.coalesce(DeviceSession.ended_at, DeviceSession.expires_at) < before


def _purge_devices(before: datetime, limit: int) -> int:
    """Forget devices; a consent that was given on one of them stays, and no longer says on which."""
    ids = keys_of(DeviceSession, _ended_devices(before), limit)
    given = update(Consent).where(Consent.session_id.in_(ids)).values(session_id=None)
    db.session.execute(given, execution_options={"synchronize_session": False})
    return purge_keys(DeviceSession, ids)


def _of_nobody(_before: datetime) -> ColumnElement[bool]:
    return Consent.person_id.in_(select(Person.id).where(Person.forgotten_at.is_not(None)))


#: What is thrown away, by the key of its rule.
SWEEPS = {
    "handovers": of_rows(Handover, lambda before: Handover.expires_at < before),
    "sms_codes": of_rows(SmsCode, lambda before: SmsCode.expires_at < before),
    "quotas": of_rows(Quota, lambda before: Quota.began_at < before - LONGEST_SPAN),
    "password_links": of_rows(OneTimeLink, lambda before: OneTimeLink.expires_at < before),
    "unfinished_factors": of_rows(
        SecondFactor, lambda before: and_(SecondFactor.confirmed_at.is_(None), SecondFactor.made_at < before)
    ),
    "wrong_guesses": of_rows(
        CredentialFailure,
        # Twenty in a row wait for a reset, not for a day to pass (AF-99).
        lambda before: and_(
            CredentialFailure.count < FAILURES_BEFORE_RESET,
            CredentialFailure.last_at < before,
            or_(CredentialFailure.locked_until.is_(None), CredentialFailure.locked_until < before),
        ),
    ),
    "addresses": of_rows(AddressFailure, lambda before: AddressFailure.hour < before),
    "devices": Sweep(lambda before: count(DeviceSession, _ended_devices(before)), _purge_devices),
    "consents": of_rows(Consent, _of_nobody),
}


def forget_keyed() -> None:
    """Take away what only the old look-up key could have found: codes to come in with, and recovery codes of staff."""
    for model in (SmsCode, Handover, RecoveryCode, CredentialFailure, AddressFailure, Quota):
        db.session.execute(delete(model), execution_options={"synchronize_session": False})


def gone_since(person_ids: Collection[UUID], moment: datetime) -> list[UUID]:
    """Give those of these people whom nobody has seen since: signed in on no device, working nowhere, still known
    and not about to be deleted.

    Who was put together with another record is left to that record.
    """
    every, left = list(person_ids), []
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        seen = func.coalesce(DeviceSession.ended_at, DeviceSession.expires_at) >= moment
        here = select(DeviceSession.person_id).where(DeviceSession.person_id.in_(some), seen)
        known = and_(
            Person.id.in_(some), Person.hidden_at.is_(None), Person.forgotten_at.is_(None), Person.merged_into_id.is_(None)
        )
        staff = staff_among(some)
        people = db.session.scalars(select(Person.id).where(known, Person.id.not_in(here)).order_by(Person.id))
        left += [each for each in people if each not in staff]
    return left
