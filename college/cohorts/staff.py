"""Accounts of staff, for operators: who works for the college, as what and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import ending, posts, queries
from college.cohorts.posts import POSTS
from college.cohorts.rules import derived_id
from college.cohorts.staff_rows import ROLE_NAMES, StaffRow, rows_of
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.pages import Page
from college.core.permissions import COLLEGE, Actor, Permission, Role, Scope

__all__ = [
    "GIVEN",
    "IN_DISTRICT",
    "POSTS",
    "ROLE_NAMES",
    "StaffRow",
    "close_account",
    "create_staff",
    "end_post",
    "end_role",
    "ending_post",
    "ending_role",
    "give_role",
    "open_account",
    "password_link",
    "staff_row",
    "staff_rows",
]

#: The roles that an operator gives, in the order in which the form shows them.
GIVEN = (Role.COORDINATOR, Role.LECTURER, Role.HELPER, Role.PRODUCT_MANAGER, Role.OPERATOR)
#: Roles that need a district.
IN_DISTRICT = frozenset({Role.COORDINATOR, Role.LECTURER, Role.HELPER})


def staff_rows(*, actor: Actor, words: str = "", page: int = 1) -> Page:
    """Give a page of those who work for the college, by name; those whose name or login name holds ``words``."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    found = accounts.staff_page(words=words, page=page)
    return replace(found, items=rows_of(found.items))


def staff_row(*, actor: Actor, person_id: UUID) -> StaffRow:
    """Give one member of staff; NotFound for a student, whom an operator does not see."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    found = accounts.staff_by_ids([person_id])
    if not found:
        raise NotFound
    return replace(rows_of(found.values())[0], devices=len(accounts.sessions_of(person_id)))


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


def give_role(
    *,
    actor: Actor,
    person_id: UUID,
    role: Role,
    district_code: str | None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> None:
    """Give a role to a member of staff from a day to a day; the same again changes nothing, other days hold.

    A lecturer or helper gets a post: it shows her nothing until a coordinator of that district chooses her for
    a cohort. Raises RuleBroken when the role needs a district and none is given.
    """
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    district, days = _district_for(role, district_code), {"from_on": from_on, "to_on": to_on}
    if role not in POSTS:
        scope = Scope(district=district) if district else COLLEGE
        accounts.grant(actor=actor, person_id=person_id, role=role, scope=scope, **days)
    else:
        posts.give_post(actor=actor, person_id=person_id, role=role, district_code=district or "", **days)


def end_role(*, actor: Actor, person_id: UUID, grant_id: UUID) -> None:
    """End one grant of a member of staff. Raises RuleBroken for one's own role of operator and for the last operator."""
    _hers(actor, person_id, grant_id)
    accounts.end_grant(actor=actor, grant_id=grant_id)


def ending_role(*, actor: Actor, person_id: UUID, grant_id: UUID) -> ending.Ending:
    """Give what would end with a grant, for the page that asks first: also who is the last coordinator of a district."""
    _hers(actor, person_id, grant_id)
    return ending.of_grant(grant_id, names_cohorts=False)


def ending_post(*, actor: Actor, person_id: UUID, role: Role, district_code: str) -> ending.Ending:
    """Give what would end with a post, for the page that asks first."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    return ending.of_post(person_id, role, district_code)


def _hers(actor: Actor, person_id: UUID, grant_id: UUID) -> None:
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    if accounts.get_grant(grant_id).person_id != person_id:
        raise NotFound


def end_post(*, actor: Actor, person_id: UUID, role: Role, district_code: str) -> None:
    """End a lecturer's or helper's post, and with it that role in every cohort of the district."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    posts.end_post(actor=actor, person_id=person_id, role=role, district_code=district_code)


def password_link(*, actor: Actor, person_id: UUID) -> str:
    """Make the address with which a member of staff sets her password, once and within 24 hours."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    person = _staff_person(person_id)
    if person.disabled_at is not None:
        raise RuleBroken(_("This account is closed. Open it first."))
    return accounts.make_password_link(actor=actor, person_id=person_id)


def close_account(*, actor: Actor, person_id: UUID) -> None:
    """Close an account and sign its person out everywhere at once; closing twice changes nothing.

    Raises RuleBroken for one's own account and for that of the last operator.
    """
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    if person_id != actor.person_id and person_id in accounts.people_with(Role.OPERATOR):
        accounts.ensure_operator_stays(actor, person_id)
    accounts.disable_person(actor=actor, person_id=person_id)
    accounts.end_sessions([person_id])


def reset_second_factor(*, actor: Actor, person_id: UUID) -> None:
    """Take a colleague's second factor away and sign her out everywhere. Raises RuleBroken for one's own."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    accounts.reset_second_factor(actor=actor, person_id=person_id)


def open_account(*, actor: Actor, person_id: UUID) -> None:
    """Open a closed account again, with the roles that it had."""
    ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
    _staff_person(person_id)
    accounts.enable_person(actor=actor, person_id=person_id)


def _staff_person(person_id: UUID) -> accounts.Person:
    if accounts.login_of(person_id) is None:
        raise NotFound
    return accounts.get_person(person_id)


def _district_for(role: Role, code: str | None) -> str | None:
    if role not in IN_DISTRICT:
        return None
    if not code or not queries.districts_by_code([code]):
        raise RuleBroken(_("Please choose the district for this role."))
    return code

