"""Being signed in: a row per device, so that signing out, revoking a card or closing an account ends it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from uuid import UUID

from flask import Response, current_app, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import select, update

from college.accounts import queries
from college.accounts.browsers import browser_hash
from college.accounts.models import DeviceSession, Person
from college.accounts.models_secrets import SecondFactor
from college.accounts.rules import (
    MAX_DEVICES,
    NEEDS_SECOND_FACTOR,
    PRIVACY_VERSION,
    SEEN_EVERY,
    DeviceKind,
    is_idle,
    session_end,
)
from college.core import audit
from college.core.clock import now
from college.core.crypto import new_token, token_hash
from college.core.db import db, new_id
from college.core.guard import SEEN, was_asked_by_itself
from college.core.permissions import Actor, Held, Permission, Role, reach_of

HeldSource = Callable[[UUID], tuple[Held, ...]]


class SignedIn(UserMixin):
    """Flask-Login's user: one person on one device."""

    def __init__(self, person: Person, device: DeviceSession, token: str, *, has_consented: bool) -> None:
        self.person = person
        self.device = device
        self.token = token
        self.has_consented = has_consented
        self.is_staff = device.kind == "staff"

    def get_id(self) -> str:
        """Give what the cookie carries: the device's secret, signed by Flask."""
        return self.token

    @cached_property
    def actor(self) -> Actor:
        """This person as services know her."""
        person_id, by_card, is_strong = self.person.id, self.device.kind != "staff", self.device.is_strong
        may_keep = self.has_consented or not by_card
        return Actor(
            person_id=person_id,
            name=self.person.name,
            session_id=self.device.id,
            may_keep=may_keep,
            confirmed_at=self.device.confirmed_at,
            load_held=lambda: _held(person_id, by_card=by_card, is_strong=is_strong) if may_keep else (),
            led_to=lambda permission: "" if by_card or is_strong else _led_to(person_id, permission),
        )


def _held(person_id: UUID, *, by_card: bool, is_strong: bool) -> tuple[Held, ...]:
    """Add up what every source gives. A card opens lessons and nothing else, whoever it was printed for.

    Who came by card and has not agreed to the privacy notice holds nothing, so nothing of her is kept. Operators
    and coordinators act only where a second factor was shown, unless the college only offers it.
    """
    sources: list[HeldSource] = current_app.extensions["held_sources"]
    held = (each for source in sources for each in source(person_id))
    if by_card:
        return tuple(each for each in held if each.role is Role.STUDENT)
    may_all = is_strong or not second_factor_is_required()
    return tuple(each for each in held if may_all or each.role not in NEEDS_SECOND_FACTOR)


def second_factor_is_required() -> bool:
    """Say whether operators and coordinators act only where a second factor was shown."""
    return current_app.config["SECOND_FACTOR"] == "required"


def _led_to(person_id: UUID, permission: Permission) -> str:
    """Give where she sets a second factor up or shows hers, when that is all that keeps ``permission`` from her."""
    if not reach_of(_held(person_id, by_card=False, is_strong=True), permission):
        return ""
    mine = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    has_factor = db.session.scalars(mine).first() is not None
    return "accounts.confirm_form" if has_factor else "accounts.second_factor_new_form"


def lacks_second_factor(actor: Actor) -> bool:
    """Say whether a role of hers rests on this device because no second factor was shown on it."""
    device = db.session.get(DeviceSession, actor.session_id) if actor.session_id else None
    if device is None or device.kind != "staff" or device.is_strong:
        return False
    every = _held(device.person_id, by_card=False, is_strong=True)
    return len(_held(device.person_id, by_card=False, is_strong=False)) < len(every)


def actor_for(person_id: UUID | None) -> Actor:
    """Give the actor of a job: whoever asked for it, with what she may do now; nobody when her account is closed."""
    person = db.session.get(Person, person_id) if person_id else None
    if person is None or person.disabled_at is not None:
        return Actor()
    asker_id = person.id
    return Actor(person_id=asker_id, name=person.name, load_held=lambda: _held(asker_id, by_card=False, is_strong=True))


