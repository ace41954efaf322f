"""How much the college is used: counted by the worker into numbers without names, and read back for its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
Among = Callable[[Select[Any]], Select[Any]]
#: Spans of days up to a day, by their names.
UP_TO = {"seven": timedelta(days=6), "thirty": timedelta(days=29)}


def count(as_of: datetime | None = None) -> None:
    """Keep who was active since the last count, and count the days and weeks that this changes. Call it outside any unit of work.

    ``as_of``, else now, is from when on the next count hears what happens; it is kept last, with all days at once: what
    ended half-way is done again. Nobody is named in what is counted; hearing of the same deed twice changes nothing.
    What was heard is read a day at a time and kept in small pieces, and counting reads outside every write: nobody
    waits, however many students there are.
    """
    last, as_of = run_in_unit(progress.counted_at, writes=False), as_of or now()
    days = _hear(last - OVERLAP if last else now() - FIRST)
    by_day: dict[date, list[tuple[str, int, int, int]]] = {}
    for span, on, first, people in _spans(days, is_first=last is None):
        rows = run_in_unit(partial(progress.active_by_part, first=first, last=_last(span, on), people=people), writes=False)
        if span == "day":
            by_day[on] = rows
        else:
            run_in_unit(partial(progress.keep_counts, span=span, counts={on: rows}, as_of=as_of))
    run_in_unit(lambda: progress.keep_counts(span="day", counts=by_day, as_of=as_of))


def _hear(since: datetime) -> set[date]:
    days: set[date] = set()
    moment = now()
    while since < moment - A_PIECE:
        days |= _note(run_in_unit(partial(_heard, since, since + A_PIECE), writes=False))
        since += A_PIECE
    return days | _note(run_in_unit(partial(_heard, since, None), writes=False))


def _note(heard: set[tuple[UUID, date]]) -> set[date]:
    rest = iter(sorted(heard))
    while some := list(islice(rest, AT_ONCE)):
        run_in_unit(partial(progress.note_active, some))
    return {day for _person_id, day in heard}


def _heard(since: datetime, until: datetime | None) -> set[tuple[UUID, date]]:
    others = questions.asked_since(since, until) | meetings.there_since(since, until)
    return progress.active_since(since, until) | {(person_id, progress.day_of(at)) for person_id, at in others}


def _spans(heard: set[date], *, is_first: bool) -> Iterator[tuple[str, date, date, Among]]:
    """Give each span of days to be counted: its name, the day it is known by, its first day, and among whom."""
    on, people, by_cohort = today(), partial(cohorts.people_now, by_cohort=False), partial(cohorts.people_now, by_cohort=True)
    first = on - FIRST if is_first else min([on - timedelta(days=1), *(day for day in heard if day >= on - LATE)])
    days = [first + timedelta(days=n) for n in range((on - first).days + 1)]
    yield from (("day", day, day, people) for day in days)
    yield from ((name, day, day - before, people) for name, before in UP_TO.items() for day in days[-2:])
    yield from (("week", week, week, by_cohort) for week in sorted({monday_of(day) for day in days}))


def _last(span: str, on: date) -> date:
    return on + timedelta(days=6) if span == "week" else on
