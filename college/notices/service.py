"""The door to notices: tell a person something exactly once, show her what is new, put it away."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete

from college.accounts import service as accounts
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound
from college.core.permissions import Actor
from college.notices import queries
from college.notices.forgetting import forget
from college.notices.models import Notice
from college.notices.moving import move_about, move_person, move_person_back
from college.notices.own_data import OWN_TABLES, own_data
from college.notices.retention import SWEEPS

__all__ = [
    "Notice",
    "OWN_TABLES",
    "SWEEPS",
    "all_of",
    "forget",
    "get",
    "move_about",
    "move_person",
    "move_person_back",
    "own_data",
    "read",
    "take_back",
    "tell",
    "tell_many",
    "unread",
    "unread_count",
    "untell",
]

#: How many rows one INSERT carries: seven values each, and SQLite takes 32,766 at most.
CHUNK = 500


def tell(*, person_id: UUID, key: str, texts: dict[str, str], url: str) -> bool:
    """Tell a person something once for each ``key``; False when she was told before, or her deletion was asked for.

    ``texts`` holds the sentence by language, ``url`` is a path of this site.
    """
    if accounts.hidden_among([person_id]):
        return False
    return insert_once(Notice, person_id=person_id, key=key, texts=texts, url=url)


def tell_many(*, person_ids: Iterable[UUID], key: str, texts: dict[str, str], url: str) -> int:
    """Tell each of these people the same thing once for ``key``; give how many had not been told before."""
    wanted = sorted(set(person_ids))
    hidden = {each for at in range(0, len(wanted), CHUNK) for each in accounts.hidden_among(wanted[at : at + CHUNK])}
    wanted = [each for each in wanted if each not in hidden]
    told = 0
    for start in range(0, len(wanted), CHUNK):
        rows = [
            {"id": new_id(), "person_id": each, "key": key, "texts": texts, "url": url, "created_at": now()}
            for each in wanted[start : start + CHUNK]
        ]
        told += queries.insert_new(rows)
    return told


def take_back(*, person_ids: Iterable[UUID], key: str) -> set[UUID]:
    """Take back what these people were told for ``key`` and have not read; give who has read it, so that she hears more."""
    wanted, read = sorted(set(person_ids)), set()
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        queries.delete_unread(some, key)
        read |= queries.told(some, key)
    return read


def untell(*, person_id: UUID, key: str) -> None:
    """Take a notice back that turned out to be a slip, read or not; she may be told the same again."""
    db.session.execute(delete(Notice).where(Notice.person_id == person_id, Notice.key == key))


def unread(person_id: UUID, limit: int = 10) -> list[Notice]:
    """Give what she has not read yet, the newest first, ``limit`` at most."""
    return queries.of_person(person_id, only_unread=True, limit=limit)


def unread_count(person_id: UUID) -> int:
    """Give how many notices she has not read yet."""
    return queries.unread_count(person_id)


def all_of(person_id: UUID) -> list[Notice]:
    """Give everything she was ever told, the newest first."""
    return queries.of_person(person_id)


def get(*, actor: Actor, notice_id: UUID) -> Notice:
    """Give one of her own notices. Raises `NotFound` when it is nobody's or somebody else's."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.person_id != actor.person_id:
        raise NotFound
    return notice


def read(*, actor: Actor, notice_id: UUID) -> Notice:
    """Keep that she has read one of her own notices; again changes nothing. Raises `NotFound` like `get`."""
    notice = get(actor=actor, notice_id=notice_id)
    if notice.read_at is None:
        notice.read_at = now()
    return notice
