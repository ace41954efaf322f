"""Keep and tell what students have done: entered by lessons and board, who have asked whether she may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, update

from college.core.clock import now
from college.core.db import db, insert_once
from college.core.errors import NotFound
from college.progress import friction, measuring, queries, rules
from college.progress.catching_up import catch_up, catch_up_safely
from college.progress.deeds import active_spans, called_at_steps, last_calls, practised_by
from college.progress.engagement import SWEEPS, active_by_part, active_counts, active_since, counted_at, day_of, keep_counts, keep_here, note_active
from college.progress.finishing import RightTaps, courses_met, marks, people_met, right_taps, through
from college.progress.forgetting import Forgotten, forget, forgotten_totals
from college.progress.friction import Friction
from college.progress.grown import learners_among, shown_among
from college.progress.loading import PastStep, PastTap, load_history
from college.progress.models_engagement import ActiveCount, ActiveDay
from college.progress.measuring import Measured, Places, Span, Spot, measured, spots
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap
from college.progress.moving import done_counts, move_person, move_person_back
from college.progress.own_data import OWN_TABLES, own_data
from college.progress.rules import Place, State
from college.progress.shown import Shown, keep_shown, shown_by, take_shown_back

__all__ = [
    "ActiveCount",
    "ActiveDay",
    "SWEEPS",
    "active_counts",
    "active_by_part",
    "active_since",
    "counted_at",
    "day_of",
    "keep_here",
    "learners_among",
    "keep_counts",
    "note_active",
    "CohortRow",
    "Forgotten",
    "Friction",
    "Measured",
    "OWN_TABLES",
    "PastStep",
    "PastTap",
    "RightTaps",
    "Shown",
    "Place",
    "Places",
    "Span",
    "Spot",
    "State",
    "TapCount",
    "active_spans",
    "catch_up",
    "catch_up_safely",
    "courses_met",
    "done_counts",
    "forget",
    "forgotten_totals",
    "keep_shown",
    "called_at_steps",
    "last_calls",
    "load_history",
    "marks",
    "measured",
    "move_person",
    "move_person_back",
    "own_data",
    "right_taps",
    "practised_by",
    "shown_among",
    "shown_by",
    "spots",
    "take_shown_back",
    "people_met",
    "through",
]


@dataclass(frozen=True)
class CohortRow:
    """One person's place in one lesson, as the board reads it."""

    person_id: UUID
    course_id: str
    lesson_id: str
    place: Place


@dataclass(frozen=True)
class Moment:
    """One practice tap of a person, or her call for help, at a step."""

    course_id: str
    step_id: str
    at: datetime
    is_right: bool
    is_call: bool


@dataclass(frozen=True)
class TapCount:
    """How often one target of a drawn screen was tapped at one step, and by how many people."""

    step_id: str
    screen: str
    target: str
    is_right: bool
    taps: int
    people: int


def keep_step(
    *,
    person_id: UUID,
    course_id: str,
    lesson_id: str,
    step_ids: Sequence[str],
    step_id: str,
    waited: float | None = None,
    held: Sequence[str] = (),
) -> Place:
    """Keep that a person finished a step, and move her place in its lesson, in the caller's unit of work.

    ``step_ids`` are the lesson's living steps in order; ``waited`` the seconds that her phone held the tap back;
    ``held`` the steps of the latest text that had this one, when the lesson has it no longer.
    Safe to repeat: the same step, sent late, twice or out of order, is one completion and leads to the same place.
    Raises NotFound when the step is not in the lesson and never was.
    """
    if step_id not in step_ids and step_id not in held:
        raise NotFound
    received_at = now()
    at = rules.happened_at(received_at, waited)
    _keep_fact(person_id, course_id, lesson_id, step_id, at, received_at)
    for _ in range(2):
        before = queries.held_place(person_id, course_id, lesson_id)
        after = rules.moved(before, step_ids, step_id, at, queries.step_times(person_id, course_id, step_ids), held)
        if before is None:
            if insert_once(LessonProgress, person_id=person_id, course_id=course_id, lesson_id=lesson_id, **vars(after)):
                return after
        else:
            if after != before:
                queries.move_place(person_id, course_id, lesson_id, after)
            return after
    raise AssertionError("a row that could not be inserted is there")


def keep_fact(*, person_id: UUID, course_id: str, lesson_id: str, step_id: str, waited: float | None = None) -> None:
    """Keep that a person finished a step of a lesson that stands in another one meanwhile; her places stay as they are."""
    received_at = now()
    _keep_fact(person_id, course_id, lesson_id, step_id, rules.happened_at(received_at, waited), received_at)


def _keep_fact(
    person_id: UUID, course_id: str, lesson_id: str, step_id: str, at: datetime, received_at: datetime
) -> None:
    key = {"person_id": person_id, "course_id": course_id, "step_id": step_id}
    if insert_once(StepDone, **key, lesson_id=lesson_id, done_at=at, received_at=received_at):
        return
    earlier = update(StepDone).where(*(getattr(StepDone, name) == value for name, value in key.items()))
    db.session.execute(earlier.where(StepDone.done_at > at).values(done_at=at))


