"""The door to notices: tell a person something exactly once."""

from __future__ import annotations

from uuid import UUID

from college.core.db import insert_once
from college.notices.models import Notice

__all__ = ["Notice", "tell"]


def tell(*, person_id: UUID, key: str, texts: dict[str, str], url: str) -> bool:
    """Tell a person something once for each ``key``; False when she was told before.

    ``texts`` holds the sentence by language, ``url`` is a path of this site.
    """
    return insert_once(Notice, person_id=person_id, key=key, texts=texts, url=url)
