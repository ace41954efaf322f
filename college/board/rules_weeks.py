"""What a cohort did week by week and meeting by meeting, over plain values; every number of people is a list's length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.board.rules import chosen
from college.board.shapes import Kind, PersonRow, Show
from college.board.weeks import AFTER, BEFORE, Week, Weeks


@dataclass(frozen=True)
class WeekRow:
    """One week in numbers; ``week`` is None for all that lies before or after the weeks that are shown."""

    key: str
    week: Week | None
    #: People who finished a step of the cohort's courses in it, or tapped in their practice.
    active: int
    #: People who finished a lesson of these courses in it, and how many lessons those are.
    finishers: int
    lessons: int


@dataclass(frozen=True)
class MeetingRow:
    """One held meeting, how many were enrolled on its day, and how many of them were there, in time or late."""

    meeting_id: UUID
    starts_at: datetime
    came: int
    enrolled: int


def week_rows(rows: Sequence[PersonRow], weeks: Weeks) -> list[WeekRow]:
    """Give every week in order; what lies before the first and after the last only where there is something."""
    spans = [(BEFORE, None), *((each.key, each) for each in weeks.weeks), (AFTER, None)]
    found = [_week_row(rows, key, week) for key, week in spans]
    return [each for each in found if each.week or each.active or each.lessons]


def _week_row(rows: Sequence[PersonRow], key: str, week: Week | None) -> WeekRow:
    finishers = chosen(rows, Show(Kind.DONE, week=key))
    active = chosen(rows, Show(Kind.ACTIVE, week=key))
    return WeekRow(key, week, len(active), len(finishers), sum(row.done_in[key] for row in finishers))
