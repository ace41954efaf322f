"""Seats of a cohort: given by the sound of the names or by hand, changed, printed."""

from __future__ import annotations

from uuid import UUID

from college.cohorts import queries_seats


def seats_of(cohort_id: UUID) -> dict[UUID, int]:
    """Give the number of the seat of everybody who is in a cohort today and has one, by person: one query.

    Empty where no seats were given. For callers that asked for the cohort through `cohort_for` before.
    """
    return queries_seats.seats(cohort_id)
