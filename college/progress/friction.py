"""How hard steps are: people who reached them, called for help, tapped wrong or stopped there, in bounded queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, String, and_, column, func, select, union, values

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
    rows = [(name, course_id, step_id) for name, steps in groups.items() for course_id, step_id in steps]
    found = dict.fromkeys(groups, Friction())
    if not rows:
        return found
    grouped = values(column("name", String), column("course_id", String), column("step_id", String), name="grouped")
    chosen = grouped.data(rows).cte("grouped")
    for name, reached in db.session.execute(_reached(chosen)):
        found[name] = replace(found[name], reached=reached)
    for name, helped, calls in db.session.execute(_counted(chosen, HelpCall)):
        found[name] = replace(found[name], helped=helped, help_calls=calls)
    for name, people, taps in db.session.execute(_counted(chosen, Tap).where(Tap.is_right.is_(False))):
        found[name] = replace(found[name], wrong_people=people, wrong_taps=taps)
    for name, stopped in db.session.execute(_stopped(chosen, at - STOPPED_AFTER)):
        found[name] = replace(found[name], stopped=stopped)
    return found


def _at(chosen: CTE, model: Any, step: Any) -> Any:
    return and_(model.course_id == chosen.c.course_id, step == chosen.c.step_id)


def _reached(chosen: CTE) -> Select[Any]:
    places = (
        (StepDone, StepDone.step_id),
        (LessonProgress, LessonProgress.current_step_id),
        (Tap, Tap.step_id),
        (HelpCall, HelpCall.step_id),
    )
    people = union(
        *(select(chosen.c.name, model.person_id).join(model, _at(chosen, model, step)) for model, step in places)
    ).subquery()
    return select(people.c.name, func.count()).group_by(people.c.name)


def _counted(chosen: CTE, model: Any) -> Select[Any]:
    return (
        select(chosen.c.name, func.count(model.person_id.distinct()), func.count())
        .join(model, _at(chosen, model, model.step_id))
        .group_by(chosen.c.name)
    )


def _stopped(chosen: CTE, before: datetime) -> Select[Any]:
    return (
        select(chosen.c.name, func.count(LessonProgress.person_id.distinct()))
        .join(LessonProgress, _at(chosen, LessonProgress, LessonProgress.current_step_id))
        .where(LessonProgress.finished_at.is_(None), LessonProgress.seen_at < before)
        .group_by(chosen.c.name)
    )


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
