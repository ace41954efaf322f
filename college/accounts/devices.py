"""One's own devices: where somebody is signed in, ending it there, and being told of a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from college.accounts import queries
from college.accounts.handovers import giver_of
from college.accounts.models import DeviceSession
from college.accounts.sessions import end_sessions
from college.core import audit
from college.core.clock import now
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor

#: She is asked about a new device for so long.
ASKED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Device:
    """One device on which somebody is or was signed in. ``helped_by`` is who let her in with a code."""

    id: UUID
    kind: str
    system: str
    way: str
    started_at: datetime
    is_here: bool = False
    is_over: bool = False
    helped_by: str = ""
    may_answer: bool = False


def own_devices(actor: Actor) -> list[Device]:
    """Give the devices on which she is signed in, this one first, then the newest."""
    rows = queries.live_sessions([_person(actor)], now())
    devices = [_device(row, actor) for row in rows]
    return sorted(devices, key=lambda each: not each.is_here)


def end_device_of(*, actor: Actor, session_id: UUID) -> bool:
    """Sign one of her own devices out, and know it; True when it is this very one.

    It acts on that device's next request. Safe to repeat. Raises `NotFound` for a device that is not hers.
    """
    row = _own(actor, session_id)
    row.ended_at, row.known_at = row.ended_at or now(), row.known_at or now()
    audit.record(actor, "session.end", subject=f"person:{row.person_id}", kind=row.kind)
    return row.id == actor.session_id


def end_other_devices(*, actor: Actor) -> int:
    """Sign all her devices out but this one; give how many."""
    count = end_sessions([_person(actor)], but=actor.session_id)
    audit.record(actor, "session.end_others", subject=f"person:{actor.person_id}", count=count)
    return count


def end_all_devices(*, actor: Actor) -> int:
    """Sign all her devices out, this one too; give how many."""
    count = end_sessions([_person(actor)])
    audit.record(actor, "session.end_all", subject=f"person:{actor.person_id}", count=count)
    return count


def know_device(*, actor: Actor, session_id: UUID) -> None:
    """Keep that it was she who signed in there: she is not asked again. Safe to repeat.

    Raises `NotFound` for a device that is not hers, for this very one, which cannot vouch for itself, and for one
    that was here before: a stranger's phone vouches for nobody else's.
    """
    row, here = _own(actor, session_id), _here(actor)
    if here is None or not _may_answer(row, here, _since(here)):
        raise NotFound
    row.known_at = row.known_at or now()
    audit.record(actor, "session.known", subject=f"person:{row.person_id}")


def devices_to_ask_about(actor: Actor) -> list[Device]:
    """Give the devices about which she has not yet said whether it was she: new ones, and where somebody let her in.

    The oldest first. A sign-in from this very browser is not asked about unless somebody let her in. Only what came
    after this browser is: a stranger's phone is never asked whether the owner's is hers. That somebody let her in she
    is told everywhere; a phone that was new itself cannot answer for it (``may_answer``).
    """
    if actor.person_id is None:
        return []
    here = _here(actor)
    if here is None:
        return []
    own_browser, since = here.browser_hash, _since(here)
    asked = select(DeviceSession).where(
        DeviceSession.person_id == actor.person_id,
        DeviceSession.known_at.is_(None),
        DeviceSession.started_at > now() - ASKED_FOR,
        DeviceSession.id != actor.session_id,
        or_(DeviceSession.way == "handover", DeviceSession.is_new.is_(True)),
    )
    rows = db.session.scalars(asked.order_by(DeviceSession.started_at)).all()
    odd = [row for row in rows if row.way == "handover" or own_browser is None or row.browser_hash != own_browser]
    told = [row for row in odd if row.way == "handover" or row.started_at > since]
    return [replace(_device(row, actor), may_answer=_may_answer(row, here, since)) for row in told]


def _here(actor: Actor) -> DeviceSession | None:
    return db.session.get(DeviceSession, actor.session_id) if actor.session_id else None


def _may_answer(row: DeviceSession, here: DeviceSession, since: datetime) -> bool:
    """Say whether the device ``here`` may say of ``row`` that it was she: of what came later, or where she was helped."""
    if row.id == here.id:
        return False
    return row.started_at > since or (row.way == "handover" and not here.is_new)


def _since(here: DeviceSession) -> datetime:
    """Give when she first signed in with this very browser; on a phone of the class only this sign-in counts."""
    if here.browser_hash is None or here.kind == "class":
        return here.started_at
    same = select(func.min(DeviceSession.started_at)).where(
        DeviceSession.person_id == here.person_id, DeviceSession.browser_hash == here.browser_hash
    )
    return db.session.scalar(same) or here.started_at


def _device(row: DeviceSession, actor: Actor) -> Device:
    return Device(
        id=row.id,
        kind=row.kind,
        system=row.device,
        way=row.way,
        started_at=row.started_at,
        is_here=row.id == actor.session_id,
        is_over=row.ended_at is not None or row.expires_at <= now(),
        helped_by=_helper_name(row) if row.way == "handover" else "",
    )


def _helper_name(row: DeviceSession) -> str:
    giver = giver_of(row)
    return giver.name if giver else ""


def _own(actor: Actor, session_id: UUID) -> DeviceSession:
    mine = select(DeviceSession).where(DeviceSession.id == session_id, DeviceSession.person_id == _person(actor))
    row = db.session.scalars(mine).first()
    if row is None:
        raise NotFound
    return row


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id
