"""Notices of two records of one person: what the kept one was not told yet goes over, and goes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from college.core.db import db
from college.notices.models import Notice


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move those notices whose key the kept record has not; the others stay asleep, so nobody reads a thing twice.

    Gives the ids of the moved ones, for `move_person_back`.
    """
    known = select(Notice.key).where(Notice.person_id == to_id)
    mine = select(Notice.id).where(Notice.person_id == from_id, Notice.key.not_in(known)).order_by(Notice.id)
    moved = list(db.session.scalars(mine))
    db.session.execute(update(Notice).where(Notice.id.in_(moved)).values(person_id=to_id))
    return {"notices": [str(each) for each in moved]}


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and is still there."""
    ids = [UUID(each) for each in moved.get("notices", [])]
    _give_back(from_id, to_id, Notice.id.in_(ids))


def move_about(*, from_id: UUID, to_id: UUID, urls: list[str]) -> None:
    """Give ``from_id`` the notices that lead to these pages of hers and reached ``to_id`` while both were one.

    Otherwise an answer to her own question would be told to somebody else, and she would never hear of it.
    """
    _give_back(from_id, to_id, Notice.url.in_(urls))


def _give_back(from_id: UUID, to_id: UUID, which: Any) -> None:
    hers = aliased(Notice)
    known = select(hers.key).where(hers.person_id == from_id)
    theirs = select(Notice.id).where(Notice.person_id == to_id, which, Notice.key.not_in(known))
    db.session.execute(update(Notice).where(Notice.id.in_(list(db.session.scalars(theirs)))).values(person_id=from_id))
