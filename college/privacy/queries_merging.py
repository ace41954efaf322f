"""What is read about records put together, and about people who may be one; nothing here asks who may see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, false, or_, select, update

from college.accounts import service as accounts
from college.accounts.service import Person
from college.core.db import db
from college.privacy.models_merging import PersonMerge

#: Search words longer than this are cut: no name is.
WORDS_MAX = 40


def merge(merge_id: UUID) -> PersonMerge | None:
    """Give a merge as it stands now, or None."""
    return db.session.get(PersonMerge, merge_id, populate_existing=True)


def living_merge(merged_id: UUID) -> PersonMerge | None:
    """Give the merge in which a record sleeps, or None."""
    asleep = select(PersonMerge).where(PersonMerge.merged_id == merged_id, PersonMerge.parted_at.is_(None))
    return db.session.scalars(asleep).first()


def merges_of(person_id: UUID) -> list[PersonMerge]:
    """Give every merge in which this record was the kept one or the other, the latest first."""
    hers = or_(PersonMerge.kept_id == person_id, PersonMerge.merged_id == person_id)
    return list(db.session.scalars(select(PersonMerge).where(hers).order_by(PersonMerge.merged_at.desc(), PersonMerge.id)))


def empty_merges(person_id: UUID) -> None:
    """Empty what is remembered of the merges of a person who is deleted."""
    hers = or_(PersonMerge.kept_id == person_id, PersonMerge.merged_id == person_id)
    db.session.execute(update(PersonMerge).where(hers).values(moved={}))


def part(merge_id: UUID, **values: Any) -> bool:
    """Write that two records were parted, unless somebody did before."""
    living = update(PersonMerge).where(PersonMerge.id == merge_id, PersonMerge.parted_at.is_(None))
    options = {"synchronize_session": False, "preserve_rowcount": True}
    return db.session.execute(living.values(**values), execution_options=options).rowcount == 1


def twins(person: Person, within: Select[tuple[UUID]], words: str) -> Select[tuple[Person]]:
    """Select who may be the same person, among those ``within``: by telephone first, then by name.

    With ``words``, everybody who is meant by them instead.
    """
    same_phone = Person.phone_hash == person.phone_hash if person.phone_hash else false()
    same_name = Person.name == person.name
    alive = and_(Person.id != person.id, Person.merged_into_id.is_(None), Person.disabled_at.is_(None))
    wanted = accounts.matches(words[:WORDS_MAX]) if words else or_(same_phone, same_name)
    order = case((same_phone, 0), (same_name, 1), else_=2)
    return select(Person).where(Person.id.in_(within), alive, wanted).order_by(order, Person.pinyin, Person.name, Person.id)
