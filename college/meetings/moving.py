"""Attendance of two records of one person: what is kept of either stands in the kept one, and goes back when parted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from college.core.db import db, insert_once
from college.meetings.models import Attendance, AttendanceChange, MeetingHelper, WalkIn
from college.meetings.rules_attendance import THERE

_kept = Attendance.__table__.c
#: What stands in an `Attendance` beside its key.
_FACTS = ("standing", "how", "marked_at", "received_at", "marked_by", "is_walk_in", "note")
_TIMES = ("marked_at", "received_at")


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move attendance, its corrections, noted names and help at meetings to the kept record; give which.

    Of a meeting at which something is kept of both, the row of the other record is laid aside; where only that one
    says that she was there, its facts stand in the kept row meanwhile, and the kept row's own are laid aside too.
    """
    mine, hers = _rows(from_id), _rows(to_id)
    both = sorted(set(mine) & set(hers))
    swapped = [each for each in both if mine[each]["standing"] in THERE and hers[each]["standing"] not in THERE]
    _drop(from_id, both)
    for meeting_id in swapped:
        _write(meeting_id, to_id, mine[meeting_id])
    going = sorted(set(mine) - set(hers))
    _give(going, from_id, to_id)
    return {
        "attendance": [str(each) for each in going],
        "attendance_aside": [_packed(each, mine[each]) for each in both],
        "attendance_before": [_packed(each, hers[each]) for each in swapped],
        "changes": _move_ids(AttendanceChange, from_id, to_id),
        "walk_ins": _move_ids(WalkIn, from_id, to_id),
        "helped": _move_help(from_id, to_id),
    }


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and the kept record still has.

    What was tapped on the kept record since then stays there.
    """
    _give([UUID(each) for each in moved.get("attendance", [])], to_id, from_id)
    aside = {packed["meeting_id"]: packed for packed in moved.get("attendance_aside", [])}
    for packed in moved.get("attendance_before", []):
        _put_back(packed, aside[packed["meeting_id"]], to_id)
    for packed in aside.values():
        insert_once(Attendance, meeting_id=UUID(packed["meeting_id"]), person_id=from_id, **_unpacked(packed))
    for model, name in ((AttendanceChange, "changes"), (WalkIn, "walk_ins")):
        ids = [UUID(each) for each in moved.get(name, [])]
        back = update(model).where(model.id.in_(ids), model.person_id == to_id)
        db.session.execute(back.values(person_id=from_id))
    for meeting_id in moved.get("helped", []):
        insert_once(MeetingHelper, meeting_id=UUID(meeting_id), person_id=from_id)
    db.session.expire_all()


def _rows(person_id: UUID) -> dict[UUID, Mapping[str, Any]]:
    asked = select(Attendance.__table__).where(_kept.person_id == person_id)
    return {row["meeting_id"]: row for row in db.session.execute(asked).mappings()}


def _drop(person_id: UUID, meeting_ids: list[UUID]) -> None:
    mine = delete(Attendance).where(Attendance.person_id == person_id, Attendance.meeting_id.in_(meeting_ids))
    db.session.execute(mine, execution_options={"synchronize_session": False})


def _give(meeting_ids: list[UUID], from_id: UUID, to_id: UUID) -> None:
    """Hand rows over, but not where the other has one of her own by now."""
    taken = select(_kept.meeting_id).where(_kept.person_id == to_id, _kept.meeting_id.in_(meeting_ids))
    free = set(meeting_ids) - set(db.session.scalars(taken))
    rows = update(Attendance).where(Attendance.person_id == from_id, Attendance.meeting_id.in_(free))
    db.session.execute(rows.values(person_id=to_id), execution_options={"synchronize_session": False})


def _write(meeting_id: UUID, person_id: UUID, row: Mapping[str, Any]) -> None:
    hers = update(Attendance).where(Attendance.person_id == person_id, Attendance.meeting_id == meeting_id)
    facts = {name: row[name] for name in _FACTS}
    db.session.execute(hers.values(facts), execution_options={"synchronize_session": False})


def _put_back(before: Mapping[str, Any], lent: Mapping[str, Any], person_id: UUID) -> None:
    """Let the kept row say again what it said, unless somebody tapped on it since."""
    meeting_id, lent_at = UUID(before["meeting_id"]), datetime.fromisoformat(lent["marked_at"])
    hers = (Attendance.person_id == person_id, Attendance.meeting_id == meeting_id, Attendance.marked_at == lent_at)
    db.session.execute(update(Attendance).where(*hers).values(_unpacked(before)), execution_options={"synchronize_session": False})


def _move_ids(model: Any, from_id: UUID, to_id: UUID) -> list[str]:
    ids = list(db.session.scalars(select(model.id).where(model.person_id == from_id)))
    db.session.execute(update(model).where(model.id.in_(ids)).values(person_id=to_id))
    return [str(each) for each in ids]


def _move_help(from_id: UUID, to_id: UUID) -> list[str]:
    mine = list(db.session.scalars(select(MeetingHelper.meeting_id).where(MeetingHelper.person_id == from_id)))
    for meeting_id in mine:
        insert_once(MeetingHelper, meeting_id=meeting_id, person_id=to_id)
    db.session.execute(delete(MeetingHelper).where(MeetingHelper.person_id == from_id))
    return [str(each) for each in mine]


def _packed(meeting_id: UUID, row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row as plain JSON, without whose it is."""
    facts = {name: row[name] for name in _FACTS}
    times = {name: facts[name].isoformat() for name in _TIMES}
    by = facts["marked_by"]
    return {"meeting_id": str(meeting_id), **facts, **times, "marked_by": str(by) if by else None}


def _unpacked(packed: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: packed[name] for name in _FACTS}
    times = {name: datetime.fromisoformat(packed[name]) for name in _TIMES}
    by = packed["marked_by"]
    return {**facts, **times, "marked_by": UUID(by) if by else None}
