"""What happened at steps within spans of time, for each part of their people: the same few queries however many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CTE, CompoundSelect, Select, String, and_, case, column, func, select, union, values

from college.core.db import UtcDateTime, db
from college.progress.friction import STOPPED_AFTER
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap

#: What a span without a bound begins and ends with: nothing that is kept lies outside.
EVER, EVER_AFTER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """Some steps of a course, or (without steps) one of its lessons, from ``since`` up to before ``until``."""

    name: str
    course_id: str
    lesson_id: str
    step_ids: tuple[str, ...] = ()
    since: datetime = EVER
    until: datetime = EVER_AFTER


@dataclass(frozen=True)
class Measured:
    """What happened at the steps of a span. People are counted once in it, taps and calls each."""

    #: People who finished, came to stand at, tapped at or called for help at one of the steps.
    reached: int = 0
    finished: int = 0
    #: People who called for help there, and how often they did.
    helped: int = 0
    help_calls: int = 0
    #: People who tapped wrong there, and how often they did.
    wrong_people: int = 0
    wrong_taps: int = 0


@dataclass(frozen=True)
class Places:
    """Of one lesson within a span: who began it, who finished it, and who has stopped at which step ("" for none)."""

    started: int
    finished: int
    #: Step → people whose place is there, came to it in the span, have not finished and kept nothing for 14 days.
    stopped: dict[str, int]


@dataclass(frozen=True)
class Spot:
    """How often one target of a drawn screen was tapped at a step, by how many people; ``expected`` was right."""

    part: str
    step_id: str
    screen: str
    expected: str
    target: str
    taps: int
    people: int


def measured(spans: Sequence[Span], parts: Select[Any]) -> dict[tuple[str, str], Measured]:
    """Measure each span for each part of the people, as (name, part): four queries; what has nobody is left out.

    ``parts`` selects (person_id, course_id, part), each once.
    """
    rows = [(each.name, each.course_id, step, each.since, each.until) for each in spans for step in each.step_ids]
    found: dict[tuple[str, str], Measured] = {}
    if not rows:
        return found
    chosen = _spans("step_id", rows)
    counted = (
        (_reached(chosen), "reached", ""),
        (_each(chosen, StepDone, StepDone.step_id, StepDone.done_at), "finished", ""),
        (_each(chosen, HelpCall, HelpCall.step_id, HelpCall.called_at), "helped", "help_calls"),
        (
            _each(chosen, Tap, Tap.step_id, Tap.tapped_at).where(Tap.is_right.is_(False)),
            "wrong_people",
            "wrong_taps",
        ),
    )
    for people, of_people, of_times in counted:
        for name, part, persons, times in db.session.execute(_counts(people, parts)):
            numbers = {of_people: persons} | ({of_times: times} if of_times else {})
            found[name, part] = replace(found.get((name, part), Measured()), **numbers)
    return found


def places(spans: Sequence[Span], parts: Select[Any], at: datetime) -> dict[tuple[str, str], Places]:
    """Give where the people of each part are in the lesson of each span, as (name, part): one query."""
    if not spans:
        return {}
    chosen = _spans("lesson_id", [(each.name, each.course_id, each.lesson_id, each.since, each.until) for each in spans])
    stopped = and_(
        LessonProgress.finished_at.is_(None),
        LessonProgress.seen_at < at - STOPPED_AFTER,
        _in_span(chosen, LessonProgress.seen_at),
    )
    sums = (_in_span(chosen, LessonProgress.started_at), _in_span(chosen, LessonProgress.finished_at), stopped)
    divided = parts.subquery("parts")
    keys = (chosen.c.name, divided.c.part, LessonProgress.current_step_id)
    here = and_(LessonProgress.course_id == chosen.c.course_id, LessonProgress.lesson_id == chosen.c.lesson_id)
    counted = select(*keys, *(func.sum(case((each, 1), else_=0)) for each in sums))
    joined = counted.select_from(chosen).join(LessonProgress, here).join(divided, _of(divided, LessonProgress))
    found: dict[tuple[str, str], Places] = {}
    for name, part, step_id, *numbers in db.session.execute(joined.group_by(*keys)):
        began, ended, stood = (int(each) for each in numbers)
        before = found.get((name, part), Places(0, 0, {}))
        stops = {**before.stopped, step_id or "": stood} if stood else before.stopped
        found[name, part] = Places(before.started + began, before.finished + ended, stops)
    return found


def spots(course_id: str, step_ids: Collection[str], parts: Select[Any]) -> list[Spot]:
    """Give where the people of each part tapped at these steps, right or wrong: one query."""
    divided = parts.subquery("parts")
    keys = (divided.c.part, Tap.step_id, Tap.screen, Tap.expected, Tap.target)
    counted = select(*keys, func.count(), func.count(Tap.person_id.distinct())).select_from(Tap)
    here = counted.join(divided, _of(divided, Tap)).where(Tap.course_id == course_id, Tap.step_id.in_(list(step_ids)))
    return [Spot(*row) for row in db.session.execute(here.group_by(*keys).order_by(*keys))]


def _spans(place: str, rows: list[tuple[Any, ...]]) -> CTE:
    columns = (column("name", String), column("course_id", String), column(place, String))
    times = (column("since", UtcDateTime), column("until", UtcDateTime))
    return values(*columns, *times, name="spans").data(rows).cte("chosen")


def _counts(people: Select[Any] | CompoundSelect, parts: Select[Any]) -> Select[Any]:
    """Select (name, part, people, times) from (name, person_id, course_id)."""
    each, divided = people.subquery("people"), parts.subquery("parts")
    counted = select(each.c.name, divided.c.part, func.count(each.c.person_id.distinct()), func.count())
    mine = and_(divided.c.person_id == each.c.person_id, divided.c.course_id == each.c.course_id)
    return counted.join(divided, mine).group_by(each.c.name, divided.c.part)


def _of(divided: Any, model: Any) -> Any:
    return and_(divided.c.person_id == model.person_id, divided.c.course_id == model.course_id)


def _in_span(chosen: CTE, moment: Any) -> Any:
    return and_(moment >= chosen.c.since, moment < chosen.c.until)


def _each(chosen: CTE, model: Any, step: Any, moment: Any) -> Select[Any]:
    here = and_(model.course_id == chosen.c.course_id, step == chosen.c.step_id, _in_span(chosen, moment))
    return select(chosen.c.name, model.person_id, model.course_id).join(model, here)


def _reached(chosen: CTE) -> CompoundSelect:
    return union(
        _each(chosen, StepDone, StepDone.step_id, StepDone.done_at),
        _each(chosen, LessonProgress, LessonProgress.current_step_id, LessonProgress.seen_at),
        _each(chosen, Tap, Tap.step_id, Tap.tapped_at),
        _each(chosen, HelpCall, HelpCall.step_id, HelpCall.called_at),
    )