def _place(row: Any) -> Place:
    return Place(row.current_step_id, row.started_at, row.seen_at, row.finished_at, row.done_count)


def keep_tap(
    *,
    person_id: UUID,
    client_id: UUID,
    course_id: str,
    step_id: str,
    screen: str,
    target: str,
    expected: str,
    waited: float | None = None,
) -> bool:
    """Keep one practice tap, right or wrong; gives False when this ``client_id`` of hers was kept before.

    ``waited`` is the seconds that her phone held the tap back.
    """
    return insert_once(
        Tap,
        person_id=person_id,
        client_id=client_id,
        course_id=course_id,
        step_id=step_id,
        screen=screen,
        target=target,
        expected=expected,
        is_right=target == expected,
        tapped_at=rules.happened_at(now(), waited),
    )


def lesson_progress(*, person_id: UUID, course_ids: Collection[str]) -> dict[tuple[str, str], Place]:
    """Give her place in every lesson that she has begun, by (course id, lesson id): one query."""
    rows = queries.progress_rows([person_id], course_ids)
    return {(row.course_id, row.lesson_id): _place(row) for row in rows}


def busy_lessons(*, person_ids: Collection[UUID], since: datetime) -> dict[tuple[str, str], int]:
    """Count, by (course id, lesson id), how many of these people kept a step there since a moment."""
    return queries.busy_lessons(person_ids, since)


def practised(*, person_id: UUID, since: datetime) -> list[Moment]:
    """Give her practice taps and calls for help since a moment, in no order: two queries."""
    taps = [Moment(*row, is_call=False) for row in queries.taps_since(person_id, since)]
    return taps + [Moment(*row, is_right=False, is_call=True) for row in queries.calls_since(person_id, since)]


def done_steps(*, person_id: UUID, course_id: str, step_ids: Sequence[str]) -> frozenset[str]:
    """Give those of ``step_ids`` that she has done."""
    return frozenset(queries.step_times(person_id, course_id, step_ids))


def cohort_progress(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> list[CohortRow]:
    """Give the places of all these people in these courses: one query for each thousand people.

    Whoever has kept nothing has no row. A cohort has at most a few hundred people, so this stays bounded.
    """
    rows = queries.progress_rows(person_ids, course_ids)
    return [CohortRow(row.person_id, row.course_id, row.lesson_id, _place(row)) for row in rows]


def last_seen(*, person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Give when each of these people last kept a step or tapped in practice; whoever did neither is left out."""
    seen = queries.last_kept_steps(person_ids)
    for person_id, tapped_at in queries.last_taps(person_ids).items():
        seen[person_id] = max(tapped_at, seen.get(person_id, tapped_at))
    return seen


def tap_counts(*, course_id: str) -> list[TapCount]:
    """Count the practice taps of a course by step, screen and target."""
    return [TapCount(*row) for row in queries.tap_counts(course_id)]


def call_help(
    *,
    person_id: UUID,
    client_id: UUID,
    course_id: str,
    lesson_id: str,
    step_id: str,
    called_by: UUID | None = None,
    waited: float | None = None,
) -> bool:
    """Keep that a person needs help at a step; gives False when this ``client_id`` of hers was kept before.

    ``called_by`` is the helper who called for her; ``waited`` the seconds that her phone held the tap back.
    """
    return insert_once(
        HelpCall,
        person_id=person_id,
        client_id=client_id,
        course_id=course_id,
        lesson_id=lesson_id,
        step_id=step_id,
        called_by=called_by,
        called_at=rules.happened_at(now(), waited),
    )


def help_callers(*, course_id: str, step_id: str, person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Give who of these people called for help at a step, with when she did so last."""
    return friction.callers(course_id, step_id, person_ids)


def step_friction(*, groups: Mapping[str, Collection[tuple[str, str]]]) -> dict[str, Friction]:
    """Count how hard each group of (course id, step id) is: four queries, however many groups, steps and people.

    A group is whatever the caller names: one step, a lesson, all steps of a product feature. In it everybody is
    counted once, so numbers of a feature are not the sum of its steps'. Groups without anybody are there with zeros.
    """
    return friction.friction(groups, now())


def step_friction_by_part(
    *, groups: Mapping[str, Collection[tuple[str, str]]], parts: Select[Any]
) -> dict[tuple[str, str], Friction]:
    """Count like `step_friction`, but for each part of the people too, as (group, part): four queries in all.

    ``parts`` selects (person_id, part), such as `cohorts.people_by_district`. What has nobody is left out.
    """
    return friction.friction_by_part(groups, parts, now())


def places(*, spans: Sequence[Span], parts: Select[Any]) -> dict[tuple[str, str], Places]:
    """Give where the people of each part are in the lesson of each span today, as (name, part): one query."""
    return measuring.places(spans, parts, now())


STOPPED_AFTER = friction.STOPPED_AFTER
resume_step = rules.resume_step
share = rules.share
state = rules.state
next_lesson = rules.next_lesson
