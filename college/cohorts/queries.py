"""What is read about districts, cohorts and enrollments; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, false, func, or_, select

from college.cohorts.models import ACTIVE, HIDDEN, Cohort, CohortCourse, District, Enrollment, StaffPost
from college.core.db import db
from college.core.permissions import Reach


_cohort, _enrollment, _follows = Cohort.__table__.c, Enrollment.__table__.c, CohortCourse.__table__.c
_in_cohort = Enrollment.__table__.join(Cohort.__table__, _cohort.id == _enrollment.cohort_id)
_is_in = (
    _enrollment.person_id == bindparam("person_id"),
    _enrollment.status == ACTIVE,
    _cohort.archived_at.is_(None),
)
#: Every page of a student asks these two, so they are made once, on plain columns.
_ACTIVE_COHORT_IDS = select(_cohort.id).select_from(_in_cohort).where(*_is_in)
_CLASS_OF = (
    select(_cohort.id, _cohort.district_code, _cohort.teacher_name, _cohort.teacher_phone)
    .select_from(
        _in_cohort.outerjoin(
            CohortCourse.__table__,
            and_(_follows.cohort_id == _cohort.id, _follows.course_id == bindparam("course_id")),
        )
    )
    .where(*_is_in)
    .order_by(_follows.course_id.is_(None), _cohort.starts_on.desc(), _cohort.id.desc())
    .limit(1)
)


def within(reach: Reach) -> Select[tuple[Cohort]]:
    """Give the select of the cohorts that a reach covers."""
    chosen = select(Cohort)
    if reach.college:
        return chosen
    places = []
    if reach.districts:
        places.append(Cohort.district_code.in_(reach.districts))
    if reach.cohorts:
        places.append(Cohort.id.in_(reach.cohorts))
    return chosen.where(or_(*places) if places else false())


def cohorts_within(reach: Reach) -> list[Cohort]:
    """Give the cohorts that a reach covers, the latest first."""
    statement = within(reach).order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
    return list(db.session.scalars(statement))


def districts_by_code(codes: Iterable[str] | None = None) -> list[District]:
    """Give the districts with these codes, or all of them, by code."""
    statement = select(District).order_by(District.code)
    if codes is not None:
        statement = statement.where(District.code.in_(list(codes)))
    return list(db.session.scalars(statement))


def course_ids(cohort_id: UUID) -> list[str]:
    """Give the ids of a cohort's courses in its order."""
    statement = select(CohortCourse.course_id).where(CohortCourse.cohort_id == cohort_id)
    return list(db.session.scalars(statement.order_by(CohortCourse.position, CohortCourse.course_id)))


def cohort_ids_in(district_code: str) -> list[UUID]:
    """Give the ids of the living cohorts of a district."""
    living = select(Cohort.id).where(Cohort.district_code == district_code, Cohort.archived_at.is_(None))
    return list(db.session.scalars(living.order_by(Cohort.id)))


