"""What a lecturer does on her desk: take questions on, answer one or several at once, ask back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import now
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.questions import queries, rules
from college.questions.asking import scope_of
from college.questions.models import Message, Question
from college.questions.moving import move, refuse_anothers, what_happened
from college.questions.places import Link, link_to
from college.questions.rules import Kind, Move, Status, Who
from college.questions.telling import Teller

#: How many alike questions are offered, and so answered at most, together with one.
MOST_ALIKE = 20


@dataclass(frozen=True)
class Answered:
    """What an answer reached: how many questions, and how many chosen ones others had moved meanwhile."""

    count: int
    missed: int


@dataclass(frozen=True)
class Said:
    """What a lecturer says with one form, to one question or to several."""

    actor: Actor
    client_id: UUID
    kind: Kind
    text: str
    link: Link | None
    teller: Teller


@dataclass(frozen=True)
class OpenCounts:
    """What waits on a desk: open questions, since when the oldest waits, how many of them I took on."""

    open: int
    oldest_at: datetime | None
    mine: int


def question_for(actor: Actor, permission: Permission, question_id: UUID) -> Question:
    """Give a sent question over whose cohort the actor holds the permission.

    Raises NotFound when it is foreign, was never sent, or its asker is being deleted, NotAllowed when she holds it nowhere, RuleBroken when the
    student has taken it back.
    """
    question = queries.question(question_id)
    if question is None:
        raise NotFound
    ensure(actor, permission, scope_of(question))
    if question.status == Status.DRAFT or accounts.hidden_among([question.person_id]):
        raise NotFound
    if question.status == Status.WITHDRAWN:
        raise RuleBroken(what_happened(question, actor.person_id))
    return question


def cohort_ids(actor: Actor) -> list[UUID]:
    """Give the cohorts whose questions this actor answers."""
    return [each.id for each in cohorts.visible_cohorts(actor, Permission.QUESTION_ANSWER)]


def open_counts(actor: Actor) -> OpenCounts:
    """Give what waits on this actor's desk; zeros for whoever answers nothing."""
    return OpenCounts(*queries.open_numbers(cohort_ids(actor), actor.person_id))


def claim(*, actor: Actor, question_id: UUID) -> Question:
    """Take a question on, so that colleagues see it; again changes nothing.

    Raises RuleBroken when a colleague took it on within the last 24 hours or it is not open any more.
    """
    question = question_for(actor, Permission.QUESTION_ANSWER, question_id)
    if question.status == Status.CLAIMED and question.claimed_by == actor.person_id:
        return question
    refuse_anothers(question, actor.person_id)
    _move(actor, question, Move.CLAIM)
    return question


def release(*, actor: Actor, question_id: UUID) -> Question:
    """Put a question back that one took on; when nobody holds it, nothing changes.

    Raises RuleBroken while a colleague holds it, for 24 hours at most.
    """
    question = question_for(actor, Permission.QUESTION_ANSWER, question_id)
    if question.status != Status.CLAIMED:
        return question
    refuse_anothers(question, actor.person_id)
    move(question, Move.RELEASE, Who.LECTURER, me=actor.person_id, claimed_by=None, claimed_at=None)
    return question


def answer(
    *,
    actor: Actor,
    question_id: UUID,
    client_id: UUID,
    seen: int,
    text: str,
    link_step: str | None = None,
    together: Collection[UUID] = (),
) -> Answered:
    """Answer a question, and with it those alike that were chosen by hand; each asker is told.

    ``seen`` is the version that the lecturer had before her, ``link_step`` a step of the question's course,
    ``together`` open questions of the same lesson, of which the first `MOST_ALIKE` count. The same ``client_id``
    answers once.
    Raises TooLate when somebody moved the question meanwhile, RuleBroken when it may not be answered, NotFound for a
    foreign one among those chosen. Chosen ones that were moved meanwhile are left alone and counted as missed.
    """
    question = question_for(actor, Permission.QUESTION_ANSWER, question_id)
    others = [each for each in dict.fromkeys(together) if each != question_id][:MOST_ALIKE]
    chosen = [question_for_together(actor, question, each) for each in others]
    link = link_to(question.course_id, link_step)
    said = Said(actor, client_id, Kind.ANSWER, _words(text), link, Teller())
    _say_once(said, question, Move.ANSWER, seen=seen, answered_at=now())
    reached = [each for each in chosen if each and _answer_alike(said, each)]
    return Answered(1 + len(reached), len(chosen) - len(reached))


def question_for_together(actor: Actor, first: Question, question_id: UUID) -> Question | None:
    """Give a question that may be answered together with another; None when it was taken back meanwhile.

    Raises NotFound when it is foreign or of another lesson.
    """
    other = queries.question(question_id)
    if other is None:
        raise NotFound
    ensure(actor, Permission.QUESTION_ANSWER, scope_of(other))
    if (other.course_id, other.lesson_id) != (first.course_id, first.lesson_id):
        raise NotFound
    return other if Status(other.status) in rules.ON_DESK else None


def _answer_alike(said: Said, question: Question) -> bool:
    is_open = Status(question.status) in rules.OPEN
    if not is_open and not queries.message(question.id, said.client_id):
        return False
    try:
        _say_once(said, question, Move.ANSWER, answered_at=now())
    except RuleBroken:
        return False
    return True


def ask_back(*, actor: Actor, question_id: UUID, client_id: UUID, seen: int, text: str) -> Question:
    """Ask the student something before answering; she is told, and her reply makes the question wait again.

    Raises as `answer` does.
    """
    question = question_for(actor, Permission.QUESTION_ANSWER, question_id)
    said = Said(actor, client_id, Kind.ASK_BACK, _words(text), None, Teller())
    _say_once(said, question, Move.ASK_BACK, seen=seen)
    return question


def _words(text: str) -> str:
    words = rules.clean(text)
    if not words or len(words) > rules.LONGEST:
        raise RuleBroken(_("Please write between 1 and %(max)d letters.", max=rules.LONGEST))
    return words


def _move(actor: Actor, question: Question, made: Move, **values: Any) -> None:
    held = {"claimed_by": actor.person_id, "claimed_at": now()}
    move(question, made, Who.LECTURER, me=actor.person_id, **held, **values)


def _say_once(said: Said, question: Question, made: Move, **values: Any) -> None:
    """Move a question and say it; the same form again, even at the same moment, changes nothing."""
    if queries.message(question.id, said.client_id):
        return
    try:
        refuse_anothers(question, said.actor.person_id)
        _move(said.actor, question, made, **values)
    except RuleBroken:
        if queries.message(question.id, said.client_id):
            return
        raise
    _say(said, question)


def _say(said: Said, question: Question) -> None:
    row = Message(
        id=new_id(),
        question_id=question.id,
        author_id=said.actor.person_id,
        client_id=said.client_id,
        kind=said.kind.value,
        text=said.text,
    )
    if said.link:
        row.link_course, row.link_lesson, row.link_step = said.link.course_id, said.link.lesson_id, said.link.step_id
    db.session.add(row)
    db.session.flush()
    said.teller.tell(question, row)
