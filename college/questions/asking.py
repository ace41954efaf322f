"""What a student does with her questions: call for help, write, send, take back, reply. All of it safe to repeat."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.library import service as library
from college.progress import service as progress
from college.questions import queries, rules
from college.questions.models import Message, Question
from college.questions.moving import TooLate, move
from college.questions.rules import Kind, Move, Status, Who


def scope_of(question: Question) -> Scope:
    """Give a question's place: its district and cohort."""
    return Scope(district=question.district_code, cohort=question.cohort_id)


def call(
    *,
    actor: Actor,
    client_id: UUID,
    course_id: str,
    lesson_id: str,
    step_id: str,
    waited: float | None = None,
) -> Question:
    """Keep that this student called for help at a step, and give the question that she may now write.

    The same ``client_id`` gives the same question. Another call at a step where she has an unsent question is kept
    too, and gives that question. ``waited`` is the seconds that her phone held the tap back.
    Raises NotFound when the step is not there or she is in no cohort, NotAllowed when she is no student.
    """
    cohort = _cohort_with(actor, course_id)
    lesson_id = _lesson_with(course_id, lesson_id, step_id)
    step = {"person_id": actor.person_id, "course_id": course_id, "lesson_id": lesson_id, "step_id": step_id}
    progress.call_help(client_id=client_id, waited=waited, **step)
    known = queries.by_client_id(actor.person_id, client_id) or queries.draft_at(actor.person_id, course_id, step_id)
    if known:
        return known
    insert_once(Question, client_id=client_id, cohort_id=cohort.id, district_code=cohort.district_code, **step)
    return queries.by_client_id(actor.person_id, client_id)


def _cohort_with(actor: Actor, course_id: str) -> cohorts.ClassOf:
    cohort = cohorts.class_of(actor.person_id, course_id) if actor.person_id else None
    if cohort is None:
        if not actor.reach(Permission.QUESTION_ASK):
            raise NotAllowed
        raise NotFound
    ensure(actor, Permission.QUESTION_ASK, cohort.scope)
    return cohort


def _lesson_with(course_id: str, lesson_id: str, step_id: str) -> str:
    """Give the lesson that has this step, or had it when her page was made. Raises NotFound."""
    lesson = library.find_lesson(course_id, lesson_id)
    if lesson is not None and step_id in lesson.step_ids:
        return lesson.id
    if step_id in library.held_steps(course_id, lesson.id if lesson else lesson_id, step_id):
        return lesson.id if lesson else lesson_id
    if lesson is None:
        raise NotFound
    return library.lesson_of_step(course_id, step_id)


def own(actor: Actor, question_id: UUID, *, writes: bool = True) -> Question:
    """Give a question of this actor's own; ``writes`` also asks whether she may still write in its cohort.

    Raises NotFound for anybody else's, NotAllowed when she may ask nowhere.
    """
    question = queries.question(question_id)
    if question is None:
        raise NotFound
    if writes:
        ensure(actor, Permission.QUESTION_ASK, scope_of(question))
    if question.person_id != actor.person_id:
        audit.record_refusal(actor, "access.refused", subject="question", permission=Permission.QUESTION_ASK.value)
        raise NotFound
    return question


def save_draft(*, actor: Actor, question_id: UUID, text: str) -> bool:
    """Keep her words while she types; gives False, and changes nothing, when the question was sent already."""
    question = own(actor, question_id)
    unsent = update(Question).where(Question.id == question.id, Question.status == Status.DRAFT.value)
    done = db.session.execute(
        unsent.values(text=_fitting(text)), execution_options={"synchronize_session": False, "preserve_rowcount": True}
    )
    db.session.refresh(question)
    return done.rowcount == 1


def send(*, actor: Actor, question_id: UUID, text: str) -> Question:
    """Send her question with these words, which may be none; sent again it stays as it was sent first."""
    question = own(actor, question_id)
    if question.status != Status.DRAFT:
        return question
    try:
        move(question, Move.SEND, Who.ASKER, me=actor.person_id, text=_fitting(text), sent_at=now())
    except TooLate:
        return question
    return question


def withdraw(*, actor: Actor, question_id: UUID) -> Question:
    """Take a sent question back within 24 hours. Raises RuleBroken later, and when it was never sent."""
    question = own(actor, question_id)
    if question.status == Status.WITHDRAWN:
        return question
    if not rules.is_in_time(question.sent_at, now()):
        raise RuleBroken(_("This was sent more than a day ago. Please call your teacher if it should go away."))
    move(question, Move.WITHDRAW, Who.ASKER, me=actor.person_id, withdrawn_at=now())
    return question


def restore(*, actor: Actor, question_id: UUID) -> Question:
    """Send a question after all that she took back within the last 24 hours. Raises RuleBroken later."""
    question = own(actor, question_id)
    if question.status not in {Status.WITHDRAWN, Status.DRAFT}:
        return question
    if not rules.is_in_time(question.withdrawn_at, now()):
        raise RuleBroken(_("You took this back more than a day ago. Please ask again at the step."))
    free = {"withdrawn_at": None, "claimed_by": None, "claimed_at": None}
    move(question, Move.RESTORE, Who.ASKER, me=actor.person_id, **free)
    return question


def reply(*, actor: Actor, question_id: UUID, client_id: UUID, text: str) -> Question:
    """Reply to what a lecturer asked back; the question waits again. The same ``client_id`` says it once.

    Raises RuleBroken when nothing was asked back, or it was answered meanwhile.
    """
    question = own(actor, question_id)
    if queries.message(question.id, client_id):
        return question
    try:
        move(question, Move.REPLY, Who.ASKER, me=actor.person_id, claimed_by=None, claimed_at=None)
    except RuleBroken:
        if queries.message(question.id, client_id):
            return question
        raise RuleBroken(
            _("Your teacher is not waiting for a reply any more. Please read what was answered.")
        ) from None
    message = {"question_id": question.id, "author_id": actor.person_id, "client_id": client_id}
    insert_once(Message, **message, kind=Kind.REPLY.value, text=_fitting(text))
    return question


def _fitting(text: str) -> str:
    words = rules.clean(text)
    if len(words) > rules.LONGEST:
        raise RuleBroken(_("Please write at most %(max)d letters.", max=rules.LONGEST))
    return words


def mine(person_id: UUID, *, limit: int = 10) -> list[Question]:
    """Give her latest questions, the latest first; what she never sent only for 30 days."""
    return list(db.session.scalars(queries.mine(person_id, now() - rules.DRAFT_SHOWN).limit(limit)))
