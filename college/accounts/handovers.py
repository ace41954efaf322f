"""Handovers: how somebody who knows a student lets her in when the card is forgotten, by a QR or by 8 digits read aloud.

What guessing the digits is worth: with 40 codes alive at once, 20 tries from one address within ten minutes find one
with a chance of 40 x 20 / 10^8 = 8e-6 (AF-101), and all addresses together, 500 tries an hour, with one of 2e-4.
The QR has 130 bits and cannot be guessed; so only typing is ever closed, and no room is locked out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, or_, select, update

from college.accounts.cards import public_url
from college.accounts.code_rules import (
    HANDOVER_DIGITS,
    HANDOVER_LENGTH,
    HANDOVERS_AN_HOUR,
    WRONG_AN_ADDRESS,
    WRONG_ON_THE_SITE,
    digits_of,
    network_of,
)
from college.accounts.failures import note_failure
from college.accounts.guesses import forget_guesses_of
from college.accounts.limits import count_less, count_one, give_back, quota_key, take
from college.accounts.models import DeviceSession, Person
from college.accounts.models_secrets import Handover
from college.accounts.people import get_person
from college.accounts.rules import DeviceKind
from college.accounts.sessions import sign_in
from college.core import audit
from college.core.clock import now
from college.core.crypto import fingerprint, new_token, token_hash
from college.core.db import db, insert_once, keep_attempt, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.guard import NOBODY, ensure
from college.core.permissions import Actor, Permission, Scope

State = Literal["open", "used", "over"]
OwnCode = Literal["confirms", "helper", "wrong"]
SITE = "typed"


@dataclass(frozen=True)
class Given:
    """A handover as it is shown once: its secrets are kept nowhere."""

    url: str = field(repr=False)
    code: str = field(repr=False)
    person: Person
    expires_at: datetime


def give_handover(*, actor: Actor, person_id: UUID, scope: Scope) -> Given:
    """Make a way in for a student of the cohort at ``scope``; an earlier one that was not used is void.

    It shows that it is she, too, when its giver may have her deleted at her word: a coordinator, not a helper, who would
    otherwise reach through it what her own role keeps from her (AF-105).
    The caller has looked up that she is in that cohort today. Raises `NotAllowed`, `NotFound`, and `RuleBroken` when
    her account is closed or this giver has given `HANDOVERS_AN_HOUR` within the hour.
    """
    ensure(actor, Permission.HANDOVER_GIVE, scope)
    if actor.person_id is None:
        raise NotAllowed
    person = get_person(person_id)
    if person.disabled_at is not None:
        raise RuleBroken(_("This account is closed. Please ask the operator."))
    if take(quota_key("handover", str(actor.person_id)), span="hour", places=HANDOVERS_AN_HOUR) is None:
        raise RuleBroken(_("You have let 60 people in within this hour. Please wait a while, or print new cards."))
    _void(person_id)
    may_confirm = actor.reach(Permission.PERSON_ERASE).covers(scope)
    given = _make(person, actor.person_id, may_confirm=may_confirm)
    forget_guesses_of([person_id])
    audit.record(
        actor, "handover.give", subject=f"person:{person_id}", district=scope.district, cohort=str(scope.cohort or "")
    )
    return given


def _void(person_id: UUID) -> None:
    """Void what is unused, one giver after the other: two who help her at once leave one way in."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    unused = update(Handover).where(Handover.person_id == person_id, Handover.used_at.is_(None))
    db.session.execute(unused.where(Handover.voided_at.is_(None)).values(voided_at=now()))


def _make(person: Person, giver_id: UUID, *, may_confirm: bool) -> Given:
    """Keep hashes of a new token and code; a code that is in the table already is drawn again."""
    token, moment = new_token(), now()
    while True:
        code = f"{secrets.randbelow(10**HANDOVER_DIGITS):0{HANDOVER_DIGITS}d}"
        is_new = insert_once(
            Handover,
            id=new_id(),
            person_id=person.id,
            token_hash=token_hash(token),
            code_hash=_code_hash(code),
            made_by=giver_id,
            made_at=moment,
            expires_at=moment + HANDOVER_LENGTH,
            may_confirm=may_confirm,
        )
        if is_new:
            return Given(public_url(f"/h/{token}"), code, person, moment + HANDOVER_LENGTH)


def _code_hash(code: str) -> str:
    return fingerprint(f"handover:{code}")


def find_handover(token: str) -> tuple[UUID, State]:
    """Give the id of the handover behind a QR and whether it still opens. Raises `NotFound` when there never was one."""
    row = db.session.scalars(select(Handover).where(Handover.token_hash == token_hash(token))).first()
    if row is None:
        raise NotFound
    if row.used_at is not None:
        return row.id, "used"
    return row.id, "over" if row.voided_at is not None or row.expires_at <= now() else "open"


