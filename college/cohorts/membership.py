"""Cohorts and who is in them: looked up and changed for an actor, each change kept in the audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select

from college.accounts import service as accounts
from college.cohorts import queries, queries_rosters, queries_seats, queries_transfers, rules_stays
from college.cohorts.models import ACTIVE, ENDED, Cohort, Enrollment
from college.core import audit
from college.core.clock import today
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.names import sort_key
from college.core.permissions import Actor, Held, Permission, Role, Scope

T = TypeVar("T")


@dataclass(frozen=True)
class BulkEnrolled:
    """What a bulk enrollment did, as ids of people: new ones, ones who came back, ones who were in already."""

    added: list[UUID]
    restored: list[UUID]
    already: list[UUID]


@dataclass(frozen=True)
class ClassOf:
    """The cohort in which a student follows a course: its place, and whom she may call."""

    id: UUID
    district_code: str
    teacher_name: str
    teacher_phone: str

    @property
    def scope(self) -> Scope:
        """Where the cohort lies."""
        return Scope(district=self.district_code, cohort=self.id)


def scope_of(cohort: Cohort) -> Scope:
    """Give a cohort's place: its district and itself."""
    return Scope(district=cohort.district_code, cohort=cohort.id)


def cohort_for(actor: Actor, permission: Permission, cohort_id: UUID) -> Cohort:
    """Give a cohort over which the actor holds the permission; NotFound when there is none or it is foreign."""
    cohort = db.session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    ensure(actor, permission, scope_of(cohort))
    return cohort


def visible_cohorts(actor: Actor, permission: Permission) -> list[Cohort]:
    """Give the cohorts over which the actor holds the permission, archived ones too, the latest first."""
    return queries.cohorts_within(actor.reach(permission))


def district_names() -> dict[str, str]:
    """Give the name of every district by its code."""
    return {district.code: district.name for district in queries.districts_by_code()}


def cohort_courses(cohort_id: UUID) -> list[str]:
    """Give the ids of a cohort's courses in its order."""
    return queries.course_ids(cohort_id)


def cohort_ids_in(district_code: str) -> list[UUID]:
    """Give the ids of the living cohorts of a district: for looking which rooms are taken there."""
    return queries.cohort_ids_in(district_code)


def courses_of_cohorts(cohort_ids: Iterable[UUID]) -> set[str]:
    """Give the ids of the courses that any of these cohorts follows: one query."""
    return queries.courses_of_cohorts(cohort_ids)


