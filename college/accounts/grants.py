"""Giving and ending roles, and reading what a person holds today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Row, select, update

from college.accounts import queries
from college.accounts.models import Grant
from college.accounts.people import people_by_ids
from college.core import audit
from college.core.clock import now, today
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
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
    return tuple(Held(Role(row.role), scope_of_grant(row)) for row in rows)


def grants_of(person_id: UUID) -> list[Grant]:
    """Give a person's grants of today, the oldest first."""
    mine = queries.live_grants(today()).where(Grant.person_id == person_id)
    return list(db.session.scalars(mine.order_by(Grant.id)))


def grants_over(scope: Scope, role: Role) -> list[Grant]:
    """Give today's grants of ``role`` held over exactly this scope, the oldest first."""
    here = queries.live_grants(today()).where(
        Grant.scope_kind == scope.kind, Grant.scope_key == scope_key(scope), Grant.role == role
    )
    return list(db.session.scalars(here.order_by(Grant.id)))


def grant(
    *,
    actor: Actor,
    person_id: UUID,
    role: Role,
    scope: Scope,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Grant:
    """Give a role over a scope. A grant that is there already is given back as it is.

    ``scope`` names all ancestors of the place; its narrowest is kept. Raises `NotAllowed` or `NotFound` when the
    actor may not give this, `RuleBroken` when the role is not held over such a place.
    """
    _ensure_may_grant(actor, role, scope)
    if scope.kind not in HELD_OVER[role]:
        raise RuleBroken(_("This role cannot be given for this place."))
    for existing in grants_over(scope, role):
        if existing.person_id == person_id:
            return existing
    row = Grant(
        person_id=person_id,
        role=role.value,
        scope_kind=scope.kind,
        scope_key=scope_key(scope),
        from_on=from_on or today(),
        to_on=to_on,
        granted_by=actor.person_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor, "grant.give", subject=f"person:{person_id}", district=scope.district, role=role.value, scope=row.scope_key
    )
    return row


def end_grant(*, actor: Actor, grant_id: UUID, scope: Scope | None = None) -> None:
    """End a grant; it stops acting with the next request. Safe to repeat.

    ``scope`` gives the ancestors of a cohort's grant, so that its coordinator may end it. Raises `NotFound` (for
    the scope of another place too), and `RuleBroken` for the last operator. A twin that two hands made in the same
    moment ends with it.
    """
    row = db.session.get(Grant, grant_id)
    if row is None or (scope is not None and (scope.kind, scope_key(scope)) != (row.scope_kind, row.scope_key)):
        raise NotFound
    role = Role(row.role)
    _ensure_may_grant(actor, role, scope or scope_of_grant(row))
    if row.ended_at is not None:
        return
    if role is Role.OPERATOR and not _another_operator(row.person_id):
        raise RuleBroken(_("This is the last operator. Make another one first."))
    twins = update(Grant).where(
        Grant.person_id == row.person_id,
        Grant.role == row.role,
        Grant.scope_kind == row.scope_kind,
        Grant.scope_key == row.scope_key,
        Grant.ended_at.is_(None),
    )
    db.session.execute(twins.values(ended_at=now()))
    audit.record(actor, "grant.end", subject=f"person:{row.person_id}", role=row.role, scope=row.scope_key)


def people_with(role: Role) -> list[UUID]:
    """Give the ids of everyone who holds ``role`` somewhere today."""
    rows = queries.live_grants(today()).where(Grant.role == role).with_only_columns(Grant.person_id).distinct()
    return list(db.session.scalars(rows))


def has_operator() -> bool:
    """Say whether anybody operates this college yet."""
    return db.session.scalars(select(Grant.id).where(Grant.role == Role.OPERATOR).limit(1)).first() is not None


def _another_operator(person_id: UUID) -> bool:
    others = people_by_ids([each for each in people_with(Role.OPERATOR) if each != person_id])
    return any(each.disabled_at is None for each in others.values())


def _ensure_may_grant(actor: Actor, role: Role, scope: Scope) -> None:
    if role in {Role.LECTURER, Role.HELPER} and scope.kind == "cohort" and not actor.reach(Permission.STAFF_MANAGE):
        ensure(actor, Permission.COHORT_EDIT, scope)
    else:
        ensure(actor, Permission.STAFF_MANAGE, COLLEGE)
