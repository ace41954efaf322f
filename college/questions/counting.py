"""Questions counted and quoted by step and by part of the cohorts, for the numbers of a lesson: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, String, and_, case, column, func, select, values

from college.accounts import service as accounts
from college.core.db import UtcDateTime, db
from college.core.permissions import Actor
from college.questions.answering import cohort_ids
from college.questions.models import Message, Question
from college.questions.rules import ON_DESK, OPEN, Kind, Status

#: Questions of one step that are quoted, the latest first; the desk has all.
QUOTED = 5


@dataclass(frozen=True)
class Asked:
    """How many questions were sent at the steps of a span, by how many people, and how many are answered."""

    questions: int = 0
    people: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Quoted:
    """One question as it stands on the desk, without a name, and the latest answer to it ("" for none)."""

    id: UUID
    step_id: str
    cohort_id: UUID
    text: str
    sent_at: datetime
    answer: str


def asked_at(
    spans: Sequence[tuple[str, str, str, datetime, datetime]], parts: CompoundSelect
) -> dict[tuple[str, str], Asked]:
    """Count what was sent, and not taken back, as (name, part): one query; what has none is left out.

    spans: (name, course id, step id, since, before). parts: selects (cohort_id, course_id, part); a question belongs
    to the cohort in which it was asked, as on the desk.
    """
    if not spans:
        return {}
    shape = (column("name", String), column("course_id", String), column("step_id", String))
    times = (column("since", UtcDateTime), column("until", UtcDateTime))
    chosen = values(*shape, *times, name="spans").data(list(spans)).cte("chosen")
    divided = parts.subquery("parts")
    here = and_(
        Question.course_id == chosen.c.course_id,
        Question.step_id == chosen.c.step_id,
        Question.sent_at >= chosen.c.since,
        Question.sent_at < chosen.c.until,
        Question.status.in_([each.value for each in ON_DESK]),
        Question.person_id.not_in(accounts.hidden_people()),
    )
    mine = and_(divided.c.cohort_id == Question.cohort_id, divided.c.course_id == Question.course_id)
    is_answered = case((Question.status == Status.ANSWERED, 1), else_=0)
    keys = (chosen.c.name, divided.c.part)
    numbers = (func.count(), func.count(Question.person_id.distinct()), func.sum(is_answered))
    counted = select(*keys, *numbers).select_from(chosen).join(Question, here).join(divided, mine)
    rows = db.session.execute(counted.group_by(*keys))
    return {(name, part): Asked(sent, people, int(answered)) for name, part, sent, people, answered in rows}


def open_by_person(cohort_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Count the open questions that lie with each of these cohorts, by (cohort id, person id): one query."""
    lying = select(Question.cohort_id, Question.person_id, func.count()).where(
        Question.cohort_id.in_(cohort_ids), Question.status.in_([each.value for each in OPEN])
    )
    rows = db.session.execute(lying.group_by(Question.cohort_id, Question.person_id))
    return {(cohort_id, person_id): count for cohort_id, person_id, count in rows}


def quoted_at(actor: Actor, course_id: str, step_ids: Collection[str], among: Collection[UUID]) -> dict[str, list[Quoted]]:
    """Give the latest questions at each of these steps that lie on this actor's desk, by step: three queries at most.

    ``among`` are the cohorts to look at; only those whose questions she may read and answer are.
    """
    hers = set(cohort_ids(actor)) & set(among)
    if not hers:
        return {}
    place = func.row_number().over(partition_by=Question.step_id, order_by=(Question.sent_at.desc(), Question.id.desc()))
    lying = select(Question.id, place.label("place")).where(
        Question.course_id == course_id,
        Question.step_id.in_(list(step_ids)),
        Question.cohort_id.in_(hers),
        Question.status.in_([each.value for each in ON_DESK]),
        Question.person_id.not_in(accounts.hidden_people()),
    )
    ranked = lying.subquery("ranked")
    wanted = select(Question.id, Question.step_id, Question.cohort_id, Question.text, Question.sent_at)
    wanted = wanted.join(ranked, ranked.c.id == Question.id).where(ranked.c.place <= QUOTED)
    rows = db.session.execute(wanted.order_by(Question.step_id, ranked.c.place)).all()
    answers = _latest_answers([row.id for row in rows])
    found: dict[str, list[Quoted]] = {}
    for row in rows:
        found.setdefault(row.step_id, []).append(Quoted(*row, answers.get(row.id, "")))
    return found


def _latest_answers(question_ids: Collection[UUID]) -> dict[UUID, str]:
    said = select(Message.question_id, Message.text).where(
        Message.question_id.in_(list(question_ids)), Message.kind == Kind.ANSWER.value
    )
    return dict(db.session.execute(said.order_by(Message.created_at, Message.id)).tuples().all())
