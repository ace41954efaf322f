"""What is looked up about people, grants, cards and devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select

from college.accounts.models import Card, Consent, DeviceSession, Grant, Person
from college.accounts.models_secrets import OneTimeLink, Password
from college.core.db import db


_HAS_CONSENTED = exists().where(
    Consent.person_id == DeviceSession.person_id,
    Consent.version == bindparam("version"),
    Consent.withdrawn_at.is_(None),
)
#: Every page of somebody signed in asks these two, so they are made once.
_SESSION_AND_PERSON = (
    select(DeviceSession, Person, _HAS_CONSENTED)
    .join(Person, Person.id == DeviceSession.person_id)
    .where(
        DeviceSession.token_hash == bindparam("token_hash"),
        DeviceSession.ended_at.is_(None),
        DeviceSession.expires_at > bindparam("moment"),
        Person.disabled_at.is_(None),
    )
)
_grant = Grant.__table__.c
_ROLES_HELD = select(_grant.role, _grant.scope_kind, _grant.scope_key, _grant.to_on).where(
    _grant.person_id == bindparam("person_id"),
    _grant.ended_at.is_(None),
    _grant.from_on <= bindparam("on"),
    or_(_grant.to_on.is_(None), _grant.to_on >= bindparam("on")),
)


def roles_held(person_id: UUID, on: date) -> Sequence[Row]:
    """Give (role, scope_kind, scope_key, to_on) of the grants that a person holds on a day."""
    return db.session.execute(_ROLES_HELD, {"person_id": person_id, "on": on}).all()


def live_grants(on: date) -> Select[tuple[Grant]]:
    """Select the grants that hold on a day."""
    return select(Grant).where(
        Grant.ended_at.is_(None), Grant.from_on <= on, or_(Grant.to_on.is_(None), Grant.to_on >= on)
    )


def standing_grants(on: date) -> Select[tuple[Grant]]:
    """Select the grants that hold on a day or will hold later."""
    return select(Grant).where(Grant.ended_at.is_(None), or_(Grant.to_on.is_(None), Grant.to_on >= on))


def is_over(districts: Iterable[str], cohort_keys: Iterable[str]) -> ColumnElement[bool]:
    """Give the condition that a grant is held over one of these districts or cohorts."""
    return or_(
        and_(Grant.scope_kind == "district", Grant.scope_key.in_(list(districts))),
        and_(Grant.scope_kind == "cohort", Grant.scope_key.in_(list(cohort_keys))),
    )


def living_cards(person_ids: Sequence[UUID], on: date) -> list[Card]:
    """Give the cards of these people that open on a day."""
    alive = and_(Card.revoked_at.is_(None), Card.expires_on >= on)
    return list(db.session.scalars(select(Card).where(Card.person_id.in_(person_ids), alive).order_by(Card.made_at)))


def session_and_person(token_hash: str, moment: datetime, version: str) -> Row | None:
    """Give (device, person, has_consented) of this token, unless the device's time is over or she is disabled.

    ``version`` is that of the privacy notice to which she may have agreed.
    """
    values = {"token_hash": token_hash, "moment": moment, "version": version}
    return db.session.execute(_SESSION_AND_PERSON, values).first()


def living_consent(person_id: UUID, version: str) -> Consent | None:
    """Give a person's consent to a version of the privacy notice that was not taken back."""
    mine = select(Consent).where(Consent.person_id == person_id, Consent.version == version)
    return db.session.scalars(mine.where(Consent.withdrawn_at.is_(None))).first()


def agreed_among(person_ids: Iterable[UUID], version: str) -> set[UUID]:
    """Give who of these people agreed to a version of the privacy notice and did not take that back."""
    living = select(Consent.person_id).where(Consent.person_id.in_(list(person_ids)), Consent.version == version)
    return set(db.session.scalars(living.where(Consent.withdrawn_at.is_(None))))


def live_sessions(person_ids: Iterable[UUID], moment: datetime) -> list[DeviceSession]:
    """Give the devices on which these people are signed in, the newest first."""
    alive = and_(DeviceSession.ended_at.is_(None), DeviceSession.expires_at > moment)
    statement = select(DeviceSession).where(DeviceSession.person_id.in_(list(person_ids)), alive)
    return list(db.session.scalars(statement.order_by(DeviceSession.started_at.desc())))


def card_by_hash(token_hash: str) -> Card | None:
    """Give the card with this token, living or not."""
    return db.session.scalars(select(Card).where(Card.token_hash == token_hash)).first()


def link_by_hash(token_hash: str) -> OneTimeLink | None:
    """Give the one-time link with this token, living or not."""
    return db.session.scalars(select(OneTimeLink).where(OneTimeLink.token_hash == token_hash)).first()


def password_and_person(login: str) -> tuple[Password, Person] | tuple[None, None]:
    """Give the password row of a login name with its person: one query, whether there is one or not."""
    found = select(Password, Person).join(Person, Person.id == Password.person_id).where(Password.login == login)
    row = db.session.execute(found).first()
    return (row[0], row[1]) if row else (None, None)


def staff() -> list[Person]:
    """Give everyone who has a login name, by name."""
    known = select(Person).join(Password).where(Person.hidden_at.is_(None))
    return list(db.session.scalars(known.order_by(Person.pinyin, Person.name, Person.id)))


def staff_without_password_count() -> int:
    """Count open accounts with a login name for which nobody has set a password yet."""
    waiting = select(func.count()).select_from(Password).join(Person, Person.id == Password.person_id)
    return db.session.scalar(waiting.where(Password.hash.is_(None), Person.disabled_at.is_(None))) or 0


def people_by_phone_hash(phone_hash: str) -> list[Person]:
    """Give the people who share this number: couples do."""
    found = select(Person).where(Person.phone_hash == phone_hash, Person.hidden_at.is_(None))
    return list(db.session.scalars(found.order_by(Person.created_at)))