def load(token: str) -> SignedIn | None:
    """Give whoever holds this device secret now, None when the session is over.

    A member of staff who asked for nothing for an hour is signed out: the cookie says when she last did, so that
    no page that is only read writes to the database. `was_idle` then says so.
    """
    found = queries.session_and_person(token_hash(token), now(), PRIVACY_VERSION)
    if found is None:
        return None
    if found[0].kind == "staff" and is_idle(session.get(SEEN), now()):
        g.was_idle = True
        return None
    return SignedIn(found[1], found[0], token, has_consented=found[2])


def was_idle() -> bool:
    """Say whether this browser's member of staff was signed out because she had pressed nothing for an hour."""
    return not current_user.is_authenticated and bool(g.get("was_idle"))


def was_ended() -> bool:
    """Say whether somebody had been signed in on this browser whose session is over, for whatever reason."""
    return not current_user.is_authenticated and "_user_id" in session


def forget_ended() -> None:
    """Take what is left of a session that is over out of this browser's cookie."""
    for name in ("_user_id", "_fresh", "_id", SEEN):
        session.pop(name, None)


def note_seen(response: Response) -> Response:
    """Say in the cookie of a member of staff that she is here, at most once a minute.

    What a script of a page asks for by itself does not count as a press of hers.
    """
    reader = g.get("_login_user")
    if getattr(reader, "is_staff", False) and not _asked_by_script():
        moment = int(now().timestamp())
        if abs(moment - session.get(SEEN, 0)) >= SEEN_EVERY and "_user_id" in session:
            session[SEEN] = moment
    return response


def _asked_by_script() -> bool:
    if was_asked_by_itself():
        return True
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def start_session(
    *,
    person_id: UUID,
    kind: DeviceKind,
    way: str,
    card_id: UUID | None = None,
    device: str = "",
    is_confirmed: bool = False,
    is_strong: bool = False,
    browser: str | None = None,
) -> tuple[DeviceSession, str]:
    """Add a signed-in device and give it with its secret, which is not kept.

    ``way`` is how she came: card, handover, sms, password or demo. ``is_confirmed`` says that she has just shown
    that it is she, ``is_strong`` that a second factor was part of it. ``browser`` is the hash by which the browser
    is known again: it is new when she had signed in before, and never from there.
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
        browser_hash=browser,
        is_new=browser is not None and _is_new(person_id, browser),
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
    end_device(getattr(current_user, "device", None))
    row, token = start_session(
        person_id=person.id,
        kind=kind,
        way=way,
        card_id=card_id,
        device=device,
        is_confirmed=is_confirmed,
        is_strong=is_strong,
        browser=browser_hash(),
    )
    session.clear()
    session.permanent = kind != "class"
    if kind == "staff":
        session[SEEN] = int(now().timestamp())
    has_consented = queries.living_consent(person.id, PRIVACY_VERSION) is not None
    login_user(SignedIn(person, row, token, has_consented=has_consented))
    actor = Actor(person_id=person.id, name=person.name, session_id=row.id)
    audit.record(actor, "session.start", subject=f"person:{person.id}", kind=kind, way=way)


def _is_new(person_id: UUID, browser: str) -> bool:
    """Say whether she signed in before, and never from this browser."""
    before = select(DeviceSession.browser_hash).where(DeviceSession.person_id == person_id).distinct()
    known = set(db.session.scalars(before))
    return bool(known) and browser not in known


def sign_out(actor: Actor) -> None:
    """End this device's session, so that even a copied cookie is dead. Safe to repeat."""
    if actor.session_id is not None:
        end_device(db.session.get(DeviceSession, actor.session_id))
    logout_user()
    session.clear()


def end_device(device: DeviceSession | None) -> None:
    """End one device's session. Safe to repeat, and for none."""
    if device is not None and device.ended_at is None:
        device.ended_at = now()


def sessions_of(person_id: UUID) -> list[DeviceSession]:
    """Give the devices on which a person is signed in, the newest first."""
    return queries.live_sessions([person_id], now())


def end_sessions(person_ids: Iterable[UUID], *, only_cards: bool = False, but: UUID | None = None) -> int:
    """Sign these people out everywhere, or only where a card signed them in; give how many devices.

    ``but`` is a device that stays signed in.
    """
    ending = update(DeviceSession).where(
        DeviceSession.person_id.in_(list(person_ids)), DeviceSession.ended_at.is_(None)
    )
    if only_cards:
        ending = ending.where(DeviceSession.kind != "staff")
    if but is not None:
        ending = ending.where(DeviceSession.id != but)
    return db.session.execute(ending.values(ended_at=now())).rowcount
