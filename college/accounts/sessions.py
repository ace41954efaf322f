"""Being signed in: a row per device, so that signing out, revoking a card or closing an account ends it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from uuid import UUID

from flask import current_app, session
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import update

from college.accounts import queries
from college.accounts.models import DeviceSession, Person
from college.accounts.rules import MAX_DEVICES, PRIVACY_VERSION, DeviceKind, session_end
from college.core import audit
from college.core.clock import now
from college.core.crypto import new_token, token_hash
from college.core.db import db, new_id
from college.core.permissions import Actor, Held, Role

HeldSource = Callable[[UUID], tuple[Held, ...]]


class SignedIn(UserMixin):
    """Flask-Login's user: one person on one device."""

    def __init__(self, person: Person, device: DeviceSession, token: str, *, has_consented: bool) -> None:
        self.person = person
        self.device = device
        self.token = token
        self.has_consented = has_consented

    def get_id(self) -> str:
        """Give what the cookie carries: the device's secret, signed by Flask."""
        return self.token

    @cached_property
    def actor(self) -> Actor:
        """This person as services know her."""
        person_id, by_card = self.person.id, self.device.kind != "staff"
        may_keep = self.has_consented or not by_card
        return Actor(
            person_id=person_id,
            name=self.person.name,
            session_id=self.device.id,
            may_keep=may_keep,
            confirmed_at=self.device.confirmed_at,
            load_held=lambda: _held(person_id, by_card=by_card) if may_keep else (),
        )


def _held(person_id: UUID, *, by_card: bool) -> tuple[Held, ...]:
    """Add up what every source gives. A card opens lessons and nothing else, whoever it was printed for.

    Who came by card and has not agreed to the privacy notice holds nothing, so nothing of her is kept.
    """
    sources: list[HeldSource] = current_app.extensions["held_sources"]
    held = (each for source in sources for each in source(person_id))
    return tuple(each for each in held if not by_card or each.role is Role.STUDENT)


def actor_for(person_id: UUID | None) -> Actor:
    """Give the actor of a job: whoever asked for it, with what she may do now; nobody when her account is closed."""
    person = db.session.get(Person, person_id) if person_id else None
    if person is None or person.disabled_at is not None:
        return Actor()
    asker_id = person.id
    return Actor(person_id=asker_id, name=person.name, load_held=lambda: _held(asker_id, by_card=False))


def load(token: str) -> SignedIn | None:
    """Give whoever holds this device secret now, None when the session is over."""
    found = queries.session_and_person(token_hash(token), now(), PRIVACY_VERSION)
    return SignedIn(found[1], found[0], token, has_consented=found[2]) if found else None


def start_session(
    *,
    person_id: UUID,
    kind: DeviceKind,
    way: str,
    card_id: UUID | None = None,
    device: str = "",
    is_confirmed: bool = False,
    is_strong: bool = False,
) -> tuple[DeviceSession, str]:
    """Add a signed-in device and give it with its secret, which is not kept.

    ``way`` is how she came: card, handover, sms, password or demo. ``is_confirmed`` says that she has just shown
    that it is she, ``is_strong`` that a second factor was part of it.
    The oldest device gives way when there would be more than `MAX_DEVICES`.
    """
    token, moment = new_token(), now()
    older = queries.live_sessions([person_id], moment)[MAX_DEVICES - 1 :]
    for each in older:
        each.ended_at = moment
    row = DeviceSession(
        id=new_id(),
        person_id=person_id,
        token_hash=token_hash(token),
        kind=kind,
        way=way,
        card_id=card_id,
        device=device[:120],
        confirmed_at=moment if is_confirmed else None,
        is_strong=is_strong,
        started_at=moment,
        expires_at=session_end(kind, moment),
    )
    db.session.add(row)
    db.session.flush()
    return row, token


def sign_in(
    *,
    person: Person,
    kind: DeviceKind,
    way: str,
    card_id: UUID | None = None,
    device: str = "",
    is_confirmed: bool = False,
    is_strong: bool = False,
) -> None:
    """Sign a person in on this device: what was before is forgotten and ended, and a new session begins.

    The arguments are those of `start_session`.
    """
    _end_device(getattr(current_user, "device", None))
    row, token = start_session(
        person_id=person.id,
        kind=kind,
        way=way,
        card_id=card_id,
        device=device,
        is_confirmed=is_confirmed,
        is_strong=is_strong,
    )
    session.clear()
    session.permanent = kind != "class"
    has_consented = queries.living_consent(person.id, PRIVACY_VERSION) is not None
    login_user(SignedIn(person, row, token, has_consented=has_consented))
    actor = Actor(person_id=person.id, name=person.name, session_id=row.id)
    audit.record(actor, "session.start", subject=f"person:{person.id}", kind=kind, way=way)


def sign_out(actor: Actor) -> None:
    """End this device's session, so that even a copied cookie is dead. Safe to repeat."""
    if actor.session_id is not None:
        _end_device(db.session.get(DeviceSession, actor.session_id))
    logout_user()
    session.clear()


def _end_device(device: DeviceSession | None) -> None:
    if device is not None and device.ended_at is None:
        device.ended_at = now()


def sessions_of(person_id: UUID) -> list[DeviceSession]:
    """Give the devices on which a person is signed in, the newest first."""
    return queries.live_sessions([person_id], now())


def end_sessions(person_ids: Iterable[UUID], *, only_cards: bool = False) -> int:
    """Sign these people out everywhere, or only where a card signed them in; give how many devices."""
    ending = update(DeviceSession).where(
        DeviceSession.person_id.in_(list(person_ids)), DeviceSession.ended_at.is_(None)
    )
    if only_cards:
        ending = ending.where(DeviceSession.kind != "staff")
    return db.session.execute(ending.values(ended_at=now())).rowcount
