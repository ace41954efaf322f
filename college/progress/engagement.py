"""Who was active on which day: from what was kept anyway, and from the small sign of life of a page that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, delete, func, insert, or_, select, update

from college.core.bulk import insert_missing
from college.core.clock import LOCAL, now
from college.core.db import db, first_id_at, insert_once
from college.core.retention import of_rows
from college.progress.models import HelpCall, ShownInPerson, StepDone, Tap
from college.progress.models_engagement import ActiveCount, ActiveDay

#: One minute of one person is counted in so long at most; her page speaks once a minute.
ONE_MINUTE = timedelta(seconds=50)
#: After so long without a sign the lessons are opened anew.
SILENCE = timedelta(minutes=30)
#: How many rows are read at once.
AT_ONCE = 5000

#: What is thrown away, by the key of its rule: afterwards only counts say that there was such a day.
SWEEPS = {"active_days": of_rows(ActiveDay, lambda before: ActiveDay.day < before.astimezone(LOCAL).date())}


def keep_here(*, person_id: UUID) -> bool:
    """Count a minute in which a page of the lessons is before a student's eyes; False when it was counted already.

    However many pages and phones say so at once, one minute is counted in `ONE_MINUTE`: a conditional UPDATE.
    """
    moment = now()
    mine = (ActiveDay.person_id == person_id, ActiveDay.day == day_of(moment))
    is_new = or_(ActiveDay.here_at.is_(None), ActiveDay.here_at < moment - SILENCE)
    is_time = or_(ActiveDay.here_at.is_(None), ActiveDay.here_at <= moment - ONE_MINUTE)
    values = {
        "minutes": ActiveDay.minutes + 1,
        "opens": ActiveDay.opens + case((is_new, 1), else_=0),
        "here_at": moment,
    }
    counted = update(ActiveDay).where(*mine, is_time).values(values)
    if db.session.execute(counted, execution_options={"synchronize_session": False}).rowcount:
        return True
    opens = 0 if _was_here_before_midnight(person_id, moment) else 1
    return insert_once(ActiveDay, person_id=person_id, day=day_of(moment), minutes=1, opens=opens, here_at=moment)


def _was_here_before_midnight(person_id: UUID, moment: datetime) -> bool:
    last = select(ActiveDay.here_at).where(ActiveDay.person_id == person_id, ActiveDay.day == day_of(moment - SILENCE))
    here_at = db.session.scalar(last)
    return here_at is not None and here_at >= moment - SILENCE


def note_active(days: Iterable[tuple[UUID, date]]) -> None:
    """Keep that these people were active on these days; what is kept already stays as it is."""
    insert_missing(ActiveDay, [{"person_id": person_id, "day": day} for person_id, day in days])


def active_since(since: datetime, until: datetime | None = None) -> set[tuple[UUID, date]]:
    """Give who finished a step, tapped in practice, called for help or showed something on which day.

    As heard since a moment and, where ``until`` is given, before another: for a long time ask for a part at a time.
    When a tap or call was heard, however long a phone held it back, its id tells: it was made then.
    """
    heard = (
        (StepDone.person_id, StepDone.done_at, StepDone.received_at, _itself),
        (Tap.person_id, Tap.tapped_at, Tap.id, first_id_at),
        (HelpCall.person_id, HelpCall.called_at, HelpCall.id, first_id_at),
        (ShownInPerson.person_id, ShownInPerson.shown_at, ShownInPerson.received_at, _itself),
    )
    found: set[tuple[UUID, date]] = set()
    for person, happened, received, at in heard:
        each = select(person, happened).where(received >= at(since))
        each = each if until is None else each.where(received < at(until))
        rows = db.session.execute(each.execution_options(yield_per=AT_ONCE))
        found.update((person_id, day_of(at)) for person_id, at in rows)
    return found


def _itself(moment: datetime) -> datetime:
    return moment


def active_by_part(*, first: date, last: date, people: Callable[[Select[Any]], Select[Any]]) -> list[tuple[str, int, int, int]]:
    """Count who was active from one day to another: for each part of ``people`` its people, opens and minutes.

    ``people`` gives, for those who were active, what selects (person_id, part), each pair once. A part in which nobody was active is left out, but for "all".
    """
    sums = (func.count(ActiveDay.person_id.distinct()), func.sum(ActiveDay.opens), func.sum(ActiveDay.minutes))
    within = (ActiveDay.day >= first, ActiveDay.day <= last)
    among = people(select(ActiveDay.person_id).where(*within)).subquery("among")
    joined = select(among.c.part, *sums).join(among, among.c.person_id == ActiveDay.person_id).where(*within)
    rows = [tuple(row) for row in db.session.execute(joined.group_by(among.c.part))]
    return rows if any(part == "all" for part, *_numbers in rows) else [*rows, ("all", 0, 0, 0)]


def keep_counts(*, span: str, counts: Mapping[date, Iterable[tuple[str, int, int, int]]], as_of: datetime) -> None:
    """Keep what `active_by_part` gave for spans of days, by the day that each is known by, in the place of what was before.

    ``as_of`` is the moment up to which everything was heard; keep the spans "day" last (`counted_at`).
    """
    db.session.execute(delete(ActiveCount).where(ActiveCount.span == span, ActiveCount.on.in_(list(counts))))
    names = ("part", "people", "opens", "minutes")
    mine = [
        {"span": span, "on": on, "counted_at": as_of, **dict(zip(names, row, strict=True))}
        for on, rows in counts.items()
        for row in rows
    ]
    db.session.execute(insert(ActiveCount), mine)


def active_counts(*, span: str, parts: Iterable[str], since: date) -> list[ActiveCount]:
    """Give the counts of these parts since a day, in order of the days."""
    asked = select(ActiveCount).where(
        ActiveCount.span == span, ActiveCount.part.in_(list(parts)), ActiveCount.on >= since
    )
    return list(db.session.scalars(asked.order_by(ActiveCount.on, ActiveCount.part)))


def counted_at() -> datetime | None:
    """Give the moment up to which activity was counted last, None before the first time."""
    return db.session.scalar(select(func.max(ActiveCount.counted_at)).where(ActiveCount.span == "day"))


def day_of(moment: datetime) -> date:
    """Give the day in China into which a moment falls."""
    return moment.astimezone(LOCAL).date()
