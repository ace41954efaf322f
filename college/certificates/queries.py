"""What is looked up about certificates; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from college.certificates.models import Certificate, SweptCourse
from college.core.db import db, insert_once, new_id

#: Values in one IN list, far under SQLite's limit.
CHUNK = 1000
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def has_one(person_id: UUID, course_id: str) -> bool:
    """Say whether a person has the certificate of a course already."""
    mine = select(Certificate.id).where(Certificate.person_id == person_id, Certificate.course_id == course_id)
    return db.session.scalar(mine) is not None


def of_person(person_id: UUID) -> list[Certificate]:
    """Give somebody's certificates, the latest first."""
    mine = select(Certificate).where(Certificate.person_id == person_id)
    return list(db.session.scalars(mine.order_by(Certificate.given_on.desc(), Certificate.created_at.desc(), Certificate.id)))


def of_people(person_ids: Collection[UUID], course_ids: Collection[str]) -> dict[tuple[UUID, str], Certificate]:
    """Give these people's certificates of these courses, by (person, course): one query for each thousand people."""
    found: dict[tuple[UUID, str], Certificate] = {}
    wanted = list(person_ids)
    for at in range(0, len(wanted), CHUNK):
        some = select(Certificate).where(Certificate.person_id.in_(wanted[at : at + CHUNK]), Certificate.course_id.in_(course_ids))
        found |= {(row.person_id, row.course_id): row for row in db.session.scalars(some)}
    return found


def insert_new(rows: Collection[dict[str, Any]]) -> list[UUID]:
    """Insert those certificates whose (person, course) is not there yet, all of one course; give whose are new."""
    made = {row["person_id"]: {"id": new_id(), **row} for row in rows}
    make = _INSERT[db.session.get_bind().dialect.name]
    db.session.execute(make(Certificate.__table__).on_conflict_do_nothing(), list(made.values()))
    kept = of_people(made, {row["course_id"] for row in rows})
    return [person_id for person_id, row in made.items() if kept[person_id, row["course_id"]].id == row["id"]]


def by_code(code: str) -> Certificate | None:
    """Give the certificate with a code."""
    return db.session.scalars(select(Certificate).where(Certificate.code == code)).first()


def swept_marks() -> dict[str, str]:
    """Give, by course, the mark with which everybody was looked at last."""
    return dict(db.session.execute(select(SweptCourse.course_id, SweptCourse.mark)).tuples().all())


def keep_mark(course_id: str, mark: str) -> None:
    """Keep that everybody was looked at by this mark."""
    if not insert_once(SweptCourse, course_id=course_id, mark=mark):
        db.session.execute(update(SweptCourse).where(SweptCourse.course_id == course_id).values(mark=mark))
