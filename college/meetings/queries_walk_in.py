"""What is read and written about people who came to a meeting and stand in no list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update

from college.accounts import service as accounts
from college.core.db import db
from college.meetings.models import Attendance, Meeting, WalkIn

#: So many people are shown at most to choose from.
SHOWN = 20


def walk_in(walk_in_id: UUID) -> WalkIn | None:
    """Give a noted name, None when there is none."""
    return db.session.get(WalkIn, walk_in_id)


def waiting_walk_ins(meeting_id: UUID) -> list[WalkIn]:
    """Give the names noted at a meeting of whom nobody has said yet who they are, the first noted first."""
    asked = select(WalkIn).where(WalkIn.meeting_id == meeting_id, WalkIn.settled_at.is_(None))
    return list(db.session.scalars(asked.order_by(WalkIn.noted_at, WalkIn.id)))


def waiting_by_meeting(cohort_ids: Collection[UUID]) -> list[tuple[Meeting, int]]:
    """Give the meetings of these cohorts at which names wait, each with how many; the earliest first."""
    counted = select(WalkIn.meeting_id, func.count().label("names")).where(WalkIn.settled_at.is_(None))
    waiting = counted.group_by(WalkIn.meeting_id).subquery()
    asked = select(Meeting, waiting.c.names).join(waiting, waiting.c.meeting_id == Meeting.id)
    found = db.session.execute(asked.where(Meeting.cohort_id.in_(cohort_ids)).order_by(Meeting.starts_at, Meeting.id))
    return [(meeting, names) for meeting, names in found]


def settle(walk_in_id: UUID, **values: Any) -> bool:
    """Say what became of a noted name; gives False when that was said before."""
    waiting = update(WalkIn).where(WalkIn.id == walk_in_id, WalkIn.settled_at.is_(None))
    return db.session.execute(waiting.values(**values)).rowcount == 1


def people_named(words: str, among: Select[tuple[UUID]]) -> list[accounts.Person]:
    """Give the people among these whom the words mean (`accounts.matches`), at most `SHOWN`, by the sound of the names."""
    person = accounts.Person
    meant = select(person).where(accounts.matches(words), person.id.in_(among))
    here = meant.where(person.hidden_at.is_(None), person.merged_into_id.is_(None), person.forgotten_at.is_(None))
    return list(db.session.scalars(here.order_by(person.pinyin, person.name, person.id).limit(SHOWN)))


def came_in(meeting_id: UUID, person_id: UUID) -> None:
    """Keep that somebody who was ticked off stood in no list when she came."""
    hers = update(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    db.session.execute(hers.values(is_walk_in=True))
