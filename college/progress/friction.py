"""How hard steps are: people who reached them, called for help, tapped wrong or stopped there, in bounded queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, CompoundSelect, Select, String, and_, column, func, literal, select, union, values

from college.core.db import db
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap
from college.progress.queries import chunks

#: Whoever stands at a step and has kept nothing for so long has stopped there.
STOPPED_AFTER = timedelta(days=14)

Steps = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Friction:
    """The numbers of one group of steps. People are counted once in a group, taps and calls each."""

    #: People who finished, stood at, tapped at or called for help at one of the steps.
    reached: int = 0
    #: People who called for help there, and how often they did.
    helped: int = 0
    help_calls: int = 0
    #: People who tapped wrong there, and how often they did.
    wrong_people: int = 0
    wrong_taps: int = 0
    #: People whose place is there, who have not finished the lesson and kept nothing for 14 days.
    stopped: int = 0


def friction(groups: Mapping[str, Steps], at: datetime) -> dict[str, Friction]:
    """Count each group of (course id, step id): four queries, however many groups, steps and people."""
    found = _friction(groups, at, None)
    return {name: found.get((name, ""), Friction()) for name in groups}


def friction_by_part(groups: Mapping[str, Steps], parts: Select[Any], at: datetime) -> dict[tuple[str, str], Friction]:
    """Count each group for each part of the people, as (name, part): four queries, however many parts too.

    ``parts`` selects (person_id, part); somebody in two parts counts in both. What has nobody is left out.
    """
    return _friction(groups, at, parts)


def _friction(groups: Mapping[str, Steps], at: datetime, parts: Select[Any] | None) -> dict[tuple[str, str], Friction]:
    rows = [(name, course_id, step_id) for name, steps in groups.items() for course_id, step_id in steps]
    found: dict[tuple[str, str], Friction] = {}
    if not rows:
        return found
    grouped = values(column("name", String), column("course_id", String), column("step_id", String), name="grouped")
    chosen = grouped.data(rows).cte("grouped")
    counted = (
        (_reached(chosen), ("reached", None)),
        (_each(chosen, HelpCall), ("helped", "help_calls")),
        (_each(chosen, Tap).where(Tap.is_right.is_(False)), ("wrong_people", "wrong_taps")),
        (_stopped(chosen, at - STOPPED_AFTER), ("stopped", None)),
    )
    for people, (of_people, of_times) in counted:
        for name, part, persons, times in db.session.execute(_counts(people, parts)):
            numbers = {of_people: persons} | ({of_times: times} if of_times else {})
            found[name, part] = replace(found.get((name, part), Friction()), **numbers)
    return found


def _counts(people: Select[Any] | CompoundSelect, parts: Select[Any] | None) -> Select[Any]:
    """Select (name, part, people, times) from (name, person_id); without parts all are in the part ""."""
    each = people.subquery("people")
    numbers = (func.count(each.c.person_id.distinct()), func.count())
    if parts is None:
        return select(each.c.name, literal(""), *numbers).group_by(each.c.name)
    divided = parts.subquery("parts")
    joined = select(each.c.name, divided.c.part, *numbers).join(divided, divided.c.person_id == each.c.person_id)
    return joined.group_by(each.c.name, divided.c.part)


def _at(chosen: CTE, model: Any, step: Any) -> Any:
    return and_(model.course_id == chosen.c.course_id, step == chosen.c.step_id)


def _reached(chosen: CTE) -> CompoundSelect:
    places = (
        (StepDone, StepDone.step_id),
        (LessonProgress, LessonProgress.current_step_id),
        (Tap, Tap.step_id),
        (HelpCall, HelpCall.step_id),
    )
    return union(
        *(select(chosen.c.name, model.person_id).join(model, _at(chosen, model, step)) for model, step in places)
    )


def _each(chosen: CTE, model: Any) -> Select[Any]:
    return select(chosen.c.name, model.person_id).join(model, _at(chosen, model, model.step_id))


def _stopped(chosen: CTE, before: datetime) -> Select[Any]:
    stands = select(chosen.c.name, LessonProgress.person_id).join(
        LessonProgress, _at(chosen, LessonProgress, LessonProgress.current_step_id)
    )
    return stands.where(LessonProgress.finished_at.is_(None), LessonProgress.seen_at < before)


def callers(course_id: str, step_id: str, person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Give who of these people called for help at a step, with when she did so last."""
    found: dict[UUID, datetime] = {}
    for part in chunks(person_ids):
        rows = db.session.execute(
            select(HelpCall.person_id, func.max(HelpCall.called_at))
            .where(HelpCall.course_id == course_id, HelpCall.step_id == step_id, HelpCall.person_id.in_(part))
            .group_by(HelpCall.person_id)
        )
        found.update({person_id: called_at for person_id, called_at in rows})
    return found
