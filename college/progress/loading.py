"""Loading a whole past at once: for the demonstration, whose four weeks would take minutes tap by tap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from college.core.db import db, new_id
from college.progress import rules
from college.progress.models import LessonProgress, StepDone, Tap


@dataclass(frozen=True)
class PastStep:
    """A step that a person finished at a moment."""

    person_id: UUID
    lesson_id: str
    step_id: str
    at: datetime


@dataclass(frozen=True)
class PastTap:
    """A practice tap that a person made at a moment."""

    person_id: UUID
    step_id: str
    screen: str
    target: str
    expected: str
    at: datetime


def load_history(
    *, course_id: str, lessons: Mapping[str, Sequence[str]], steps: Iterable[PastStep], taps: Iterable[PastTap]
) -> None:
    """Insert what people without any progress did in a course, in the caller's unit of work.

    ``lessons`` gives the living steps of each lesson in order; each person's ``steps`` stand together, in order.
    """
    done = list(steps)
    _insert(StepDone, [_step_row(course_id, each) for each in done])
    places = groupby(done, key=lambda each: (each.person_id, each.lesson_id))
    _insert(
        LessonProgress,
        [
            {"person_id": person_id, "course_id": course_id, "lesson_id": lesson_id}
            | vars(_place(lessons[lesson_id], list(group)))
            for (person_id, lesson_id), group in places
        ],
    )
    _insert(Tap, [_tap_row(course_id, each) for each in taps])


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), rows)


def _step_row(course_id: str, each: PastStep) -> dict[str, Any]:
    return {
        "person_id": each.person_id,
        "course_id": course_id,
        "step_id": each.step_id,
        "lesson_id": each.lesson_id,
        "done_at": each.at,
        "received_at": each.at,
    }


def _place(step_ids: Sequence[str], group: list[PastStep]) -> rules.Place:
    done = {each.step_id: each.at for each in group}
    last = group[-1]
    return rules.Place(
        rules.following(step_ids, last.step_id),
        group[0].at,
        last.at,
        rules.finished_at(None, step_ids, done),
        rules.count_done(step_ids, done),
    )


def _tap_row(course_id: str, each: PastTap) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": each.person_id,
        "client_id": new_id(),
        "course_id": course_id,
        "step_id": each.step_id,
        "screen": each.screen,
        "target": each.target,
        "expected": each.expected,
        "is_right": each.target == each.expected,
        "tapped_at": each.at,
    }