def courses_by_cohort(cohort_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Give the ids of the courses of each of these cohorts, in its order: one query."""
    return _grouped(queries.courses_by_cohort(cohort_ids))


def people_by_cohort(cohort_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Give who is in each of these cohorts today, as ids: one query. For callers that may see the cohorts."""
    return _grouped(queries.active_people_by_cohort(cohort_ids))


def _grouped(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for cohort_id, each in pairs:
        found.setdefault(cohort_id, []).append(each)
    return found


def people_by_district() -> Select[tuple[UUID, str]]:
    """Select (person_id, part) of everybody who is or was enrolled: for counts by district within one query."""
    return queries.people_by_district()


def enrolled(cohort_id: UUID, *, with_ended: bool = False) -> list[tuple[Enrollment, accounts.Person]]:
    """Give who is in a cohort, by the sound of the name; with those whose enrollment ended when asked.

    For callers that asked for the cohort through `cohort_for` before.
    """
    enrollments = [each for each in queries.enrollments_of_cohort(cohort_id) if with_ended or each.is_active]
    people = accounts.people_by_ids([each.person_id for each in enrollments])
    pairs = [(each, people[each.person_id]) for each in enrollments if each.person_id in people]
    return sorted(pairs, key=lambda pair: (sort_key(pair[1].name), pair[0].created_at, pair[0].id))


def enrollment_for(
    actor: Actor, permission: Permission, cohort_id: UUID, person_id: UUID
) -> tuple[Cohort, Enrollment, accounts.Person]:
    """Give a cohort and a person who is or was in it; NotFound when either is foreign."""
    cohort = cohort_for(actor, permission, cohort_id)
    enrollment = queries.enrollment_of(person_id, cohort_id)
    person = accounts.people_by_ids([person_id]).get(person_id)
    if enrollment is None or person is None:
        raise NotFound
    return cohort, enrollment, person


def active_cohorts_of(person_id: UUID) -> list[Cohort]:
    """Give the living cohorts in which a person is today, the latest first."""
    return queries.active_cohorts(person_id)


def courses_of(person_id: UUID) -> list[tuple[Cohort, str]]:
    """Give (cohort, course id) for each course that a person follows, each course once, the latest cohort first."""
    seen: dict[str, Cohort] = {}
    for cohort, course_id in queries.courses_followed(person_id):
        seen.setdefault(course_id, cohort)
    return [(cohort, course_id) for course_id, cohort in seen.items()]


def class_of(person_id: UUID, course_id: str) -> ClassOf | None:
    """Give the living cohort with which a person follows a course, None when she is in no cohort: one small query.

    It is the latest that has the course, and when none of hers has it, her latest one.
    """
    row = queries.class_of(person_id, course_id)
    return ClassOf(*row) if row else None


def teacher_contact(person_id: UUID, course_id: str | None = None) -> tuple[str, str] | None:
    """Give the name and telephone of the teacher whom a student calls about a course, or None.

    The teacher of the cohort that follows this course comes first, then any other cohort's.
    """
    following = [cohort for cohort, course in queries.courses_followed(person_id) if course == course_id]
    for cohort in following + queries.active_cohorts(person_id):
        if cohort.teacher_phone:
            return cohort.teacher_name, cohort.teacher_phone
    return None


def held_by_enrollment(person_id: UUID) -> tuple[Held, ...]:
    """Give what a person holds by being enrolled: the role of a student over each of her living cohorts."""
    cohort_ids = queries.active_cohort_ids(person_id)
    return tuple(Held(Role.STUDENT, Scope(cohort=cohort_id)) for cohort_id in cohort_ids)


def enroll(
    *, actor: Actor, cohort_id: UUID, person_id: UUID, from_on: date | None = None
) -> Enrollment:
    """Put a person into a cohort, or back into it; the same again changes nothing.

    ``from_on`` is today when not given. Raises RuleBroken when the cohort is in the archive.
    """
    cohort = cohort_for(actor, Permission.ENROLLMENT_EDIT, cohort_id)
    refuse_archived(cohort)
    is_new = insert_once(
        Enrollment, person_id=person_id, cohort_id=cohort_id, from_on=from_on or today(), status=ACTIVE
    )
    enrollment = _enrollment(person_id, cohort_id)
    if is_new:
        queries_seats.seat_newcomers(cohort_id, [person_id])
        _record(actor, "enrollment.create", cohort, enrollment)
    elif not enrollment.is_active:
        _restore(actor, cohort, enrollment, from_on or today())
    return enrollment


def bulk_enroll(
    *,
    actor: Actor,
    cohort_id: UUID,
    person_ids: Iterable[UUID],
    from_on: date | None = None,
    brought_by: UUID | None = None,
) -> BulkEnrolled:
    """Put many people into a cohort at once: for the roster import ``brought_by``; the same again changes nothing."""
    cohort = cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    refuse_archived(cohort)
    wanted = list(dict.fromkeys(person_ids))
    before = queries_rosters.standing(cohort_id)
    restored = [each for each in wanted if each in before and before[each][0] == ENDED]
    added = queries_rosters.insert_enrollments(
        cohort_id, [each for each in wanted if each not in before], from_on or today(), brought_by
    )
    queries_rosters.reopen_enrollments(cohort_id, restored, from_on or today(), brought_by=brought_by)
    done = {*added, *restored}
    queries_seats.seat_newcomers(cohort_id, [each for each in wanted if each in done])
    audit.record(
        actor,
        "enrollment.bulk",
        subject=f"cohort:{cohort_id}",
        district=cohort.district_code,
        added=len(added),
        restored=len(restored),
    )
    return BulkEnrolled(added, restored, [each for each in wanted if each not in done])


def end_enrollment(
    *, actor: Actor, cohort_id: UUID, person_id: UUID, to_on: date | None = None
) -> Enrollment:
    """End a person's time in a cohort on ``to_on`` (today when not given); what she finished is kept.

    Her lessons close at once, because a student's reach is read from her enrollments at each request; her card
    and her devices stay as they are, so that taking it back needs nothing more. Ending twice changes nothing.
    """
    cohort, enrollment, _person = enrollment_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    if enrollment.is_active:
        enrollment.status = ENDED
        enrollment.to_on = max(to_on or today(), enrollment.from_on)
        db.session.flush()
        _record(actor, "enrollment.end", cohort, enrollment)
    return enrollment


def restore_enrollment(*, actor: Actor, cohort_id: UUID, person_id: UUID, was_slip: bool = False) -> Enrollment:
    """Take the end of an enrollment back; restoring twice changes nothing.

    The days since the end are kept as days away, but where the end itself ``was_slip``.
    """
    cohort, enrollment, _person = enrollment_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    refuse_archived(cohort)
    if not enrollment.is_active:
        _restore(actor, cohort, enrollment, None if was_slip else today())
    return enrollment


def refuse_archived(cohort: Cohort) -> None:
    """Raise RuleBroken when nobody may enter a cohort because it is in the archive."""
    if cohort.archived_at is not None:
        raise RuleBroken(_("This cohort is in the archive. Take it out of the archive first."))


def _enrollment(person_id: UUID, cohort_id: UUID) -> Enrollment:
    enrollment = queries.enrollment_of(person_id, cohort_id)
    if enrollment is None:
        raise NotFound
    return enrollment


def _reopen(enrollment: Enrollment, back_on: date | None) -> None:
    if back_on is not None:
        enrollment.away = rules_stays.away_after(enrollment.away, enrollment.to_on, back_on)
    enrollment.status = ACTIVE
    enrollment.to_on = None
    enrollment.brought_by = None


def refuse_moved(cohort: Cohort, enrollment: Enrollment) -> None:
    """Raise RuleBroken when somebody moved to another district, which alone looks after her now."""
    if not enrollment.is_active and queries_transfers.moved_away(enrollment.person_id, cohort):
        raise RuleBroken(_("She has moved to another district. Only its coordinators change this, and can send her back."))


def _restore(actor: Actor, cohort: Cohort, enrollment: Enrollment, back_on: date | None) -> None:
    refuse_moved(cohort, enrollment)
    _reopen(enrollment, back_on)
    db.session.flush()
    queries_seats.seat_newcomers(cohort.id, [enrollment.person_id])
    _record(actor, "enrollment.restore", cohort, enrollment)


def _record(actor: Actor, action: str, cohort: Cohort, enrollment: Enrollment) -> None:
    audit.record(
        actor,
        action,
        subject=f"person:{enrollment.person_id}",
        district=cohort.district_code,
        cohort=str(cohort.id),
    )