def find_handover_by_code(*, text: str, address: str | None) -> UUID:
    """Give the id of the living handover with these digits, typed at a network ``address``; nothing is used up by it.

    Each try is paid for before it is looked at, and given back when it was right: a whole class that types right
    codes is never slowed. Raises `RuleBroken` with a sentence for whoever types.
    """
    code = digits_of(text)
    if len(code) != HANDOVER_DIGITS:
        raise RuleBroken(_("The code has 8 digits. Please look at them once more and type all of them."))
    keep_attempt()
    key = quota_key("typed", network_of(address))
    slot = take(key, span="ten_minutes", places=WRONG_AN_ADDRESS)
    counted = None if slot is None else count_one(quota_key(SITE), span="hour", most=WRONG_ON_THE_SITE)
    if slot is None or counted is None:
        audit.record_refusal(NOBODY, "handover.code_closed", site=slot is not None)
        raise RuleBroken(_("Too many wrong codes were typed. Please scan the square pattern instead: it still works."))
    alive = select(Handover.id).where(Handover.code_hash == _code_hash(code), *_alive(now()))
    found = db.session.scalars(alive).first()
    if found is None:
        _tell_of_a_wrong_one(counted)
        raise RuleBroken(
            _("No help is waiting under these digits. Please ask for them once more: after 10 minutes they end.")
        )
    give_back(key, span="ten_minutes", slot=slot)
    count_less(quota_key(SITE), span="hour")
    return found


def _tell_of_a_wrong_one(counted: int) -> None:
    note_failure()
    audit.record_refusal(NOBODY, "handover.wrong_code")
    if counted == WRONG_ON_THE_SITE:
        audit.record_refusal(NOBODY, "alert.wrong_codes", within_an_hour=counted)


def _alive(moment: datetime) -> tuple:
    return Handover.used_at.is_(None), Handover.voided_at.is_(None), Handover.expires_at > moment


def person_of_handover(handover_id: UUID, visit: str) -> Person | None:
    """Give whom a handover lets in, None when it is over or another visit used it."""
    row = db.session.get(Handover, handover_id)
    if row is None or row.voided_at is not None or row.expires_at <= now():
        return None
    if row.used_at is not None and row.visit != visit:
        return None
    person = db.session.get(Person, row.person_id)
    return person if person is not None and person.disabled_at is None else None


def sign_in_with_handover(*, handover_id: UUID, visit: str, kind: DeviceKind, device: str) -> Person:
    """Sign a student in, once: many at the same moment are one.

    She counts as having shown that it is she when a coordinator helped her in, not when a helper did.
    The same visit may send the form twice, as a trembling finger does: then the second device takes the first's place.
    Raises `NotFound` when the handover is over or used, `RuleBroken` for another kind of device.
    """
    if kind not in {"own", "class"}:
        raise RuleBroken(_("Please say whose phone this is."))
    person = person_of_handover(handover_id, visit)
    if person is None:
        raise NotFound
    row = _use(handover_id, visit)
    end_other_device(row.session_id)
    sign_in(person=person, kind=kind, way="handover", device=device, is_confirmed=row.may_confirm)
    started: DeviceSession = current_user.device
    started.given_by = row.made_by
    db.session.execute(update(Handover).where(Handover.id == handover_id).values(session_id=started.id))
    audit.record(
        Actor(person_id=person.id), "handover.use", subject=f"person:{person.id}", giver=str(row.made_by), device=device
    )
    return person


def _use(handover_id: UUID, visit: str):
    moment = now()
    free = or_(Handover.used_at.is_(None), Handover.visit == visit)
    using = update(Handover).where(Handover.id == handover_id, free, Handover.voided_at.is_(None))
    using = using.where(Handover.expires_at > moment).values(used_at=func.coalesce(Handover.used_at, moment), visit=visit)
    row = db.session.execute(using.returning(Handover.made_by, Handover.session_id, Handover.may_confirm)).first()
    if row is None:
        raise NotFound
    return row


def end_other_device(session_id: UUID | None) -> None:
    """End the session of a device that is not the one asking; None is nobody's."""
    if session_id is not None:
        ending = update(DeviceSession).where(DeviceSession.id == session_id, DeviceSession.ended_at.is_(None))
        db.session.execute(ending.values(ended_at=now()))


def use_own_code(*, person_id: UUID, code: str) -> OwnCode:
    """Use up a handover that was made for this very person, by its digits, and say what it was worth.

    ``helper`` when its giver is no coordinator: it is right, shows nothing, and still lets her in elsewhere.
    The caller has paid for the guess.
    """
    hers = (Handover.code_hash == _code_hash(code), Handover.person_id == person_id, *_alive(now()))
    using = update(Handover).where(*hers, Handover.may_confirm.is_(True)).values(used_at=now())
    if db.session.execute(using).rowcount == 1:
        return "confirms"
    return "helper" if db.session.scalars(select(Handover.id).where(*hers)).first() else "wrong"


def giver_of(device: DeviceSession) -> Person | None:
    """Give who helped her in on this device, None when she came by herself."""
    return db.session.get(Person, device.given_by) if device.given_by else None
