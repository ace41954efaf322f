"""Giving and ending roles, and reading what a person holds today."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row, select, update

from college.accounts import queries, rules_appointing
from college.accounts.models import Grant, Person
from college.core import audit
from college.core.clock import now, today
from college.core.db import db, insert_once
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.pages import day
from college.core.permissions import COLLEGE, HELD_OVER, Actor, Held, Permission, Role, Scope


def scope_key(scope: Scope) -> str:
    """Give the one key under which a scope is kept: district code, cohort id, course id or nothing."""
    return str(getattr(scope, scope.kind)) if scope.kind != "college" else ""


def scope_of_grant(grant: Grant | Row) -> Scope:
    """Give the scope that a kept grant names."""
    if grant.scope_kind == "college":
        return COLLEGE
    key = UUID(grant.scope_key) if grant.scope_kind == "cohort" else grant.scope_key
    return Scope(**{grant.scope_kind: key})


def held_by(person_id: UUID) -> tuple[Held, ...]:
    """Give the roles that a person's grants give her today."""
    rows = queries.roles_held(person_id, today())
    return tuple(Held(Role(row.role), scope_of_grant(row), row.to_on) for row in rows)


def grants_of(person_id: UUID) -> list[Grant]:
    """Give a person's grants of today, the oldest first."""
    mine = queries.live_grants(today()).where(Grant.person_id == person_id)
    return list(db.session.scalars(mine.order_by(Grant.id)))


def grants_of_people(person_ids: Collection[UUID]) -> dict[UUID, list[Grant]]:
    """Give the grants of these people, of today and of days to come, the oldest first: one query."""
    theirs = queries.standing_grants(today()).where(Grant.person_id.in_(list(person_ids)))
    return _by_person(db.session.scalars(theirs.order_by(Grant.id)))


def grants_within(districts: Collection[str], cohort_ids: Collection[UUID]) -> dict[UUID, list[Grant]]:
    """Give who has roles over these districts and cohorts, today or on days to come, by person: one query."""
    within = queries.standing_grants(today()).where(queries.is_over(districts, map(str, cohort_ids)))
    return _by_person(db.session.scalars(within.order_by(Grant.id)))


def _by_person(grants: Iterable[Grant]) -> dict[UUID, list[Grant]]:
    found: dict[UUID, list[Grant]] = {}
    for each in grants:
        found.setdefault(each.person_id, []).append(each)
    return found


def grants_over(scope: Scope, role: Role, *, locks: bool = False) -> list[Grant]:
    """Give today's grants of ``role`` held over exactly this scope, the oldest first; ``locks`` lets nobody end one meanwhile."""
    here = queries.live_grants(today()).where(
        Grant.scope_kind == scope.kind, Grant.scope_key == scope_key(scope), Grant.role == role
    )
    if locks:
        here = here.with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(here.order_by(Grant.id)))


def grants_over_courses(course_ids: Collection[str], role: Role) -> dict[str, list[Grant]]:
    """Give today's grants of ``role`` held over these courses, the oldest first, by course id: one query."""
    there = queries.live_grants(today()).where(
        Grant.scope_kind == "course", Grant.scope_key.in_(list(course_ids)), Grant.role == role
    )
    found: dict[str, list[Grant]] = {}
    for each in db.session.scalars(there.order_by(Grant.id)):
        found.setdefault(each.scope_key, []).append(each)
    return found


def get_grant(grant_id: UUID) -> Grant:
    """Give a grant, ended or not. Raises `NotFound`."""
    row = db.session.get(Grant, grant_id)
    if row is None:
        raise NotFound
    return row


