"""How much the college is used: counted by the worker into numbers without names, and read back for its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from college.board.weeks import monday_of
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.db import run_in_unit
from college.meetings import service as meetings
from college.progress import service as progress
from college.questions import service as questions

#: Activity that was never counted is looked for so far back; what is heard late changes the days of the last week.
FIRST, LATE = timedelta(days=35), timedelta(days=7)
OVERLAP = timedelta(minutes=5)
#: Days that one transaction keeps.
AT_ONCE = 2000
#: What was heard in so long is read at once.
A_PIECE = timedelta(days=1)
#: Spans of days up to a day, by their names.
UP_TO = {"seven": timedelta(days=6), "thirty": timedelta(days=29)}


def count() -> None:
    """Keep who was active since the last count, and count the days and weeks that this changes. Call it outside any unit of work.

    Nobody is named in what is counted; hearing of the same deed twice changes nothing. What was heard is read a day at
    a time and kept in small pieces, and counting reads outside every write: nobody waits, however many students there are.
    """
    last = run_in_unit(progress.counted_at, writes=False)
    since, moment = last - OVERLAP if last else now() - FIRST, now()
    days: set[date] = set()
    while since < moment:
        until = since + A_PIECE
        heard = run_in_unit(partial(progress.active_since, since, until), writes=False)
        days |= _note(heard)
        since = until
    days |= _note(run_in_unit(lambda: _others(last - OVERLAP if last else moment - FIRST), writes=False))
    for span, on, first, people in _spans(days, is_first=last is None):
        rows = run_in_unit(partial(progress.active_by_part, first=first, last=_last(span, on), people=people), writes=False)
        run_in_unit(partial(progress.keep_counts, span=span, on=on, rows=rows))


def _note(heard: set[tuple[UUID, date]]) -> set[date]:
    rest = iter(sorted(heard))
    while some := list(islice(rest, AT_ONCE)):
        run_in_unit(partial(progress.note_active, some))
    return {day for _person_id, day in heard}


def _others(since: datetime) -> set[tuple[UUID, date]]:
    others = questions.asked_since(since) | meetings.there_since(since)
    return {(person_id, progress.day_of(at)) for person_id, at in others}


def _spans(heard: set[date], *, is_first: bool) -> Iterator[tuple[str, date, date, Select[Any]]]:
    """Give each span of days to be counted: its name, the day it is known by, its first day, and among whom."""
    on, people, by_cohort = today(), cohorts.people_now(by_cohort=False), cohorts.people_now(by_cohort=True)
    first = on - FIRST if is_first else min([on - timedelta(days=1), *(day for day in heard if day >= on - LATE)])
    days = [first + timedelta(days=n) for n in range((on - first).days + 1)]
    yield from (("day", day, day, people) for day in days)
    yield from ((name, day, day - before, people) for name, before in UP_TO.items() for day in days[-2:])
    yield from (("week", week, week, by_cohort) for week in sorted({monday_of(day) for day in days}))


def _last(span: str, on: date) -> date:
    return on + timedelta(days=6) if span == "week" else on
