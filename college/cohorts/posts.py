"""Posts of lecturers and helpers: where a coordinator may choose them for a cohort, from a day to a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import delete

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.membership import scope_of
from college.cohorts.models import StaffPost
from college.core import audit
from college.core.clock import today
from college.core.db import db, insert_once
from college.core.permissions import Actor, Role, Scope

#: Roles for which a district only says where a coordinator may choose the person for a cohort.
POSTS = frozenset({Role.LECTURER, Role.HELPER})


def give_post(
    *,
    actor: Actor,
    person_id: UUID,
    role: Role,
    district_code: str,
    from_on: date | None = None,
    to_on: date | None = None,
) -> None:
    """Let a lecturer or helper be chosen in a district: it shows her nothing until she is chosen for a cohort.

    Given again with other days, those hold. Raises as `accounts.grant` does.
    """
    place = Scope(district=district_code)
    accounts.ensure_may_appoint(actor, role, place, from_on=from_on, to_on=to_on)
    days = {"from_on": from_on or today(), "to_on": to_on}
    key = {"person_id": person_id, "district_code": district_code, "role": role.value}
    if not insert_once(StaffPost, **key, **days):
        row = db.session.get_one(StaffPost, (person_id, district_code, role.value), populate_existing=True)
        if not _takes_other_days(row, from_on, to_on):
            return
    _record(actor, "post.give", person_id, role, district_code)


def _takes_other_days(row: StaffPost, from_on: date | None, to_on: date | None) -> bool:
    has_run_out = row.to_on is not None and row.to_on < today()
    first = from_on or (today() if has_run_out or (row.from_on and row.from_on > today()) else row.from_on)
    if (row.from_on, row.to_on) == (first, to_on):
        return False
    row.from_on, row.to_on = first, to_on
    db.session.flush()
    return True


def end_post(*, actor: Actor, person_id: UUID, role: Role, district_code: str) -> bool:
    """End a lecturer's or helper's post, and with it that role in every cohort of the district; say whether it was there.

    Raises `NotAllowed` or `NotFound` when the actor may not. Safe to repeat.
    """
    accounts.ensure_may_end(actor, role, Scope(district=district_code))
    grants = [each for each in accounts.grants_of_people([person_id]).get(person_id, []) if each.role == role]
    cohort_of = queries.cohorts_by_ids(filter(None, (accounts.scope_of_grant(each).cohort for each in grants)))
    for each in grants:
        cohort = cohort_of.get(accounts.scope_of_grant(each).cohort)
        if cohort is not None and cohort.district_code == district_code:
            accounts.end_grant(actor=actor, grant_id=each.id, scope=scope_of(cohort))
    ended = db.session.execute(
        delete(StaffPost).where(
            StaffPost.person_id == person_id, StaffPost.role == role, StaffPost.district_code == district_code
        )
    )
    if ended.rowcount:
        _record(actor, "post.end", person_id, role, district_code)
    return bool(ended.rowcount)


def _record(actor: Actor, action: str, person_id: UUID, role: Role, district: str) -> None:
    audit.record(actor, action, subject=f"person:{person_id}", district=district, role=role.value)
