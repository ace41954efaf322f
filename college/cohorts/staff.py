"""Accounts of staff, for operators: who works for the college, as what and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.models import Cohort, StaffPost
from college.cohorts.membership import district_names, scope_of
from college.cohorts.rules import derived_id
from college.core import audit
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission, Role, Scope

#: The roles that an operator gives, in the order in which the form shows them.
GIVEN = (Role.COORDINATOR, Role.LECTURER, Role.HELPER, Role.PRODUCT_MANAGER, Role.OPERATOR)
#: Roles that need a district.
IN_DISTRICT = frozenset({Role.COORDINATOR, Role.LECTURER, Role.HELPER})
#: Roles for which an operator only says where a coordinator may choose the person for a cohort.
POSTS = frozenset({Role.LECTURER, Role.HELPER})

ROLE_NAMES = {
    Role.OPERATOR: _l("Operator"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.LECTURER: _l("Lecturer"),
    Role.HELPER: _l("Helper"),
    Role.PRODUCT_MANAGER: _l("Product manager"),
    Role.STUDENT: _l("Student"),
}


@dataclass(frozen=True)
class RoleRow:
    """One role of one person as the pages show it. ``grant_id`` is None for a post."""

    role: Role
    place: str
    grant_id: UUID | None
    district_code: str | None


@dataclass(frozen=True)
class StaffRow:
    """One member of staff: her roles in words and whether her account is open."""

    person: accounts.Person
    login: str
    roles: list[RoleRow]
    devices: int
    disabled_at: datetime | None


def staff_rows(*, actor: Actor) -> list[StaffRow]:
    """Give everybody who works for the college, by name."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    names = district_names()
    return [_row(person, names) for person in accounts.staff_people()]


def staff_row(*, actor: Actor, person_id: UUID) -> StaffRow:
    """Give one member of staff; NotFound for a student, whom an operator does not see."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    return _row(_staff_person(person_id), district_names())


def create_staff(
    *, actor: Actor, form_id: UUID, name: str, login: str, role: Role, district_code: str | None
) -> accounts.Person:
    """Make an account with its first role; the same form sent twice makes one.

    Raises RuleBroken when the login name is taken or the district is missing.
    """
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    person_id = derived_id(form_id, actor.person_id or form_id)
    person = accounts.create_staff(actor=actor, name=name, login=login, person_id=person_id)
    give_role(actor=actor, person_id=person.id, role=role, district_code=district_code)
    return person


def give_role(*, actor: Actor, person_id: UUID, role: Role, district_code: str | None) -> None:
    """Give a role to a member of staff; giving it again changes nothing.

    A lecturer or helper gets a post: it shows her nothing until a coordinator of that district chooses her for
    a cohort. Raises RuleBroken when the role needs a district and none is given.
    """
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    district = _district_for(role, district_code)
    if role not in POSTS:
        scope = Scope(district=district) if district else COLLEGE
        accounts.grant(actor=actor, person_id=person_id, role=role, scope=scope)
    elif insert_once(StaffPost, person_id=person_id, district_code=district, role=role.value):
        _record(actor, "post.give", person_id, role, district)


def end_role(*, actor: Actor, person_id: UUID, grant_id: UUID) -> None:
    """End one grant of a member of staff. Raises RuleBroken for one's own role of operator."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    grant = next((each for each in accounts.grants_of(person_id) if each.id == grant_id), None)
    if grant is None:
        return
    if grant.role == Role.OPERATOR and person_id == actor.person_id:
        raise RuleBroken(_("You cannot end your own role of operator. Ask another operator to do it."))
    accounts.end_grant(actor=actor, grant_id=grant_id)


def end_post(*, actor: Actor, person_id: UUID, role: Role, district_code: str) -> None:
    """End a lecturer's or helper's post, and with it that role in every cohort of the district."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    for grant in accounts.grants_of(person_id):
        cohort = _cohort_of(grant)
        if cohort is not None and grant.role == role and cohort.district_code == district_code:
            accounts.end_grant(actor=actor, grant_id=grant.id, scope=scope_of(cohort))
    ended = db.session.execute(
        delete(StaffPost).where(
            StaffPost.person_id == person_id, StaffPost.role == role, StaffPost.district_code == district_code
        )
    )
    if ended.rowcount:
        _record(actor, "post.end", person_id, role, district_code)


def password_link(*, actor: Actor, person_id: UUID) -> str:
    """Make the address with which a member of staff sets her password, once and within 24 hours."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    person = _staff_person(person_id)
    if person.disabled_at is not None:
        raise RuleBroken(_("This account is closed. Open it first."))
    return accounts.make_password_link(actor=actor, person_id=person_id)


def close_account(*, actor: Actor, person_id: UUID) -> None:
    """Close an account and sign its person out everywhere at once; closing twice changes nothing."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    accounts.disable_person(actor=actor, person_id=person_id)
    accounts.end_sessions([person_id])


def open_account(*, actor: Actor, person_id: UUID) -> None:
    """Open a closed account again, with the roles that it had."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    accounts.enable_person(actor=actor, person_id=person_id)


def _staff_person(person_id: UUID) -> accounts.Person:
    if accounts.login_of(person_id) is None:
        raise NotFound
    return accounts.get_person(person_id)


def _row(person: accounts.Person, names: dict[str, str]) -> StaffRow:
    grants = [
        RoleRow(Role(grant.role), _place(grant, names), grant.id, None) for grant in accounts.grants_of(person.id)
    ]
    posts = [
        RoleRow(Role(post.role), names.get(post.district_code, post.district_code), None, post.district_code)
        for post in queries.posts_of([person.id]).get(person.id, [])
    ]
    return StaffRow(
        person=person,
        login=accounts.login_of(person.id) or "",
        roles=grants + posts,
        devices=len(accounts.sessions_of(person.id)),
        disabled_at=person.disabled_at,
    )


def _place(grant: accounts.Grant, names: dict[str, str]) -> str:
    scope = accounts.scope_of_grant(grant)
    if scope.kind == "district":
        return names.get(scope.district or "", scope.district or "")
    cohort = _cohort_of(grant)
    if cohort is not None:
        return _("one cohort of %(district)s", district=names.get(cohort.district_code, cohort.district_code))
    return scope.course or _("the whole college")


def _cohort_of(grant: accounts.Grant) -> Cohort | None:
    cohort_id = accounts.scope_of_grant(grant).cohort
    return db.session.get(Cohort, cohort_id) if cohort_id else None


def _district_for(role: Role, code: str | None) -> str | None:
    if role not in IN_DISTRICT:
        return None
    if not code or not queries.districts_by_code([code]):
        raise RuleBroken(_("Please choose the district for this role."))
    return code


def _record(actor: Actor, action: str, person_id: UUID, role: Role, district: str | None) -> None:
    audit.record(actor, action, subject=f"person:{person_id}", district=district, role=role.value)
