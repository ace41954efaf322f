"""Enrollments of two records of one person: each cohort keeps one of them, and both stand as before when parted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import aliased

from college.cohorts import queries, queries_transfers, rules_stays
from college.cohorts.hand_edits import move_hand_edits, move_hand_edits_back
from college.cohorts.models import ACTIVE, ENDED, HIDDEN, Cohort, Enrollment
from college.cohorts.models_transfers import Transfer
from college.cohorts.seats_moving import move_seats, move_seats_back
from college.core.db import db, insert_once
from college.core.permissions import Reach


def places_of(person_id: UUID) -> list[Cohort]:
    """Give the cohorts that answer for a person: those of today, or where she is in none, those she was in.

    A district that she left has no say over her record any more once another took her in.
    """
    rows = db.session.execute(
        select(Enrollment.status, Cohort)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.person_id == person_id)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    ).all()
    today = [cohort for status, cohort in rows if status == ACTIVE]
    return today or [cohort for _status, cohort in rows]


def people_within(reach: Reach) -> Select[tuple[UUID]]:
    """Select the people for whom one of the cohorts that a reach covers answers, as in `places_of`."""
    here = queries.within(reach).with_only_columns(Cohort.id)
    other = aliased(Enrollment)
    is_anywhere = exists().where(other.person_id == Enrollment.person_id, other.status == ACTIVE)
    hers = select(Enrollment.person_id).where(Enrollment.cohort_id.in_(here), Enrollment.status != HIDDEN)
    return hers.where(or_(Enrollment.status == ACTIVE, ~is_anywhere))


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move enrollments and a waiting transfer to the kept record; give which, for `move_person_back`.

    In a cohort where both are, the other's row is laid aside here: the list names her once. Who is active on either
    of the two records stays active, and she was there on every day of either.
    """
    mine, hers = _enrollments(from_id), _enrollments(to_id)
    going = [each for cohort_id, each in mine.items() if cohort_id not in hers]
    both = [(each, hers[cohort_id]) for cohort_id, each in mine.items() if cohort_id in hers]
    aside = [_packed(each) for each, _kept in both]
    stays = {str(kept.id): _put_together(kept, each) for each, kept in both if HIDDEN not in (each.status, kept.status)}
    for each, _kept in both:
        db.session.delete(each)
    for each in going:
        each.person_id = to_id
    db.session.flush()
    return {
        "enrollments": [str(each.id) for each in going],
        "enrollments_aside": aside,
        "stays": stays,
        "transfers": [str(each) for each in _move_transfers(from_id, to_id)],
        "seats": move_seats(from_id=from_id, to_id=to_id),
        "hand_edits": move_hand_edits(from_id=from_id, to_id=to_id),
    }


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` the enrollments that `move_person` took from her and the kept record still has."""
    back = update(Enrollment).where(Enrollment.id.in_(_uuids(moved.get("enrollments", []))))
    db.session.execute(back.where(Enrollment.person_id == to_id).values(person_id=from_id))
    for packed in moved.get("enrollments_aside", []):
        insert_once(Enrollment, **_unpacked(packed), person_id=from_id)
    for enrollment_id, (before, after) in _stays(moved).items():
        kept = db.session.get(Enrollment, UUID(enrollment_id))
        if kept is not None and kept.person_id == to_id:
            _part(kept, before, after)
    going = update(Transfer).where(Transfer.id.in_(_uuids(moved.get("transfers", []))), Transfer.person_id == to_id)
    db.session.execute(going.values(person_id=from_id))
    move_seats_back(from_id=from_id, to_id=to_id, moved=moved.get("seats", {}))
    move_hand_edits_back(from_id=from_id, to_id=to_id, fields=moved.get("hand_edits", []))
    db.session.flush()


def _enrollments(person_id: UUID) -> dict[UUID, Enrollment]:
    rows = db.session.scalars(select(Enrollment).where(Enrollment.person_id == person_id).order_by(Enrollment.id))
    return {row.cohort_id: row for row in rows}


def _put_together(kept: Enrollment, other: Enrollment) -> list[dict[str, Any]]:
    """Let the kept enrollment cover the days of both; give how it stood before and stands after."""
    before = _stay(kept)
    every = [span for each in (kept, other) for span in rules_stays.spans(each.from_on, each.to_on, each.away)]
    kept.from_on, kept.to_on, kept.away = rules_stays.joined(every)
    kept.status = ACTIVE if ACTIVE in (kept.status, other.status) else ENDED
    return [before, _stay(kept)]


def _stay(row: Enrollment) -> dict[str, Any]:
    return {"status": row.status, "from_on": _day(row.from_on), "to_on": _day(row.to_on), "away": row.away}


def _stays(moved: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Give what was put together, also as records kept it that only knew whose end had been taken back."""
    ends = moved.get("reopened", {}).items()
    old = {each: [{"status": ENDED, "to_on": to_on}, {"status": ACTIVE, "to_on": None}] for each, to_on in ends}
    return {**old, **moved.get("stays", {})}


def _part(kept: Enrollment, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Let an enrollment stand as before; what was changed in it since it was put together stays."""
    if "from_on" in before and _day(kept.from_on) == after["from_on"]:
        kept.from_on = date.fromisoformat(before["from_on"])
    if (kept.status, _day(kept.to_on)) == (after["status"], after["to_on"]):
        kept.status, kept.to_on = before["status"], before["to_on"] and date.fromisoformat(before["to_on"])
    if "away" in before:
        since = [each for each in kept.away or [] if each not in (after["away"] or [])]
        kept.away = [*(before["away"] or []), *since] or None


def _move_transfers(from_id: UUID, to_id: UUID) -> list[UUID]:
    """Move all transfers but a waiting one where the kept record waits too: that one is not shown while it sleeps."""
    is_taken = queries_transfers.waiting_of(to_id) is not None
    rows = list(db.session.scalars(select(Transfer).where(Transfer.person_id == from_id)))
    going = [row for row in rows if not (is_taken and row.is_waiting)]
    for row in going:
        row.person_id = to_id
    db.session.flush()
    return [row.id for row in going]


def _packed(row: Enrollment) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "cohort_id": str(row.cohort_id),
        "from_on": _day(row.from_on),
        "to_on": _day(row.to_on),
        "away": row.away,
        "status": row.status,
        "created_at": row.created_at.isoformat(),
        "brought_by": str(row.brought_by) if row.brought_by else None,
    }


def _unpacked(packed: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": UUID(packed["id"]),
        "cohort_id": UUID(packed["cohort_id"]),
        "from_on": date.fromisoformat(packed["from_on"]),
        "to_on": packed["to_on"] and date.fromisoformat(packed["to_on"]),
        "away": packed.get("away"),
        "status": packed["status"],
        "created_at": datetime.fromisoformat(packed["created_at"]),
        "brought_by": UUID(packed["brought_by"]) if packed.get("brought_by") else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _uuids(texts: Iterable[str]) -> list[UUID]:
    return [UUID(each) for each in texts]
