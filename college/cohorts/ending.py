"""What the end of a role means, for the page that asks before it; and whose role a coordinator cannot end."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import queries, queries_transfers
from college.cohorts.membership import district_names
from college.cohorts.staff_rows import ROLE_NAMES, words_for
from college.core.clock import today
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Reach, Role, Scope


@dataclass(frozen=True)
class Ending:
    """A role that is about to end. ``waiting`` counts the moves of students into a district that is left alone."""

    name: str
    role: str
    place: str
    is_post: bool = False
    is_last: bool = False
    waiting: int = 0


def of_grant(grant_id: UUID, *, names_cohorts: bool) -> Ending:
    """Give what ends with a grant. Raises `NotFound` for one that has ended or is not there."""
    grant = accounts.get_grant(grant_id)
    found = accounts.staff_by_ids([grant.person_id])
    if grant.ended_at is not None or not found:
        raise NotFound
    place = words_for([[grant]], names_cohorts=names_cohorts).place(grant)
    is_last = _is_last(grant)
    waiting = queries_transfers.waiting_count(Reach(districts=frozenset({grant.scope_key}))) if is_last else 0
    name = found[grant.person_id][0].name
    return Ending(name, str(ROLE_NAMES[Role(grant.role)]), place, is_last=is_last, waiting=waiting)


def of_post(person_id: UUID, role: Role, district_code: str) -> Ending:
    """Give what ends with a post. Raises `NotFound` for one that is not there."""
    found = accounts.staff_by_ids([person_id])
    if not found or not any((post.role, post.district_code) == (role, district_code) for post in _posts(person_id)):
        raise NotFound
    place = district_names().get(district_code, district_code)
    return Ending(found[person_id][0].name, str(ROLE_NAMES[role]), place, is_post=True)


def ensure_coordinator_stays(actor: Actor, grant: accounts.Grant) -> None:
    """Refuse a coordinator to end her own role, or that of the last one of a district: operators do that.

    Also when two of them end each other at once. Raises `RuleBroken`.
    """
    if grant.role != Role.COORDINATOR:
        return
    if grant.person_id == actor.person_id:
        raise RuleBroken(
            _("You cannot end your own role of coordinator. Ask another coordinator of the district, or an operator.")
        )
    if grant.ended_at is None and _is_last(grant, locks=True):
        raise RuleBroken(_("This is the last coordinator of the district. Ask an operator to end this role."))


def _is_last(grant: accounts.Grant, *, locks: bool = False) -> bool:
    if grant.role != Role.COORDINATOR or grant.scope_kind != "district":
        return False
    holders = accounts.grants_over(Scope(district=grant.scope_key), Role.COORDINATOR, locks=locks)
    people = accounts.staff_by_ids({each.person_id for each in holders} - {grant.person_id})
    return all(person.disabled_at for person, _login in people.values())


def _posts(person_id: UUID) -> list:
    held = queries.posts_of([person_id]).get(person_id, [])
    return [each for each in held if each.to_on is None or each.to_on >= today()]
