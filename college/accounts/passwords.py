"""How staff sign in: a password of 15 characters or more, set through a one-time link of 24 hours."""

from __future__ import annotations

from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from college.accounts import queries, rules
from college.accounts.failures import credential_key, forget_guesses, pay_for_guess
from college.accounts.models import Person
from college.accounts.models_secrets import OneTimeLink, Password
from college.accounts.people import create_person, get_person
from college.accounts.sessions import end_sessions, sign_in
from college.core import audit
from college.core.clock import now
from college.core.crypto import new_token, token_hash
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.guard import NOBODY, ensure
from college.core.permissions import COLLEGE, Actor, Permission

#: OWASP's second choice for argon2id; 38 ms where the library's own default takes 318 ms.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
#: What an unknown login is compared with, so that it takes the same time as a known one.
NOBODYS_HASH = HASHER.hash("nobody has this password, ever")


def create_staff(*, actor: Actor, name: str, login: str, person_id: UUID | None = None) -> Person:
    """Add a member of staff without a password. Raises `RuleBroken` when the login name is taken.

    With a ``person_id`` that the caller derived from a form, the same form sent twice makes one.
    """
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    person, login = create_person(name=name, person_id=person_id), rules.normalise_login(login)
    if not insert_once(Password, person_id=person.id, login=login):
        if login_of(person.id) == login:
            return person
        raise RuleBroken(_("Somebody has this login name already. Please choose another one."))
    audit.record(actor, "staff.create", subject=f"person:{person.id}")
    return person


def make_password_link(*, actor: Actor, person_id: UUID) -> str:
    """Give a link of 24 hours with which a member of staff sets her password; older links die."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    if db.session.get(Password, person_id) is None:
        raise NotFound
    token, moment = new_token(), now()
    unused = update(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    db.session.execute(unused.values(used_at=moment))
    db.session.add(
        OneTimeLink(
            person_id=person_id,
            token_hash=token_hash(token),
            made_at=moment,
            made_by=actor.person_id,
            expires_at=moment + rules.LINK_LENGTH,
        )
    )
    audit.record(actor, "password.link", subject=f"person:{person_id}")
    base = current_app.config["PUBLIC_URL"] or current_app.config["LISTEN_URL"]
    return f"{base}/p/{token}"


def link_id(token: str) -> UUID:
    """Give the id of a living one-time link. Raises `NotFound`."""
    return _living_link(queries.link_by_hash(token_hash(token))).id


def person_of_link(one_time_id: UUID | None) -> Person:
    """Give whose password a living one-time link sets. Raises `NotFound`."""
    return _person_of(_living_link(db.session.get(OneTimeLink, one_time_id) if one_time_id else None))


def set_password(*, one_time_id: UUID | None, password: str, device: str) -> Person:
    """Set a password through a link, end every other session of hers, and sign her in here.

    Raises `NotFound` when the link is used up or too old, `RuleBroken` when the password is too weak.
    """
    link = _living_link(db.session.get(OneTimeLink, one_time_id) if one_time_id else None)
    person, row = _person_of(link), db.session.get_one(Password, link.person_id)
    problem = rules.password_problem(password, login=row.login, name=person.name)
    if problem:
        raise RuleBroken(_password_sentence(problem))
    used = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    if db.session.execute(used.values(used_at=now())).rowcount != 1:
        raise NotFound
    row.hash, row.set_at = HASHER.hash(password), now()
    forget_guesses(credential_key("login", row.login))
    end_sessions([person.id])
    audit.record(Actor(person_id=person.id), "password.set", subject=f"person:{person.id}")
    sign_in(person=person, kind="staff", way="password", device=device, is_confirmed=True)
    return person


def sign_in_with_password(*, login: str, password: str, device: str) -> Person:
    """Sign a member of staff in. Raises `RuleBroken` with the same words whether name or password was wrong."""
    login = rules.normalise_login(login)
    key, row = credential_key("login", login), queries.password_by_login(login)
    subject = f"person:{row.person_id}" if row else ""
    has_guess = pay_for_guess(key)
    is_right = _verify(row.hash if row and row.hash else NOBODYS_HASH, password) and row is not None and bool(row.hash)
    if not has_guess:
        audit.record_refusal(NOBODY, "sign_in.locked", subject=subject)
        raise RuleBroken(_wait_sentence())
    if row is None or not is_right:
        audit.record_refusal(NOBODY, "sign_in.failed", subject=subject)
        raise RuleBroken(_("The login name and the password do not fit together. Please try again."))
    person = get_person(row.person_id)
    if person.disabled_at is not None:
        raise RuleBroken(_("This account is closed. Please ask the operator."))
    forget_guesses(key)
    sign_in(person=person, kind="staff", way="password", device=device, is_confirmed=True)
    return person


def login_of(person_id: UUID) -> str | None:
    """Give a person's login name, None when she is no staff."""
    return db.session.scalar(select(Password.login).where(Password.person_id == person_id))


def staff_people() -> list[Person]:
    """Give everyone who has a login name, by name."""
    return queries.staff()


def staff_without_password_count() -> int:
    """Count the open accounts of staff for which nobody has set a password yet."""
    return queries.staff_without_password_count()


def _verify(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password[: rules.PASSWORD_MAX])
    except (VerificationError, InvalidHashError):
        return False


def _living_link(link: OneTimeLink | None) -> OneTimeLink:
    if link is None or link.used_at is not None or link.expires_at <= now():
        raise NotFound
    return link


def _person_of(link: OneTimeLink) -> Person:
    """Give whose link it is; a closed account is not opened by a link from before."""
    person = get_person(link.person_id)
    if person.disabled_at is not None:
        raise NotFound
    return person


def _wait_sentence() -> str:
    return _("The password was wrong too often. Please wait a quarter of an hour, or ask the operator for a new link.")


def _password_sentence(problem: str) -> str:
    return {
        "short": _("Please use at least 15 characters. Four words of your own are easy to keep in mind."),
        "long": _("Please use at most 200 characters."),
        "repeated": _("This password repeats itself. Please use a few different words."),
        "personal": _("This password is your name or too well known. Please use a few words of your own."),
    }[problem]
