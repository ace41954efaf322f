"""The second factor of staff: codes of half a minute from a phone, and ten written ones for when it is lost."""

from __future__ import annotations

from uuid import UUID

import pyotp
import segno
from flask import session
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from college.accounts import rules_second_factor as codes
from college.accounts.models import DeviceSession
from college.accounts.models_secrets import Password, RecoveryCode, SecondFactor
from college.accounts.sessions import end_sessions
from college.core import audit, crypto
from college.core.clock import now
from college.core.db import db, insert_once
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission

#: Where the browser's cookie keeps, encrypted, the secret that is being set up: nothing is kept before a first right code.
PENDING = "second_factor"
ISSUER = "Taobao College"


def has_second_factor(person_id: UUID) -> bool:
    """Say whether a second factor guards this account."""
    mine = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return db.session.scalars(mine).first() is not None


def pending_secret() -> str:
    """Give the secret that this browser is setting up, the same until it is confirmed."""
    cipher = session.get(PENDING)
    if cipher is None:
        cipher = session[PENDING] = crypto.encrypt(pyotp.random_base32())
    return crypto.decrypt(cipher)


def picture_of(secret: str, login: str) -> str:
    """Give the square pattern that a phone scans to take a secret over, as a ``data:`` address of a PNG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return segno.make(address, error="m").png_data_uri(scale=6, border=4)


def set_up(*, actor: Actor, code: str) -> list[str]:
    """Let the secret that this browser was shown guard the account, once its first code is right.

    Gives ten recovery codes, which are shown once. What guarded before is replaced, her other devices are signed
    out, and this very session counts as strong. Raises `NotAllowed` for who has no password, `NotFound` when
    nothing is being set up, `RuleBroken` when the code is wrong.
    """
    person_id = _staff(actor)
    if PENDING not in session:
        raise NotFound
    secret = pending_secret()
    step = codes.matching_step(secret, codes.clean_code(code), now())
    if step is None:
        raise RuleBroken(
            _("This is not the code that the phone shows now. Please wait for the next one, and see whether the phone's clock is right.")
        )
    remove(person_id)
    insert_once(
        SecondFactor,
        person_id=person_id,
        secret_cipher=crypto.encrypt(secret),
        made_at=now(),
        confirmed_at=now(),
        last_step=step,
    )
    session.pop(PENDING)
    end_sessions([person_id], but=actor.session_id)
    _mark_strong(actor.session_id)
    audit.record(actor, "second_factor.set", subject=f"person:{person_id}")
    return new_recovery_codes(actor=actor)


def new_recovery_codes(*, actor: Actor) -> list[str]:
    """Make ten recovery codes, of which only keyed hashes are kept; earlier ones are void.

    Raises `NotAllowed` for who has no password, `NotFound` without a second factor.
    """
    person_id = _staff(actor)
    if not has_second_factor(person_id):
        raise NotFound
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = [crypto.new_token(codes.RECOVERY_LETTERS) for _number in range(codes.RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=_hash(person_id, each), made_at=now()) for each in made
    )
    db.session.flush()
    audit.record(actor, "recovery_codes.make", subject=f"person:{person_id}")
    return [codes.in_groups(each) for each in made]


def recovery_codes_left(person_id: UUID) -> int:
    """Count the recovery codes that still stand in for the phone."""
    unused = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(unused.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0


def use_code(person_id: UUID, text: str) -> bool:
    """Say whether this is a right code of hers, and use it up: each opens once, however many try it at once.

    The caller has paid for the guess.
    """
    code = codes.clean_code(text)
    return _use_phone_code(person_id, code) if codes.is_six_digits(code) else _use_recovery_code(person_id, code)


def take_away(*, actor: Actor) -> None:
    """Take one's own second factor away. Safe to repeat.

    Raises `NotAllowed` for who has no password, `RuleBroken` while her password is too short to stand alone.
    """
    person_id = _staff(actor)
    if db.session.get_one(Password, person_id).is_short:
        raise RuleBroken(
            _("Your password is too short to stand alone. Ask an operator to reset your second factor; then you get a link for a longer one.")
        )
    if remove(person_id):
        audit.record(actor, "second_factor.remove", subject=f"person:{person_id}")


def reset_second_factor(*, actor: Actor, person_id: UUID) -> None:
    """Take a colleague's second factor away, whose phone is lost: she is signed out everywhere.

    A password that was long enough only beside it is void. Raises `NotAllowed` for who manages no staff,
    `RuleBroken` for one's own.
    """
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    if person_id == actor.person_id:
        raise RuleBroken(_("Your own second factor you take away yourself, on the page about signing in."))
    remove(person_id)
    password = db.session.get(Password, person_id)
    if password is not None and password.is_short:
        password.hash, password.is_short = None, False
    end_sessions([person_id])
    audit.record(actor, "second_factor.reset", subject=f"person:{person_id}")


def remove(person_id: UUID) -> bool:
    """Delete a second factor and its recovery codes; sessions that it made strong are so no longer."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    gone = db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id)).rowcount == 1
    weaker = update(DeviceSession).where(DeviceSession.person_id == person_id, DeviceSession.ended_at.is_(None))
    db.session.execute(weaker.values(is_strong=False))
    return gone


def _use_phone_code(person_id: UUID, code: str) -> bool:
    factor = db.session.get(SecondFactor, person_id)
    if factor is None or factor.confirmed_at is None:
        return False
    step = codes.matching_step(crypto.decrypt(factor.secret_cipher), code, now())
    if step is None:
        return False
    once = update(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.last_step < step)
    return db.session.execute(once.values(last_step=step)).rowcount == 1


def _use_recovery_code(person_id: UUID, code: str) -> bool:
    once = update(RecoveryCode).where(
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_hash == _hash(person_id, code),
        RecoveryCode.used_at.is_(None),
    )
    is_used = db.session.execute(once.values(used_at=now())).rowcount == 1
    if is_used:
        audit.record(Actor(person_id=person_id), "recovery_code.use", subject=f"person:{person_id}")
    return is_used


def _hash(person_id: UUID, code: str) -> str:
    return crypto.fingerprint(f"recovery:{person_id}:{code}")


def _mark_strong(session_id: UUID | None) -> None:
    device = db.session.get(DeviceSession, session_id) if session_id else None
    if device is not None:
        device.is_strong, device.confirmed_at = True, now()


def _staff(actor: Actor) -> UUID:
    if actor.person_id is None or db.session.get(Password, actor.person_id) is None:
        raise NotAllowed
    return actor.person_id
