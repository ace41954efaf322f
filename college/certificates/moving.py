"""Certificates of two records of one person: the earlier of each course is hers while both are one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from college.certificates import queries
from college.certificates.giving import give_all_earned
from college.certificates.models import Certificate
from college.core.db import db


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move certificates to the kept record, and give her what only both together have earned; give which.

    Where both have one of the same course, the earlier one stands in the kept record and the later one in the
    sleeping one: its code still says that it is true. Call it after progress has moved.
    """
    mine, hers = _by_course(from_id), _by_course(to_id)
    swapped = [each for each in sorted(set(mine) & set(hers)) if _age(mine[each]) < _age(hers[each])]
    for course_id in swapped:
        _swap(mine[course_id], hers[course_id])
    going = [mine[each].id for each in sorted(set(mine) - set(hers))]
    db.session.execute(update(Certificate).where(Certificate.id.in_(going)).values(person_id=to_id))
    return {"certificates": [str(each) for each in going], "swapped": swapped, "given": give_all_earned(to_id)}


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and the kept record still has.

    What was given only because both were one goes, unless it was handed over on paper: no one of them has earned it.
    """
    for course_id in moved.get("swapped", []):
        mine, hers = _by_course(from_id).get(course_id), _by_course(to_id).get(course_id)
        if mine and hers:
            _swap(mine, hers)
    ids = [UUID(each) for each in moved.get("certificates", [])]
    back = update(Certificate).where(Certificate.id.in_(ids), Certificate.person_id == to_id)
    db.session.execute(back.values(person_id=from_id))
    courses = Certificate.course_id.in_(moved.get("given", []))
    db.session.execute(delete(Certificate).where(Certificate.person_id == to_id, courses, Certificate.handed_at.is_(None)))
    db.session.expire_all()


def _by_course(person_id: UUID) -> dict[str, Certificate]:
    return {each.course_id: each for each in queries.of_person(person_id)}


def _age(certificate: Certificate) -> tuple:
    return certificate.given_on, certificate.created_at


def _swap(first: Certificate, second: Certificate) -> None:
    """Let two certificates of one course change their holders, although each may have but one."""
    one, two = _values(first), _values(second)
    for row in (first, second):
        db.session.delete(row)
    db.session.flush()
    db.session.add_all([Certificate(**one | {"person_id": two["person_id"]}), Certificate(**two | {"person_id": one["person_id"]})])
    db.session.flush()


def _values(row: Certificate) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in Certificate.__table__.columns}
