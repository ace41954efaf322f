"""How staff sign in: a password of 15 characters or more, set through a one-time link of 24 hours."""

from __future__ import annotations

from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from college.accounts import queries, rules
from college.accounts.failures import credential_key, forget_guesses, give_guess_back, pay_for_guess
from college.accounts.models import Person
from college.accounts.models_secrets import OneTimeLink, Password
from college.accounts.people import create_person, get_person
from college.accounts.second_factor import has_second_factor
from college.accounts.second_step import refused, wait_for_code, wait_sentence
from college.accounts.sessions import end_sessions, sign_in
from college.core import audit
from college.core.clock import now
from college.core.crypto import new_token, token_hash
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
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


def set_password(*, one_time_id: UUID | None, password: str, device: str, name: str = "") -> Person | None:
    """Set a password through a link, end every other session of hers, and sign her in here.

    ``name`` is what she calls herself, empty to leave it. None when a code of her second factor is to follow: a link alone does not stand in for it. 15 characters or
    more, because a first password stands alone; 8 when a second factor guards the account already. Raises `NotFound` when the link is used up or too old, `RuleBroken` when the password is too weak.
    """
    link = _living_link(db.session.get(OneTimeLink, one_time_id) if one_time_id else None)
    person, row = _person_of(link), db.session.get_one(Password, link.person_id)
    has_factor = has_second_factor(person.id)
    person.name = name or person.name
    problem = rules.password_problem(password, login=row.login, name=person.name, has_factor=has_factor)
    if problem:
        raise RuleBroken(_password_sentence(problem, has_factor=has_factor))
    used = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    if db.session.execute(used.values(used_at=now())).rowcount != 1:
        raise NotFound
    row.hash, row.set_at, row.is_short = HASHER.hash(password), now(), len(password) < rules.PASSWORD_MIN
    forget_guesses(credential_key("login", row.login))
    end_sessions([person.id])
    audit.record(Actor(person_id=person.id), "password.set", subject=f"person:{person.id}")
    if has_factor:
        wait_for_code(row)
        return None
    sign_in(person=person, kind="staff", way="password", device=device, is_confirmed=True)
    return person


def sign_in_with_password(*, login: str, password: str, device: str) -> Person | None:
    """Sign a member of staff in; None when a code of her second factor is to follow (`second_step`).

    Raises `RuleBroken` with the same words whether name or password was wrong. Known, unknown, locked and closed
    accounts ask the database the same questions and take one look at one hash, so that they take the same time.
    """
    login = rules.normalise_login(login)
    key = credential_key("login", login)
    has_guess = pay_for_guess(key)
    row, person = queries.password_and_person(login)
    subject = f"person:{row.person_id}" if row else ""
    if not look_at(row if has_guess else None, password):
        action, sentence = ("sign_in.failed", _not_fitting()) if has_guess else ("sign_in.locked", wait_sentence())
        raise refused(action, subject, sentence)
    if person.disabled_at is not None:
        raise refused("sign_in.closed", subject, _("This account is closed. Please ask the operator."))
    if has_second_factor(person.id):
        give_guess_back(key)
        wait_for_code(row)
        return None
    forget_guesses(key)
    sign_in(person=person, kind="staff", way="password", device=device, is_confirmed=True)
    return person


def look_at(row: Password | None, password: str) -> bool:
    """Say whether this is the row's password: one hash is always computed, nobody's when there is no row."""
    hashed = row.hash if row is not None and row.hash else NOBODYS_HASH
    return _verify(hashed, password) and hashed is not NOBODYS_HASH


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


def _not_fitting() -> str:
    return _("The login name and the password do not fit together. Please try again.")


def _password_sentence(problem: str, *, has_factor: bool) -> str:
    if problem == "short" and has_factor:
        return _("Please use at least 8 characters.")
    return {
        "short": _("Please use at least 15 characters. Four words of your own are easy to keep in mind."),
        "long": _("Please use at most 200 characters."),
        "repeated": _("This password repeats itself. Please use a few different words."),
        "personal": _("This password is your name or too well known. Please use a few words of your own."),
    }[problem]
