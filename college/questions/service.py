"""The door to questions for every other feature: asking, answering, and what is counted or quoted of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from college.questions import queries
from college.questions.answering import (
    Answered,
    OpenCounts,
    answer,
    ask_back,
    claim,
    open_counts,
    question_for,
    release,
)
from college.questions.asking import call, mine, reply, restore, save_draft, scope_of, send, withdraw
from college.questions.counting import Asked, Quoted, asked_at, open_by_person, quoted_at
from college.questions.forgetting import forget
from college.questions.grown import askers_among
from college.questions.lately import asked_since, cohorts_touched_since
from college.questions.models import Question
from college.questions.moving import TooLate
from college.questions.moving_people import move_person, move_person_back, sent_counts
from college.questions.own_data import OWN_TABLES, own_data
from college.questions.places import Place, Places
from college.questions.retention import SWEEPS
from college.questions.rules import Status
from college.questions.searching import (
    Said,
    changed_since,
    cohorts_answered_by,
    ids_of,
    on_desk_among,
    said_in,
    sent_after,
    sent_by,
    versions,
)

__all__ = [
    "Answered",
    "Asked",
    "OWN_TABLES",
    "OpenCounts",
    "Place",
    "Places",
    "Question",
    "Quoted",
    "SWEEPS",
    "Said",
    "Status",
    "StepCount",
    "TooLate",
    "answer",
    "ask_back",
    "asked_at",
    "asked_since",
    "askers_among",
    "cohorts_touched_since",
    "by_ids",
    "call",
    "changed_since",
    "claim",
    "cohorts_answered_by",
    "counts_by_step",
    "counts_by_step_and_district",
    "forget",
    "ids_of",
    "mine",
    "move_person",
    "move_person_back",
    "on_desk_among",
    "open_by_person",
    "open_counts",
    "own_data",
    "question_for",
    "quoted_at",
    "release",
    "reply",
    "restore",
    "said_in",
    "save_draft",
    "scope_of",
    "send",
    "sent_after",
    "sent_by",
    "sent_counts",
    "versions",
    "withdraw",
]


@dataclass(frozen=True)
class StepCount:
    """How many questions were sent at a group of steps, and by how many people."""

    questions: int = 0
    people: int = 0


def by_ids(question_ids: Collection[UUID]) -> dict[UUID, Question]:
    """Give these questions by id, whatever became of them: for callers that asked for each one before."""
    return {question.id: question for question in queries.by_ids(question_ids)}


def counts_by_step(*, groups: Mapping[str, Collection[tuple[str, str]]]) -> dict[str, StepCount]:
    """Count what was sent, and not taken back, at each group of (course id, step id): one query.

    Groups are named as the caller likes, as in `progress.step_friction`; people are counted once in a group.
    """
    counted = {name: StepCount(sent, people) for name, _all, sent, people in queries.counts(groups)}
    return {name: counted.get(name, StepCount()) for name in groups}


def counts_by_step_and_district(
    *, groups: Mapping[str, Collection[tuple[str, str]]]
) -> dict[tuple[str, str], StepCount]:
    """Count like `counts_by_step`, but for each district code too, as (group, district): one query."""
    rows = queries.counts(groups, by_district=True)
    return {(name, district): StepCount(sent, people) for name, district, sent, people in rows}