def active_counts(cohort_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Give how many people are in each of these cohorts today."""
    statement = (
        select(Enrollment.cohort_id, func.count())
        .where(Enrollment.cohort_id.in_(list(cohort_ids)), Enrollment.status == ACTIVE)
        .group_by(Enrollment.cohort_id)
    )
    return {cohort_id: count for cohort_id, count in db.session.execute(statement)}


def enrollments_of_cohort(cohort_id: UUID) -> list[Enrollment]:
    """Give every enrollment of a cohort, ended ones too, in the order of their making; no hidden one."""
    statement = select(Enrollment).where(Enrollment.cohort_id == cohort_id, Enrollment.status != HIDDEN)
    return list(db.session.scalars(statement.order_by(Enrollment.created_at, Enrollment.id)))


def stays_in(cohort_ids: Iterable[UUID]) -> list[Enrollment]:
    """Give every enrollment of these cohorts, ended ones too, no hidden one: for who was in them on some day."""
    statement = select(Enrollment).where(Enrollment.cohort_id.in_(list(cohort_ids)), Enrollment.status != HIDDEN)
    return list(db.session.scalars(statement))


def enrollment_of(person_id: UUID, cohort_id: UUID) -> Enrollment | None:
    """Give a person's enrollment in a cohort, ended or not, or None; a hidden one is as good as none."""
    statement = select(Enrollment).where(
        Enrollment.person_id == person_id, Enrollment.cohort_id == cohort_id, Enrollment.status != HIDDEN
    )
    return db.session.scalars(statement).first()


def active_cohorts(person_id: UUID) -> list[Cohort]:
    """Give the living cohorts in which a person is today, the latest first."""
    statement = (
        select(Cohort)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(
            Enrollment.person_id == person_id,
            Enrollment.status == ACTIVE,
            Cohort.archived_at.is_(None),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return list(db.session.scalars(statement))


def active_cohort_ids(person_id: UUID) -> list[UUID]:
    """Give the ids of the living cohorts in which a person is today."""
    return list(db.session.scalars(_ACTIVE_COHORT_IDS, {"person_id": person_id}))


def class_of(person_id: UUID, course_id: str) -> Row | None:
    """Give (id, district_code, teacher_name, teacher_phone) of the living cohort with which she follows a course.

    The latest that has the course comes first; when none has it, it is her latest one: she may learn whatever she likes.
    """
    return db.session.execute(_CLASS_OF, {"person_id": person_id, "course_id": course_id}).first()


def classes_of(person_ids: Collection[UUID], course_id: str) -> dict[UUID, Cohort]:
    """Give of each of these people (some hundreds at most) the cohort that `class_of` gives, without whoever is in none: one query."""
    follows = and_(CohortCourse.cohort_id == Cohort.id, CohortCourse.course_id == course_id)
    theirs = select(Enrollment.person_id, Cohort).join(Cohort, Cohort.id == Enrollment.cohort_id).outerjoin(CohortCourse, follows)
    here = theirs.where(Enrollment.person_id.in_(list(person_ids)), Enrollment.status == ACTIVE, Cohort.archived_at.is_(None))
    found: dict[UUID, Cohort] = {}
    for person_id, cohort in db.session.execute(
        here.order_by(CohortCourse.course_id.is_(None), Cohort.starts_on.desc(), Cohort.id.desc())
    ):
        found.setdefault(person_id, cohort)
    return found


def cohorts_ever(person_id: UUID) -> list[Cohort]:
    """Give every cohort in which a person is or was."""
    statement = (
        select(Cohort)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.person_id == person_id, Enrollment.status != HIDDEN)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return list(db.session.scalars(statement))


def courses_followed(person_id: UUID) -> list[tuple[Cohort, str]]:
    """Give (cohort, course id) for every course that a person follows, the latest cohort first."""
    statement = (
        select(Cohort, CohortCourse.course_id)
        .join(CohortCourse, CohortCourse.cohort_id == Cohort.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(
            Enrollment.person_id == person_id,
            Enrollment.status == ACTIVE,
            Cohort.archived_at.is_(None),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc(), CohortCourse.position)
    )
    return [(cohort, course_id) for cohort, course_id in db.session.execute(statement)]


def courses_of_cohorts(cohort_ids: Iterable[UUID]) -> set[str]:
    """Give the ids of the courses that any of these cohorts follows."""
    statement = select(CohortCourse.course_id).where(CohortCourse.cohort_id.in_(list(cohort_ids)))
    return set(db.session.scalars(statement.distinct()))


def courses_by_cohort(cohort_ids: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """Give (cohort id, course id) of these cohorts, each in its order."""
    statement = select(CohortCourse.cohort_id, CohortCourse.course_id).where(CohortCourse.cohort_id.in_(list(cohort_ids)))
    ordered = statement.order_by(CohortCourse.cohort_id, CohortCourse.position, CohortCourse.course_id)
    return [(cohort_id, course_id) for cohort_id, course_id in db.session.execute(ordered)]


def active_people_by_cohort(cohort_ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Give (cohort id, person id) of everybody who is in one of these cohorts today."""
    statement = select(Enrollment.cohort_id, Enrollment.person_id).where(
        Enrollment.cohort_id.in_(list(cohort_ids)), Enrollment.status == ACTIVE
    )
    return [(cohort_id, person_id) for cohort_id, person_id in db.session.execute(statement)]


def people_by_district() -> Select[tuple[UUID, str]]:
    """Select (person_id, part): each person with each district in which she is or was enrolled, once."""
    pairs = select(Enrollment.person_id, Cohort.district_code.label("part"))
    return pairs.join(Cohort, Cohort.id == Enrollment.cohort_id).distinct()


def posts_in(district_code: str, role: str, on: date) -> dict[UUID, date | None]:
    """Give the people who may be chosen for a role in a district on a day, each with the last day of the post."""
    statement = select(StaffPost.person_id, StaffPost.to_on).where(
        StaffPost.district_code == district_code,
        StaffPost.role == role,
        or_(StaffPost.from_on.is_(None), StaffPost.from_on <= on),
        or_(StaffPost.to_on.is_(None), StaffPost.to_on >= on),
    )
    return {person_id: to_on for person_id, to_on in db.session.execute(statement)}


def posts_within(district_codes: Iterable[str], on: date) -> list[StaffPost]:
    """Give the posts in these districts whose last day has not passed."""
    statement = select(StaffPost).where(StaffPost.district_code.in_(list(district_codes)))
    return list(db.session.scalars(statement.where(or_(StaffPost.to_on.is_(None), StaffPost.to_on >= on))))


def cohorts_by_ids(cohort_ids: Iterable[UUID]) -> dict[UUID, Cohort]:
    """Give these cohorts by their ids."""
    return {each.id: each for each in db.session.scalars(select(Cohort).where(Cohort.id.in_(list(cohort_ids))))}


def posts_of(person_ids: Iterable[UUID]) -> dict[UUID, list[StaffPost]]:
    """Give the posts of these people, by person."""
    statement = select(StaffPost).where(StaffPost.person_id.in_(list(person_ids)))
    found: dict[UUID, list[StaffPost]] = {}
    for post in db.session.scalars(statement.order_by(StaffPost.district_code, StaffPost.role)):
        found.setdefault(post.person_id, []).append(post)
    return found
