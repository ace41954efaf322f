"""How well the accounts that may most are guarded: counts for the operator's start page and `doctor`."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Select, func, select

from college.accounts import queries
from college.accounts.models import Grant, Person
from college.accounts.models_secrets import SecondFactor
from college.accounts.rules import NEEDS_SECOND_FACTOR
from college.core.clock import today
from college.core.db import db
from college.core.permissions import Role


class Guarded(NamedTuple):
    """How many operate the college, and how many who must have a second factor have none; open accounts only."""

    operators: int
    without_second_factor: int


def guarded() -> Guarded:
    """Count open accounts that hold a role today: two queries."""
    bare = _holding(*NEEDS_SECOND_FACTOR).where(
        Grant.person_id.not_in(select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None)))
    )
    return Guarded(_number(_holding(Role.OPERATOR)), _number(bare))


def _holding(*roles: Role) -> Select:
    open_account = select(Person.id).where(Person.disabled_at.is_(None))
    return queries.live_grants(today()).where(
        Grant.role.in_([role.value for role in roles]), Grant.person_id.in_(open_account)
    )


def _number(grants: Select) -> int:
    return db.session.scalar(grants.with_only_columns(func.count(Grant.person_id.distinct()))) or 0
