"""Whole telephone numbers of many people at once, each written down as if it had been looked at alone."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import gettext as _

from college.accounts.people import people_by_ids
from college.accounts.rosters import staff_among
from college.core import audit, crypto
from college.core.errors import RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope


def unmask_phones(*, actor: Actor, person_ids: Collection[UUID], reason: str, scope: Scope) -> dict[UUID, str]:
    """Give the whole numbers of those of these people who have one; never that of anybody who works for the college.

    ``scope`` is the place of a cohort in which all of them are, which the caller has looked up. Each number is an
    entry of its own in the audit, so that everybody finds her own. Raises `NotAllowed`, and `RuleBroken` without a reason.
    """
    ensure(actor, Permission.PHONE_UNMASK, scope)
    if len(reason.strip()) < 2:
        raise RuleBroken(_("Please write why you need the numbers."))
    staff = staff_among(person_ids)
    found = {each.id: each.phone_cipher for each in people_by_ids(person_ids).values() if each.id not in staff}
    numbers = {person_id: crypto.decrypt(cipher) for person_id, cipher in found.items() if cipher}
    for person_id in numbers:
        audit.record(
            actor,
            "phone.unmask",
            subject=f"person:{person_id}",
            district=scope.district,
            reason=reason.strip()[:200],
        )
    return numbers
