"""What one person was told, for herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from college.core.db import db
from college.core.pages import language
from college.notices.models import Notice

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"notice": "notices"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give every notice to a person, the latest first, in the language of this request."""
    hers = select(Notice).where(Notice.person_id == person_id).order_by(Notice.created_at.desc(), Notice.id.desc())
    lang = language()
    return {
        "notices": [
            {"words": each.texts.get(lang, ""), "told_at": each.created_at, "put_away_at": each.read_at}
            for each in db.session.scalars(hers)
        ]
    }
