"""How much the college is used: counted by the worker into numbers without names, and read back for its page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

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
#: Spans of days up to a day, by their names.
UP_TO = {"seven": timedelta(days=6), "thirty": timedelta(days=29)}


def count() -> None:
    """Keep who was active since the last count, and count the days and weeks that this changes. Call it outside any unit of work.

    Nobody is named in what is counted; hearing of the same deed twice changes nothing.
    """
    last = run_in_unit(progress.counted_at, writes=False)
    since = last - OVERLAP if last else now() - FIRST
    heard = run_in_unit(lambda: _heard(since), writes=False)
    rest = iter(sorted(heard))
    while some := list(islice(rest, AT_ONCE)):
        run_in_unit(partial(progress.note_active, some))
    run_in_unit(lambda: _count({day for _person_id, day in heard}, is_first=last is None))


def _heard(since: datetime) -> set[tuple[UUID, date]]:
    others = questions.asked_since(since) | meetings.there_since(since)
    return progress.active_since(since) | {(person_id, progress.day_of(at)) for person_id, at in others}


def _count(heard: set[date], *, is_first: bool) -> None:
    on, people, by_cohort = today(), cohorts.people_now(by_cohort=False), cohorts.people_now(by_cohort=True)
    first = on - FIRST if is_first else min([on - timedelta(days=1), *(day for day in heard if day >= on - LATE)])
    days = [first + timedelta(days=n) for n in range((on - first).days + 1)]
    for day in days:
        progress.count_active(span="day", on=day, first=day, last=day, people=people)
    for name, before in UP_TO.items():
        for day in days[-2:]:
            progress.count_active(span=name, on=day, first=day - before, last=day, people=people)
    for week in sorted({monday_of(day) for day in days}):
        progress.count_active(span="week", on=week, first=week, last=week + timedelta(days=6), people=by_cohort)
