"""The phones and tablets of a class, which many use: counted and signed out at the end of a class."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update

from college.accounts.models import DeviceSession
from college.core.clock import now
from college.core.db import db

#: How many people one statement names.
CHUNK = 500


def count_class_devices(person_ids: Sequence[UUID]) -> int:
    """Count the sign-ins of these people on phones of the class that are alive now."""
    counted = select(func.count()).select_from(DeviceSession)
    return sum(db.session.scalar(counted.where(*_alive(some))) or 0 for some in _chunks(person_ids))


def end_class_devices(person_ids: Sequence[UUID]) -> int:
    """Sign these people out of every phone of the class, at their next request; give how many sign-ins ended."""
    ending = update(DeviceSession).values(ended_at=now())
    return sum(db.session.execute(ending.where(*_alive(some))).rowcount for some in _chunks(person_ids))


def _chunks(person_ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [person_ids[start : start + CHUNK] for start in range(0, len(person_ids), CHUNK)]


def _alive(person_ids: Sequence[UUID]) -> tuple:
    return (
        DeviceSession.person_id.in_(person_ids),
        DeviceSession.kind == "class",
        DeviceSession.ended_at.is_(None),
        DeviceSession.expires_at > now(),
    )
