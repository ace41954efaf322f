"""Who writes a course: seen, given and ended by whoever appoints authors there; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import queries
from college.authoring.drafts import place_of
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library

#: Who holds one of these works for the whole college: only an operator gives her something else besides.
OF_THE_COLLEGE = frozenset({Role.OPERATOR.value, Role.PRODUCT_MANAGER.value})


class NobodyToAppoint(RuleBroken):
    """Nobody with this login name can write here: unknown, closed or not hers to appoint, in the same words."""


@dataclass(frozen=True)
class AuthorRow:
    """One author of a course; ``to_on`` is her last day, None when there is none."""

    grant_id: UUID
    name: str
    login: str
    is_closed: bool
    from_on: date
    to_on: date | None


def authors_of(*, actor: Actor, course_id: str) -> list[AuthorRow]:
    """Give who writes a course, whoever has written longest first. Raises NotAllowed or NotFound like `ensure_appoints`."""
    place = ensure_appoints(actor, course_id)
    grants = accounts.grants_over(place, Role.AUTHOR)
    staff = accounts.staff_by_ids([each.person_id for each in grants])
    return [_row(each, *staff[each.person_id]) for each in grants if each.person_id in staff]


def _row(grant: accounts.Grant, person: accounts.Person, login: str) -> AuthorRow:
    return AuthorRow(grant.id, person.name, login, person.disabled_at is not None, grant.from_on, grant.to_on)


def ensure_appoints(actor: Actor, course_id: str) -> Scope:
    """Give the place of a course to whoever chooses its authors: coordinators of its district, and operators.

    Raises NotAllowed, or NotFound for a course of another place and for one that is not there.
    """
    place = place_of(course_id)
    ensure(actor, Permission.ROLE_GIVE, place)
    accounts.ensure_may_appoint(actor, Role.AUTHOR, place, to_on=accounts.appoints_until(actor, Role.AUTHOR, place))
    if course_id not in library.standings([course_id]):
        raise NotFound
    return place


def give(*, actor: Actor, course_id: str, login: str, to_on: date | None = None) -> AuthorRow:
    """Make whoever has this login name an author of a course; the same again changes nothing, another last day holds.

    Raises like `ensure_appoints`, `NobodyToAppoint`, and RuleBroken for a day beyond her own role's last one.
    """
    place = ensure_appoints(actor, course_id)
    person = _whom(actor, login)
    grant = accounts.grant(actor=actor, person_id=person.id, role=Role.AUTHOR, scope=place, to_on=to_on)
    return _row(grant, person, login)


def end(*, actor: Actor, course_id: str, grant_id: UUID) -> AuthorRow:
    """End the role of an author, at once; give who she was, so that it can be given again. Safe to repeat.

    Raises like `ensure_appoints`, NotFound for a grant of something else, and RuleBroken for the last author of a
    district's course: somebody else is made an author first. A course of the whole college lives in files as well.
    """
    place, grant = ensure_appoints(actor, course_id), accounts.get_grant(grant_id)
    if (grant.role, grant.scope_kind, grant.scope_key) != (Role.AUTHOR, "course", course_id):
        raise NotFound
    if grant.ended_at is None and place.district is not None:
        _ensure_somebody_stays(place, grant)
    accounts.end_grant(actor=actor, grant_id=grant_id, scope=place)
    person, login = accounts.staff_by_ids([grant.person_id])[grant.person_id]
    return _row(grant, person, login)


def _ensure_somebody_stays(place: Scope, grant: accounts.Grant) -> None:
    """Refuse to leave a course alone, also when two end each other's role at once."""
    queries.locked_home(place.course or "")
    others = [each.person_id for each in accounts.grants_over(place, Role.AUTHOR, locks=True) if each.id != grant.id]
    staff = accounts.staff_by_ids(others)
    if not any(person.disabled_at is None for person, _login in staff.values()):
        raise RuleBroken(_("This is the last author of the course. Make somebody else an author first."))


def _whom(actor: Actor, login: str) -> accounts.Person:
    person = accounts.staff_with_login(login)
    roles = {each.role for each in accounts.grants_of(person.id)} if person else set()
    if person is None or (roles & OF_THE_COLLEGE and not actor.reach(Permission.STAFF_MANAGE)):
        raise NobodyToAppoint(
            _("Nobody with this login name can be given a role here. Look at how it is written, or ask an operator.")
        )
    return person
