"""Showing once more that it is she, before telephone numbers, exports, deletion and roles."""

from __future__ import annotations

from flask_babel import gettext as _

from college.accounts.failures import credential_key, forget_guesses, pay_for_guess
from college.accounts.models import DeviceSession
from college.accounts.models_secrets import Password
from college.accounts.passwords import look_at
from college.accounts.second_factor import has_second_factor, use_code
from college.accounts.second_step import refused, wait_sentence
from college.core import audit
from college.core.clock import now
from college.core.db import db
from college.core.errors import NotFound
from college.core.permissions import Actor


def confirm_with_password(*, actor: Actor, password: str, code: str = "") -> None:
    """Confirm this session of a member of staff with her password, and a code when she has a second factor.

    A wrong guess counts like one at signing in. Raises `NotFound` for who has no password, `RuleBroken` with the
    same words whichever of the two was wrong.
    """
    row = db.session.get(Password, actor.person_id) if actor.person_id else None
    if row is None:
        raise NotFound
    key, subject, has_factor = credential_key("login", row.login), f"person:{row.person_id}", has_second_factor(row.person_id)
    has_guess = pay_for_guess(key)
    is_right = look_at(row if has_guess else None, password)
    if not has_guess:
        raise refused("confirm.locked", subject, wait_sentence())
    if not is_right:
        raise refused("confirm.failed", subject, _wrong(has_factor=has_factor))
    if has_factor and not use_code(row.person_id, code):
        raise refused("second_factor.failed", subject, _wrong(has_factor=True))
    forget_guesses(key)
    note_confirmed(actor=actor, way="password", is_strong=has_factor)


def note_confirmed(*, actor: Actor, way: str, is_strong: bool = False) -> None:
    """Note that whoever sits at this session has just shown that it is she. The caller has seen the proof.

    ``way`` is how: password, handover or sms. ``is_strong`` says that a second factor was part of it. Raises `NotFound` for who is not signed in.
    """
    device = db.session.get(DeviceSession, actor.session_id) if actor.session_id else None
    if device is None:
        raise NotFound
    device.confirmed_at, device.is_strong = now(), device.is_strong or is_strong
    audit.record(actor, "session.confirm", subject=f"person:{device.person_id}", way=way)


def _wrong(*, has_factor: bool) -> str:
    if has_factor:
        return _("Password and code were not both right. A code works once: please wait for the next one on the phone.")
    return _("This is not your password. Please try again.")
