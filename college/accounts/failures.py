"""Wrong guesses: paid for before a credential is looked at, slower for an address from which many come."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update

from college.accounts.models_secrets import CredentialFailure
from college.accounts.rules import FAILURES_BEFORE_RESET, wait_after
from college.core.clock import now
from college.core.crypto import fingerprint
from college.core.db import db, insert_once, keep_attempt


def credential_key(kind: str, text: str) -> str:
    """Give the key under which guesses at a credential are counted: ``kind`` is ``login``, ``phone`` or the like."""
    return fingerprint(f"{kind}:{text}")


def pay_for_guess(key: str) -> bool:
    """Count one guess before it is looked at; False when none is left for now, whoever it belongs to.

    One conditional UPDATE on a row that is made for unknown names too: 24 guesses at once get five looks, and
    known and unknown names are answered alike (PROMISES). Five wait 15 minutes, doubling; twenty wait for a reset
    (AF-99). The count stays although the request is refused. Call `forget_guesses` when the guess was right.
    """
    keep_attempt()
    moment, failure = now(), CredentialFailure
    insert_once(failure, key=key, count=0, last_at=moment)
    is_open = or_(failure.locked_until.is_(None), failure.locked_until <= moment)
    counting = update(failure).where(failure.key == key, failure.count < FAILURES_BEFORE_RESET, is_open)
    if db.session.execute(counting.values(count=failure.count + 1, last_at=moment)).rowcount != 1:
        return False
    wait = wait_after(db.session.scalar(select(failure.count).where(failure.key == key)) or 0)
    if wait is not None:
        locking = update(failure).where(failure.key == key)
        db.session.execute(locking.values(locked_until=moment + wait))
    return True


def forget_guesses(key: str) -> None:
    """Begin again at no wrong guesses: after a right one, or when a new link was made."""
    db.session.execute(delete(CredentialFailure).where(CredentialFailure.key == key))
