"""Progress of a deleted person goes; what happened at each step stays as a number without her."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from college.core.db import db, insert_once
from college.progress.engagement_own import forget_days
from college.progress.models import ForgottenCount, HelpCall, LessonProgress, StepDone, Tap
from college.progress.shown_own import forget_shown


@dataclass(frozen=True)
class Forgotten:
    """What people who were deleted had done in all: a number of each, and of how many steps."""

    steps: int
    finished: int
    wrong_taps: int
    help_calls: int


def forget(person_id: UUID) -> None:
    """Add what a person did to the numbers without names, then delete it. Safe to repeat: what is gone adds nothing."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for name, model, where in (
        ("finished", StepDone, ()),
        ("wrong_taps", Tap, (Tap.is_right.is_(False),)),
        ("help_calls", HelpCall, ()),
    ):
        for course_id, step_id, times in _times(model, person_id, where):
            counted.setdefault((course_id, step_id), Counter())[name] = times
    for (course_id, step_id), numbers in sorted(counted.items()):
        _add(course_id, step_id, numbers)
    for model in (StepDone, LessonProgress, Tap, HelpCall):
        db.session.execute(delete(model).where(model.person_id == person_id))
    forget_days(person_id)
    forget_shown(person_id)


def _times(model: Any, person_id: UUID, where: tuple) -> list[Any]:
    mine = select(model.course_id, model.step_id, func.count()).where(model.person_id == person_id, *where)
    return list(db.session.execute(mine.group_by(model.course_id, model.step_id)))


def _add(course_id: str, step_id: str, numbers: Counter[str]) -> None:
    insert_once(ForgottenCount, course_id=course_id, step_id=step_id)
    here = update(ForgottenCount).where(ForgottenCount.course_id == course_id, ForgottenCount.step_id == step_id)
    db.session.execute(here.values({name: getattr(ForgottenCount, name) + times for name, times in numbers.items()}))


def forgotten_totals() -> Forgotten:
    """Give the numbers that deleted people left behind."""
    sums = [func.coalesce(func.sum(column), 0) for column in _NUMBERS]
    return Forgotten(*db.session.execute(select(func.count(), *sums).select_from(ForgottenCount)).one())


_NUMBERS = (ForgottenCount.finished, ForgottenCount.wrong_taps, ForgottenCount.help_calls)
