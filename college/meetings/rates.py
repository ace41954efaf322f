"""How many of those enrolled on the day of each held meeting were there: what boards say, as the meetings' own pages do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from college.meetings.attendance import Rate, rates_among
from college.meetings.held import Held, held_meetings, pairs_at_held


def held_rates(*, cohort_ids: Collection[UUID], at: datetime) -> dict[UUID, list[tuple[Held, Rate]]]:
    """Give the held meetings of each of these cohorts in order, with how many came; one without any is left out.

    As many queries for many cohorts as for one.
    """
    held = held_meetings(cohort_ids=cohort_ids, at=at)
    rates = rates_among(cohort_ids, held, pairs_at_held(cohort_ids=cohort_ids, at=at))
    found: dict[UUID, list[tuple[Held, Rate]]] = {}
    for each in held:
        found.setdefault(each.cohort_id, []).append((each, rates[each.id]))
    return found
