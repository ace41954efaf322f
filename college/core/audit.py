"""Who did what to whom: entries that are only ever added, and go as a whole when their time is over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Index, String, delete, event, insert
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column

from college.core.clock import now
from college.core.db import afterwards, db, new_id
from college.core.numbers import MOBILE, with_gap
from college.core.permissions import Actor

#: Entries younger than this cannot be deleted (the issue's 6 to 12 months; half a year of 183 days).
KEPT_AT_LEAST = timedelta(days=183)

#: An id or a fingerprint, which is left alone, or a Chinese mobile number however its digits are written and parted.
_ID_OR_PHONE = re.compile(
    r"(?P<id>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32,})"
    rf"|{MOBILE}"
)

_is_purging: ContextVar[bool] = ContextVar("is_purging", default=False)


class AuditEntry(db.Model):
    """One deed. ``detail`` holds no secret and no full telephone number."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_action_at", "action", "at"),
        Index("ix_audit_entry_actor_id_at", "actor_id", "at"),
        Index("ix_audit_entry_subject_at", "subject", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), default="")
    district: Mapped[str | None] = mapped_column(String(6))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete what was written down."""


def record(actor: Actor, action: str, *, subject: str = "", district: str | None = None, **detail: Any) -> None:
    """Write a deed down, in the same transaction as the deed itself.

    ``action`` is ``noun.verb`` (``card.issue``); ``detail`` takes plain JSON values without secrets. A whole
    telephone number in any of its strings, such as a reason somebody typed, is kept as 138****1234.
    """
    db.session.add(_entry(actor.person_id, action, subject, district, detail))


def record_many(
    actor: Actor, action: str, subjects: Mapping[str, Mapping[str, Any]], *, district: str | None = None
) -> None:
    """Write the same deed down about many, each ``subject`` with its own particulars: one statement, now.

    For what is done to 10,000 people at once; the rules of `record` hold.
    """
    same = {"at": now(), "actor_id": actor.person_id, "action": action, "district": district}
    rows = [
        {**same, "id": new_id(), "subject": mask(subject)[:128], "detail": mask(dict(detail))}
        for subject, detail in subjects.items()
    ]
    if rows:
        db.session.execute(insert(AuditEntry.__table__), rows)


def record_refusal(actor: Actor, action: str, *, subject: str = "", **detail: Any) -> None:
    """Write a refused attempt down although the request itself is undone."""
    entry = (actor.person_id, action, subject, None, detail)
    afterwards(lambda: db.session.add(_entry(*entry)))


def mask(value: Any) -> Any:
    """Give a JSON value with every whole mobile number in it masked, in the names of its fields too."""
    if isinstance(value, str):
        return _ID_OR_PHONE.sub(_masked, value)
    if isinstance(value, dict):
        return {mask(str(name)): mask(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        masked = mask(str(value))
        return value if masked == str(value) else masked
    return value


def _masked(found: re.Match[str]) -> str:
    return found[0] if found["id"] else with_gap(found)


def purge_before(moment: datetime, limit: int | None = None) -> int:
    """Delete entries from before ``moment`` and give how many: the one way in which entries go.

    With a ``limit`` at most so many, for one short transaction after the other. Raises `ValueError` for a moment within the last `KEPT_AT_LEAST`.
    """
    if moment > now() - KEPT_AT_LEAST:
        raise ValueError("audit entries are kept for half a year at least")
    some = db.select(AuditEntry.id).where(AuditEntry.at < moment).limit(limit)
    with _purging():
        gone = db.session.execute(
            delete(AuditEntry).where(AuditEntry.id.in_(some)), execution_options={"synchronize_session": False}
        )
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def black_out(*, subject: str, words: list[str]) -> int:
    """Cover ``words`` (her name, her numbers) in what was typed about one subject, and give in how many entries.

    For a person who was deleted: who did what and when stays, what named her does not. Words of one letter are
    left alone. ``subject`` is ``person:<id>``.
    """
    covered = [word for word in words if len(word.strip()) > 1]
    changed = 0
    with _purging():
        for entry in db.session.scalars(db.select(AuditEntry).where(AuditEntry.subject == subject)):
            detail = _without(entry.detail, covered)
            if detail != entry.detail:
                entry.detail = detail
                changed += 1
        db.session.flush()
    return changed


def _without(value: Any, words: list[str]) -> Any:
    if isinstance(value, str):
        for word in words:
            value = value.replace(word, "…")
        return value
    if isinstance(value, dict):
        return {name: _without(each, words) for name, each in value.items()}
    return [_without(each, words) for each in value] if isinstance(value, list) else value


def _entry(actor_id: UUID | None, action: str, subject: str, district: str | None, detail: dict) -> AuditEntry:
    return AuditEntry(
        at=now(), actor_id=actor_id, action=action, subject=mask(subject)[:128], district=district, detail=mask(detail)
    )


@contextmanager
def _purging() -> Iterator[None]:
    token = _is_purging.set(True)
    try:
        yield
    finally:
        _is_purging.reset(token)


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse_change(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
    if not _is_purging.get():
        raise AppendOnly(f"audit entry {entry.id} is not to be changed")


@event.listens_for(db.session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or _is_purging.get():
        return
    if getattr(getattr(state.statement, "table", None), "name", "") == AuditEntry.__tablename__:
        raise AppendOnly("audit entries are not to be changed")
