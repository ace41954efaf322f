"""Making and changing a cohort: its days, courses, teacher and team, for coordinators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, update

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.models import Cohort, CohortCourse, District
from college.cohorts.rules import spread
from college.cohorts.membership import cohort_for, refuse_archived, scope_of
from college.core import audit
from college.core.clock import now, today
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library

#: The roles that make up the team of a cohort.
TEAM = (Role.LECTURER, Role.HELPER)


@dataclass(frozen=True)
class Details:
    """What a coordinator says about a cohort; days are calendar days in China, both included."""

    name: str
    starts_on: date
    ends_on: date
    teacher_name: str
    teacher_phone: str
    course_ids: tuple[str, ...] = ()
    lecturer_ids: tuple[UUID, ...] = ()
    helper_ids: tuple[UUID, ...] = ()

    def team(self, role: Role) -> tuple[UUID, ...]:
        """Give the people chosen for a role of the team."""
        return self.lecturer_ids if role is Role.LECTURER else self.helper_ids


def own_districts(actor: Actor) -> list[District]:
    """Give the districts in which the actor may make cohorts, by code."""
    reach = actor.reach(Permission.COHORT_EDIT)
    return queries.districts_by_code(None if reach.college else reach.districts)


def team_of(cohort: Cohort, role: Role) -> list[accounts.Person]:
    """Give the lecturers or the helpers of a cohort, by name."""
    grants = accounts.grants_over(Scope(cohort=cohort.id), role)
    people = accounts.people_by_ids([grant.person_id for grant in grants])
    return sorted(people.values(), key=lambda person: (person.pinyin, person.name))


def choosable(role: Role, district_codes: Iterable[str], cohort: Cohort | None = None) -> list[accounts.Person]:
    """Give the staff who may be chosen for a role in these districts, and those whom the cohort has already."""
    ids = {person_id for code in district_codes for person_id in queries.posts_in(code, role, today())}
    people = {
        person.id: person
        for person in accounts.people_by_ids(list(ids)).values()
        if person.disabled_at is None
    }
    if cohort is not None:
        people.update({person.id: person for person in team_of(cohort, role)})
    return sorted(people.values(), key=lambda person: (person.pinyin, person.name))


def create_cohort(*, actor: Actor, cohort_id: UUID, district_code: str, details: Details) -> Cohort:
    """Make a cohort under the id that its form carries, so that a form sent twice makes one.

    Raises NotFound for a foreign district, course or member of staff.
    """
    ensure(actor, Permission.COHORT_EDIT, Scope(district=district_code))
    if not queries.districts_by_code([district_code]):
        raise NotFound
    is_new = insert_once(
        Cohort,
        id=cohort_id,
        district_code=district_code,
        name=details.name,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        teacher_name=details.teacher_name,
        teacher_phone=details.teacher_phone,
    )
    cohort = cohort_for(actor, Permission.COHORT_EDIT, cohort_id)
    if is_new:
        _keep_courses(cohort, details.course_ids)
        _keep_team(actor, cohort, details)
        _record(actor, "cohort.create", cohort)
    return cohort


def edit_cohort(*, actor: Actor, cohort_id: UUID, details: Details) -> Cohort:
    """Change a cohort to what its form says; saying the same again changes nothing.

    The district stays: grants, numbers and cards hang on it.
    """
    cohort = cohort_for(actor, Permission.COHORT_EDIT, cohort_id)
    refuse_archived(cohort)
    changed = _change_columns(cohort, details)
    changed |= _keep_courses(cohort, details.course_ids)
    changed |= _keep_team(actor, cohort, details)
    if changed:
        _record(actor, "cohort.edit", cohort)
    return cohort


def archive_cohort(*, actor: Actor, cohort_id: UUID) -> Cohort:
    """Put a cohort into the archive: nobody enters it and it gives no lessons; nothing is deleted."""
    cohort = cohort_for(actor, Permission.COHORT_EDIT, cohort_id)
    if cohort.archived_at is None:
        cohort.archived_at = now()
        db.session.flush()
        _record(actor, "cohort.archive", cohort)
    return cohort


def unarchive_cohort(*, actor: Actor, cohort_id: UUID) -> Cohort:
    """Take a cohort out of the archive again."""
    cohort = cohort_for(actor, Permission.COHORT_EDIT, cohort_id)
    if cohort.archived_at is not None:
        cohort.archived_at = None
        db.session.flush()
        _record(actor, "cohort.unarchive", cohort)
    return cohort


def _change_columns(cohort: Cohort, details: Details) -> bool:
    changed = False
    for name in ("name", "starts_on", "ends_on", "teacher_name", "teacher_phone"):
        value = getattr(details, name)
        if getattr(cohort, name) != value:
            setattr(cohort, name, value)
            changed = True
    db.session.flush()
    return changed


def _keep_courses(cohort: Cohort, wanted: tuple[str, ...]) -> bool:
    before = queries.course_ids(cohort.id)
    if before == list(wanted):
        return False
    known = {course.id for course in library.published_courses()} | set(before)
    if not known.issuperset(wanted):
        raise NotFound
    here = CohortCourse.cohort_id == cohort.id
    db.session.execute(delete(CohortCourse).where(here, CohortCourse.course_id.not_in(wanted)))
    for position, course_id in enumerate(wanted, start=1):
        if not insert_once(CohortCourse, cohort_id=cohort.id, course_id=course_id, position=position):
            moved = update(CohortCourse).where(here, CohortCourse.course_id == course_id)
            db.session.execute(moved.values(position=position))
    return True


def _keep_team(actor: Actor, cohort: Cohort, details: Details) -> bool:
    changes = [_keep_role(actor, cohort, role, details.team(role)) for role in TEAM]
    return any(changes)


def _keep_role(actor: Actor, cohort: Cohort, role: Role, wanted: tuple[UUID, ...]) -> bool:
    held = {grant.person_id: grant for grant in accounts.grants_over(Scope(cohort=cohort.id), role)}
    added, gone = spread(held, wanted)
    allowed = {person.id for person in choosable(role, [cohort.district_code], cohort)}
    if not allowed.issuperset(added):
        raise RuleBroken(_("Somebody you chose has no post in this district. Load the page again and choose anew."))
    for person_id, to_on in _last_days(actor, cohort, role, added).items():
        accounts.grant(actor=actor, person_id=person_id, role=role, scope=scope_of(cohort), to_on=to_on)
    for person_id in gone:
        accounts.end_grant(actor=actor, grant_id=held[person_id].id, scope=scope_of(cohort))
    return bool(added or gone)


def _last_days(actor: Actor, cohort: Cohort, role: Role, added: Iterable[UUID]) -> dict[UUID, date | None]:
    """Give until when each is chosen: no longer than her post lasts, nor than whoever chooses her may choose."""
    own, posts = accounts.appoints_until(actor, role, scope_of(cohort)), queries.posts_in(cohort.district_code, role, today())
    return {
        person_id: min((each for each in (own, posts.get(person_id)) if each is not None), default=None)
        for person_id in added
    }


def _record(actor: Actor, action: str, cohort: Cohort) -> None:
    audit.record(
        actor, action, subject=f"cohort:{cohort.id}", district=cohort.district_code, name=cohort.name
    )
