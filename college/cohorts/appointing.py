"""Who works in a coordinator's districts and cohorts, and giving and ending roles there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import ending, posts, queries
from college.cohorts.membership import scope_of
from college.cohorts.models import Cohort, StaffPost
from college.cohorts.posts import POSTS
from college.cohorts.staff_rows import StaffRow, row_of, words_for
from college.core.clock import today
from college.core.errors import NotFound, RuleBroken
from college.core.pages import Page, page_of_list
from college.core.permissions import Actor, Permission, Reach, Role, Scope

#: The roles that a coordinator gives, in the order in which the form shows them.
GIVEN = (Role.LECTURER, Role.HELPER, Role.COORDINATOR)
#: Who holds one of these works for the whole college: only an operator gives her something else besides.
OF_THE_COLLEGE = frozenset({Role.OPERATOR.value, Role.PRODUCT_MANAGER.value})


class NobodyToAppoint(RuleBroken):
    """Nobody with this login name can be given a role here: unknown, closed or not hers to appoint, in the same words."""


@dataclass(frozen=True)
class Place:
    """A place over which roles can be given: a whole district, or one cohort."""

    key: str
    name: str
    scope: Scope


@dataclass(frozen=True)
class Given:
    """What was ended or is to be given: enough to give it again."""

    login: str
    name: str
    role: Role
    place_key: str
    to_on: date | None


def places(actor: Actor) -> list[Place]:
    """Give the places over which the actor gives roles: her districts, then the cohorts that are not in the archive."""
    reach = actor.reach(Permission.ROLE_GIVE)
    districts = queries.districts_by_code(None if reach.college else reach.districts)
    whole = [Place(each.code, _("All of %(district)s", district=each.name), Scope(district=each.code)) for each in districts]
    living = [each for each in _cohorts(reach) if each.archived_at is None]
    return whole + [Place(str(each.id), _cohort_name(each), scope_of(each)) for each in living]


def staff_here(*, actor: Actor, words: str = "", page: int = 1) -> Page:
    """Give a page of who works where the actor gives roles, by name, with what they hold there and nowhere else."""
    reach = actor.reach(Permission.ROLE_GIVE)
    cohorts = _cohorts(reach)
    grants = accounts.grants_within(reach.districts, [each.id for each in cohorts])
    held: dict[UUID, list[StaffPost]] = {}
    for post in queries.posts_within(reach.districts, today()):
        held.setdefault(post.person_id, []).append(post)
    people = accounts.staff_by_ids({*grants, *held})
    found = [pair for pair in people.values() if _fits(words, *pair)]
    shown = page_of_list(sorted(found, key=lambda pair: (pair[0].name, pair[0].id)), page)
    names = words_for(grants.values(), names_cohorts=True)
    shown.items[:] = [
        row_of(person, login, grants.get(person.id, []), held.get(person.id, []), names) for person, login in shown.items
    ]
    return shown


def appoint(
    *, actor: Actor, login: str, role: Role, place_key: str, from_on: date | None = None, to_on: date | None = None
) -> StaffRow:
    """Give a role over a place to whoever has this login name; the same again changes nothing, other days hold.

    A lecturer or helper of a whole district gets a post there. Raises `NobodyToAppoint`, `NotFound` for a place that
    is not the actor's, `NotAllowed` for a role that she appoints nobody to, and `RuleBroken` with her own last day.
    """
    place = _place(actor, place_key)
    accounts.ensure_may_appoint(actor, role, place, from_on=from_on, to_on=to_on)
    person = _whom(login)
    if role in POSTS and place.kind == "district":
        posts.give_post(
            actor=actor, person_id=person.id, role=role, district_code=place_key, from_on=from_on, to_on=to_on
        )
    else:
        accounts.grant(actor=actor, person_id=person.id, role=role, scope=place, from_on=from_on, to_on=to_on)
    return StaffRow(person, login, [], 0, None)


def end_role(*, actor: Actor, grant_id: UUID) -> Given:
    """End a role and give what would give it again. Raises as `ending_role` does; safe to repeat."""
    grant, scope = _endable(actor, grant_id)
    accounts.end_grant(actor=actor, grant_id=grant_id, scope=scope)
    return _given(grant.person_id, Role(grant.role), grant.scope_key, grant.to_on)


def ending_role(*, actor: Actor, grant_id: UUID) -> ending.Ending:
    """Give what would end with a role, for the page that asks first.

    Raises `NotAllowed` or `NotFound` where the actor may not end it, `RuleBroken` for her own role of coordinator and
    for the last one of a district.
    """
    _endable(actor, grant_id)
    return ending.of_grant(grant_id, names_cohorts=True)


def ending_post(*, actor: Actor, person_id: UUID, role: Role, district_code: str) -> ending.Ending:
    """Give what would end with a post. Raises `NotAllowed` or `NotFound` where the actor may not end it."""
    accounts.ensure_may_end(actor, role, Scope(district=district_code))
    return ending.of_post(person_id, role, district_code)


def _endable(actor: Actor, grant_id: UUID) -> tuple[accounts.Grant, Scope]:
    """Give a grant with all ancestors of its place, once it is sure that this coordinator may end it."""
    grant = accounts.get_grant(grant_id)
    scope = accounts.scope_of_grant(grant)
    cohort = queries.cohorts_by_ids([scope.cohort]).get(scope.cohort) if scope.cohort else None
    whole = scope_of(cohort) if cohort else scope
    accounts.ensure_may_end(actor, Role(grant.role), whole)
    if not actor.reach(Permission.STAFF_MANAGE):
        ending.ensure_coordinator_stays(actor, grant)
    return grant, whole


def end_post(*, actor: Actor, person_id: UUID, role: Role, district_code: str) -> Given:
    """End a post, with that role in every cohort of its district, and give what would give it again.

    Raises `NotFound` for a post that is not there too.
    """
    held = queries.posts_in(district_code, role, today())
    if not posts.end_post(actor=actor, person_id=person_id, role=role, district_code=district_code):
        raise NotFound
    return _given(person_id, role, district_code, held.get(person_id))


def _given(person_id: UUID, role: Role, place_key: str, to_on: date | None) -> Given:
    person, login = accounts.staff_by_ids([person_id])[person_id]
    return Given(login, person.name, role, place_key, to_on)


def _whom(login: str) -> accounts.Person:
    person = accounts.staff_with_login(login)
    grants = accounts.grants_of(person.id) if person else []
    if person is None or any(each.role in OF_THE_COLLEGE for each in grants):
        raise NobodyToAppoint(
            _("Nobody with this login name can be given a role here. Look at how it is written, or ask an operator.")
        )
    return person


def _place(actor: Actor, key: str) -> Scope:
    """Give the scope of a place by its key, with all ancestors. Raises NotFound for what is no place."""
    if key.isdigit():
        if not queries.districts_by_code([key]):
            raise NotFound
        return Scope(district=key)
    try:
        cohort_id = UUID(key)
    except ValueError:
        raise NotFound from None
    cohort = queries.cohorts_by_ids([cohort_id]).get(cohort_id)
    if cohort is None:
        raise NotFound
    return scope_of(cohort)


def _cohorts(reach: Reach) -> list[Cohort]:
    """Give the cohorts over which roles are given; an operator names whole districts, because cohorts are not shown to her."""
    return [] if reach.college else queries.cohorts_within(reach)


def _cohort_name(cohort: Cohort) -> str:
    return _("%(cohort)s, %(district)s", cohort=cohort.name, district=cohort.district.name)


def _fits(words: str, person: accounts.Person, login: str) -> bool:
    sought = words.strip().lower()
    return sought in person.name.lower() or sought in login
