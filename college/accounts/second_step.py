"""Between the right password and the code of the second factor: a note in the cookie, for ten minutes."""

from __future__ import annotations

from uuid import UUID

from flask import session
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts.failures import credential_key, forget_guesses, note_failure, pay_for_guess
from college.accounts.models import Person
from college.accounts.models_secrets import Password
from college.accounts.people import get_person
from college.accounts.rules import SECOND_STEP_LENGTH
from college.accounts.second_factor import use_code
from college.accounts.sessions import end_device, sign_in
from college.core import audit
from college.core.clock import now
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.guard import NOBODY

#: Where the cookie says who typed a right password, and when. It signs nobody in.
NOTE = "second_step"


def wait_for_code(row: Password) -> None:
    """Note in this browser that the password of ``row`` was right; whoever was signed in here is so no longer."""
    end_device(getattr(current_user, "device", None))
    display = session.get("display")
    session.clear()
    session[NOTE] = {"person": row.person_id.hex, "at": int(now().timestamp()), "set": _set_at(row)}
    if display:
        session["display"] = display


def waits_for_code() -> bool:
    """Say whether somebody typed a right password here within the last ten minutes, and her code is to come."""
    return _row() is not None


def sign_in_with_code(*, code: str, device: str) -> Person:
    """Sign in whoever typed the right password before, with a code of her second factor.

    A wrong code is counted with the wrong passwords of the same account. Raises `NotFound` when there is no right
    password or it was too long ago, `RuleBroken` when the code is wrong or too many were.
    """
    row = _row()
    if row is None:
        raise NotFound
    key, subject = credential_key("login", row.login), f"person:{row.person_id}"
    if not pay_for_guess(key):
        raise refused("sign_in.locked", subject, wait_sentence())
    if not use_code(row.person_id, code):
        raise refused("second_factor.failed", subject, wrong_code_sentence())
    person = get_person(row.person_id)
    if person.disabled_at is not None:
        raise NotFound
    forget_guesses(key)
    sign_in(person=person, kind="staff", way="password", device=device, is_confirmed=True, is_strong=True)
    return person


def refused(action: str, subject: str, sentence: str) -> RuleBroken:
    """Write a wrong guess down, count it for its address, and give the error that tells her."""
    note_failure()
    audit.record_refusal(NOBODY, action, subject=subject)
    return RuleBroken(sentence)


def wait_sentence() -> str:
    """Give what is said when no guess is left for now."""
    return _("That was wrong too often. Please wait a quarter of an hour, or ask the operator for a new link.")


def wrong_code_sentence() -> str:
    """Give what is said after a wrong code; one that was used before is as wrong as any."""
    return _("This code is not right, or it has been used. Please wait for the next one on the phone, or take a recovery code.")


def _row() -> Password | None:
    note = session.get(NOTE)
    if note is None or now().timestamp() - note["at"] >= SECOND_STEP_LENGTH.total_seconds():
        return None
    row = db.session.get(Password, UUID(note["person"]))
    return row if row is not None and _set_at(row) == note["set"] else None


def _set_at(row: Password) -> str:
    """Give when her password was set: a note is worth nothing once there is another."""
    return row.set_at.isoformat() if row.set_at else ""
