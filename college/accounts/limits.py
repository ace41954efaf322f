"""Limits in time, each place taken by one conditional statement: many at once get no more than one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from college.accounts.code_rules import SPANS
from college.accounts.models_secrets import Quota
from college.core.clock import now
from college.core.crypto import fingerprint
from college.core.db import db


def quota_key(kind: str, text: str = "") -> str:
    """Give the key of what is limited: ``kind`` names the limit, ``text`` whom or what it is for."""
    return fingerprint(f"quota:{kind}:{text}")


def take(key: str, *, span: str, places: int) -> int | None:
    """Take one of ``places`` that a limit has within ``span`` (a name in `SPANS`); None when all are taken.

    A place is free again when ``span`` has passed since it was taken, so no stretch of that length holds more.
    Reading which are free only saves statements: each place is taken by one that looks and writes together.
    """
    moment = now()
    since = moment - SPANS[span]
    held = select(Quota.slot).where(Quota.key == key, Quota.span == span, Quota.began_at > since)
    taken = set(db.session.scalars(held))
    free = (slot for slot in range(places) if slot not in taken)
    return next((slot for slot in free if _take(key, span, slot, moment, since)), None)


def _take(key: str, span: str, slot: int, moment: datetime, since: datetime) -> bool:
    statement = _insert()(Quota.__table__).values(key=key, span=span, slot=slot, began_at=moment, count=1)
    taking = statement.on_conflict_do_update(
        index_elements=["key", "span", "slot"],
        set_={"began_at": moment, "count": 1},
        where=Quota.__table__.c.began_at <= since,
    )
    return db.session.execute(taking.returning(Quota.__table__.c.slot)).first() is not None


def give_back(key: str, *, span: str, slot: int) -> None:
    """Free a place that was taken for what turned out not to count, such as a code that was right."""
    mine = update(Quota).where(Quota.key == key, Quota.span == span, Quota.slot == slot)
    db.session.execute(mine.values(began_at=now() - SPANS[span]))


def count_one(key: str, *, span: str, most: int) -> int | None:
    """Count one more under a limit of the whole site and give how many there are; None when there were ``most``.

    One row for limits too large to have places: counting begins anew when ``span`` has passed since it began.
    """
    moment, row = now(), Quota.__table__.c
    is_over = row.began_at <= moment - SPANS[span]
    statement = _insert()(Quota.__table__).values(key=key, span=span, slot=0, began_at=moment, count=1)
    counting = statement.on_conflict_do_update(
        index_elements=["key", "span", "slot"],
        set_={
            "count": case((is_over, 1), else_=row.count + 1),
            "began_at": case((is_over, statement.excluded.began_at), else_=row.began_at),
        },
        where=or_(is_over, row.count < most),
    )
    return db.session.execute(counting.returning(row.count)).scalar()


def count_less(key: str, *, span: str) -> None:
    """Take back one that `count_one` counted."""
    mine = update(Quota).where(Quota.key == key, Quota.span == span, Quota.slot == 0, Quota.count > 0)
    db.session.execute(mine.values(count=Quota.count - 1))


def _insert() -> Any:
    return {"postgresql": postgresql.insert}.get(db.session.get_bind().dialect.name, sqlite.insert)
