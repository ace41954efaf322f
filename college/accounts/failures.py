"""Wrong guesses: paid for before a credential is looked at, slower for an address from which many come."""

from __future__ import annotations

from datetime import timedelta
from threading import BoundedSemaphore
from time import sleep

from flask import Response, g, request
from sqlalchemy import delete, func, or_, select, update

from college.accounts.models_secrets import AddressFailure, CredentialFailure
from college.accounts.rules import FAILURES_BEFORE_ALERT, FAILURES_BEFORE_RESET, delay_after, wait_after
from college.core import audit
from college.core.clock import now
from college.core.crypto import fingerprint
from college.core.db import afterwards, db, insert_once, keep_attempt
from college.core.guard import NOBODY

#: So many threads of one process may wait on behalf of wrong guesses; beyond that an answer comes at once.
SLEEPERS = BoundedSemaphore(2)
#: The operator is told of addresses with many wrong guesses within so long.
ALERT_LENGTH = timedelta(hours=24)


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
    is_paid = db.session.execute(counting.values(count=failure.count + 1, last_at=moment)).rowcount == 1
    wait = wait_after(db.session.scalar(select(failure.count).where(failure.key == key)) or 0)
    if is_paid and wait is not None:
        locking = update(failure).where(failure.key == key)
        db.session.execute(locking.values(locked_until=moment + wait))
    return is_paid


def give_guess_back(key: str) -> None:
    """Take back the one guess just paid: it was right, but more is asked before all are forgotten.

    A right password so costs nothing, and yet does not make room for more guesses at the code that follows.
    """
    failure = CredentialFailure
    back = update(failure).where(failure.key == key, failure.count > 0)
    db.session.execute(back.values(count=failure.count - 1, locked_until=None))


def forget_guesses(key: str) -> None:
    """Begin again at no wrong guesses: after a right one, or when a new link was made."""
    db.session.execute(delete(CredentialFailure).where(CredentialFailure.key == key))


def note_failure() -> None:
    """Count a wrong guess at any credential for the network address that it came from.

    Call it for every guess that is refused, known or unknown alike. The count is kept although the request is
    undone; from `FAILURES_BEFORE_DELAY` an hour on the answer to this very request is held back by `slow_down`.
    Right sign-ins never come here, so that a room of 150 behind one address is neither refused nor delayed (AF-100).
    """
    address = fingerprint(f"address:{request.remote_addr or ''}")
    afterwards(lambda: _count(address))


def slow_down(response: Response) -> Response:
    """Hold back the answer to a wrong guess, after the unit of work has ended, so that no lock waits with it."""
    delay = g.get("failure_delay", 0.0)
    if delay and SLEEPERS.acquire(blocking=False):
        try:
            sleep(delay)
        finally:
            SLEEPERS.release()
    return response


def noisy_addresses() -> int:
    """Count the network addresses from which very many wrong guesses came within one of the last 24 hours."""
    noisy = select(func.count(AddressFailure.address_hash.distinct())).where(
        AddressFailure.count >= FAILURES_BEFORE_ALERT, AddressFailure.hour >= now() - ALERT_LENGTH
    )
    return db.session.scalar(noisy) or 0


def _count(address: str) -> None:
    hour = now().replace(minute=0, second=0, microsecond=0)
    insert_once(AddressFailure, address_hash=address, hour=hour, count=0)
    here = (AddressFailure.address_hash == address, AddressFailure.hour == hour)
    db.session.execute(update(AddressFailure).where(*here).values(count=AddressFailure.count + 1))
    count = db.session.scalar(select(AddressFailure.count).where(*here)) or 0
    g.failure_delay = delay_after(count)
    if count == FAILURES_BEFORE_ALERT:
        audit.record(NOBODY, "sign_in.many_failures", address=address[:12], count=count)
