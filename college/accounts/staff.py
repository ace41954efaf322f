"""Lists of those who sign in with a login name: a page at a time, searched, and by login."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from college.accounts import rules
from college.accounts.models import Person
from college.accounts.models_secrets import Password
from college.core.db import db
from college.core.pages import Page, page_of


def staff_page(*, words: str = "", page: int = 1, per_page: int = 50) -> Page:
    """Give a page of (person, login name) by name: all staff, or whose name or login name holds ``words``."""
    rows = select(Person, Password.login).join(Password, Password.person_id == Person.id)
    rows = rows.where(Person.hidden_at.is_(None))
    if words.strip():
        login = rules.normalise_login(words)
        rows = rows.where(
            or_(Person.name.contains(words.strip(), autoescape=True), Password.login.contains(login, autoescape=True))
        )
    return page_of(rows.order_by(Person.pinyin, Person.name, Person.id), page, per_page)


def staff_by_ids(person_ids: Collection[UUID]) -> dict[UUID, tuple[Person, str]]:
    """Give (person, login name) of those among these people who are staff: one query."""
    rows = select(Person, Password.login).join(Password, Password.person_id == Person.id)
    found = db.session.execute(rows.where(Person.id.in_(list(person_ids))))
    return {person.id: (person, login) for person, login in found}


def staff_with_login(login: str) -> Person | None:
    """Give whose login name this is, None when nobody's or when the account is closed."""
    hers = select(Person).join(Password, Password.person_id == Person.id)
    sought = hers.where(Password.login == rules.normalise_login(login), Person.disabled_at.is_(None))
    return db.session.scalars(sought).first()


def staff_named(words: str) -> list[UUID]:
    """Give the ids of those whose name or login name is, or begins with, ``words``; 200 at most."""
    words = words.strip()
    login = rules.normalise_login(words)
    either = or_(Person.name.startswith(words, autoescape=True), Password.login.startswith(login, autoescape=True))
    rows = select(Person.id).join(Password, Password.person_id == Person.id).where(either).limit(200)
    return list(db.session.scalars(rows)) if words else []