def grant(
    *,
    actor: Actor,
    person_id: UUID,
    role: Role,
    scope: Scope,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Grant:
    """Give a role over a scope, however many hands do it at once: one grant. Given again with other days, those hold.

    ``scope`` names all ancestors of the place; its narrowest is kept. ``from_on`` is today when not given, ``to_on``
    the last day, None for no end. Raises `NotAllowed` or `NotFound` when the actor may not give this, `RuleBroken`
    when the role is not held over such a place, for longer than she has hers, or for her own role of operator.
    """
    ensure_may_appoint(actor, role, scope, from_on=from_on, to_on=to_on)
    if scope.kind not in HELD_OVER[role]:
        raise RuleBroken(_("This role cannot be given for this place."))
    if role is Role.OPERATOR and person_id == actor.person_id:
        raise RuleBroken(_("You cannot give yourself the role of operator. Ask another operator to do it."))
    key = {"person_id": person_id, "role": role.value, "scope_kind": scope.kind, "scope_key": scope_key(scope)}
    _put_away_what_ran_out(key)
    is_new = insert_once(Grant, **key, from_on=from_on or today(), to_on=to_on, granted_by=actor.person_id)
    row = db.session.scalars(select(Grant).filter_by(**key, ended_at=None)).one()
    if is_new or _takes_other_days(row, from_on, to_on):
        days = {"from_on": row.from_on.isoformat(), "to_on": to_on.isoformat() if to_on else ""}
        _record(actor, "grant.give", row, scope, days)
    return row


def _put_away_what_ran_out(key: dict) -> None:
    """Mark the grant whose last day has passed as ended, so that the same role can be given anew."""
    ran_out = update(Grant).filter_by(**key, ended_at=None).where(Grant.to_on < today())
    db.session.execute(ran_out.values(ended_at=now()))


def _takes_other_days(row: Grant, from_on: date | None, to_on: date | None) -> bool:
    first = min(row.from_on, today()) if from_on is None else from_on
    if (row.from_on, row.to_on) == (first, to_on):
        return False
    row.from_on, row.to_on = first, to_on
    db.session.flush()
    return True


def end_grant(*, actor: Actor, grant_id: UUID, scope: Scope | None = None) -> None:
    """End a grant; it stops acting with the next request. Safe to repeat.

    ``scope`` gives the ancestors of a cohort's grant, so that its coordinator may end it. Raises `NotFound` (for
    the scope of another place too), and `RuleBroken` for the last operator and for one's own role of operator.
    """
    row = get_grant(grant_id)
    if scope is not None and (scope.kind, scope_key(scope)) != (row.scope_kind, row.scope_key):
        raise NotFound
    role, place = Role(row.role), scope or scope_of_grant(row)
    ensure_may_end(actor, role, place)
    if row.ended_at is not None:
        return
    if role is Role.OPERATOR:
        ensure_operator_stays(actor, row.person_id)
    row.ended_at = now()
    db.session.flush()
    _record(actor, "grant.end", row, place)


def ensure_may_appoint(
    actor: Actor, role: Role, scope: Scope, *, from_on: date | None = None, to_on: date | None = None
) -> None:
    """Refuse unless the actor may give ``role`` over ``scope`` until ``to_on``.

    Raises `NotAllowed` when she appoints nobody to it, `NotFound` when not here, `RuleBroken` with her own last day,
    or when the days are turned round.
    """
    answer = rules_appointing.may_appoint(actor.held, role, scope, to_on=to_on)
    if answer == "too_long" and not actor.is_system:
        last = rules_appointing.last_day(actor.held, role, scope)
        raise RuleBroken(_("Your own role ends on %(day)s. You can give roles until that day.", day=day(last)))
    _ensure(actor, answer, role)
    if to_on is not None and to_on < (from_on or today()):
        raise RuleBroken(_("The last day lies before the first one. Please check both days."))


def ensure_may_end(actor: Actor, role: Role, scope: Scope) -> None:
    """Refuse unless the actor may end ``role`` over ``scope``. Raises `NotAllowed` or `NotFound`."""
    _ensure(actor, rules_appointing.may_end(actor.held, role, scope), role)


def may_appoint(actor: Actor, role: Role, scope: Scope) -> bool:
    """Say whether the actor may give ``role`` over ``scope`` for today: for what a page offers."""
    return actor.is_system or rules_appointing.may_end(actor.held, role, scope) == "yes"


def appoints_until(actor: Actor, role: Role, scope: Scope) -> date | None:
    """Give the last day until which the actor may give ``role`` over ``scope``, None when there is no end to it."""
    return None if actor.is_system else rules_appointing.last_day(actor.held, role, scope)


def _ensure(actor: Actor, answer: rules_appointing.Answer, role: Role) -> None:
    if actor.is_system or answer == "yes":
        return
    audit.record_refusal(
        actor, "access.refused", subject="role", permission=Permission.ROLE_GIVE.value, role=role.value
    )
    raise NotAllowed if answer == "never" else NotFound


def people_with(role: Role) -> list[UUID]:
    """Give the ids of everyone who holds ``role`` somewhere today."""
    rows = queries.live_grants(today()).where(Grant.role == role).with_only_columns(Grant.person_id).distinct()
    return list(db.session.scalars(rows))


def has_operator() -> bool:
    """Say whether anybody operates this college yet."""
    return db.session.scalars(select(Grant.id).where(Grant.role == Role.OPERATOR).limit(1)).first() is not None


def ensure_operator_stays(actor: Actor, person_id: UUID) -> None:
    """Refuse to take an operator away when nobody would be left, also when two of them end each other at once.

    Raises `RuleBroken`, and for the actor's own role too.
    """
    if person_id == actor.person_id:
        raise RuleBroken(_("You cannot end your own role of operator. Ask another operator to do it."))
    operators = queries.live_grants(today()).where(Grant.role == Role.OPERATOR).order_by(Grant.id)
    rows = db.session.scalars(operators.with_for_update().execution_options(populate_existing=True))
    others = [each.person_id for each in rows if each.person_id != person_id]
    open_ones = select(Person.id).where(Person.id.in_(others), Person.disabled_at.is_(None)).limit(1)
    if db.session.scalar(open_ones) is None:
        raise RuleBroken(_("This is the last operator. Make another one first."))


def _record(actor: Actor, action: str, row: Grant, scope: Scope, days: dict[str, str] | None = None) -> None:
    place = {"place": row.scope_kind, "scope": row.scope_key}
    audit.record(
        actor, action, subject=f"person:{row.person_id}", district=scope.district, role=row.role, **place, **(days or {})
    )
