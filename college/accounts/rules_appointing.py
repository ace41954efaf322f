"""Who may give and end which role, where and until when: pure, for the grants of staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from college.core.permissions import APPOINTS, Held, Role, Scope

#: ``never`` she appoints nobody to such a role, ``elsewhere`` not over this place, ``too_long`` not beyond her own last
#: day.
Answer = Literal["yes", "never", "elsewhere", "too_long"]


def covers(held: Scope, place: Scope) -> bool:
    """Say whether what is held over ``held`` reaches to ``place``, which names all of its ancestors.

    The college covers everything, a district its cohorts, a cohort and a course only themselves.
    """
    if held.kind == "college":
        return True
    return getattr(held, held.kind) == getattr(place, held.kind)


def may_appoint(held: Iterable[Held], role: Role, scope: Scope, *, to_on: date | None = None) -> Answer:
    """Say whether somebody who holds ``held`` today may give ``role`` over ``scope`` until ``to_on`` (None: no end).

    Nobody gives what she does not hold: only a role that appoints this one (`APPOINTS`), over a place that covers
    this one, and no day longer than she has it herself.
    """
    appointing = [each for each in held if role in APPOINTS.get(each.role, ())]
    if not appointing:
        return "never"
    here = [each for each in appointing if covers(each.scope, scope)]
    if not here:
        return "elsewhere"
    return "yes" if any(_lasts(each, to_on) for each in here) else "too_long"


def may_end(held: Iterable[Held], role: Role, scope: Scope) -> Answer:
    """Say whether somebody may end ``role`` over ``scope``: whoever could give it for today, whatever its last day."""
    answer = may_appoint(held, role, scope)
    return "yes" if answer == "too_long" else answer


def last_day(held: Iterable[Held], role: Role, scope: Scope) -> date | None:
    """Give the last day until which somebody may give ``role`` over ``scope``, None when there is no end to it.

    For a caller who may give it at all.
    """
    days = [each.to_on for each in held if role in APPOINTS.get(each.role, ()) and covers(each.scope, scope)]
    return None if None in days else max((day for day in days if day is not None), default=None)


def _lasts(held: Held, to_on: date | None) -> bool:
    return held.to_on is None or (to_on is not None and to_on <= held.to_on)
