"""Moving a question from one status to the next: each move once, and nobody's work lost to another's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from college.accounts import service as accounts
from college.core.clock import now
from college.core.db import db
from college.core.errors import RuleBroken
from college.questions import rules
from college.questions.models import Question
from college.questions.rules import Move, Status, Who


class TooLate(RuleBroken):
    """Somebody else moved the question since it was looked at; ``sentence`` says what happened meanwhile."""


def move(
    question: Question, made: Move, who: Who, *, me: UUID | None, seen: int | None = None, **changes: Any
) -> None:
    """Move a question for ``me``, if nobody moved it since version ``seen`` (None: since it was read just now).

    Raises TooLate when somebody was quicker, RuleBroken when the table does not know such a move.
    """
    version = question.version if seen is None else seen
    if version != question.version:
        raise TooLate(what_happened(question, me))
    before = Status(question.status)
    target = rules.after(made, before, who)
    if target is None:
        raise RuleBroken(what_happened(question, me))
    here = update(Question).where(
        Question.id == question.id, Question.status == before.value, Question.version == version
    )
    done = db.session.execute(
        here.values(status=target.value, version=version + 1, **changes),
        execution_options={"synchronize_session": False, "preserve_rowcount": True},
    )
    db.session.refresh(question)
    if done.rowcount != 1:
        raise TooLate(what_happened(question, me))


def refuse_anothers(question: Question, me: UUID | None) -> None:
    """Raise RuleBroken with her name when another lecturer has taken the question on."""
    held = rules.Held(question.claimed_by, question.claimed_at)
    if rules.is_anothers(Status(question.status), held, me, now()):
        raise RuleBroken(what_happened(question, me))


def what_happened(question: Question, me: UUID | None) -> str:
    """Say to a lecturer where the question is now and what she can do."""
    status = Status(question.status)
    if question.claimed_by == me and status in {Status.CLAIMED, Status.ASKED_BACK, Status.ANSWERED}:
        return _("You have changed this question in another window. Please look at it once more.")
    name = _name_of(question.claimed_by)
    return {
        Status.DRAFT: _("This question has not been sent yet."),
        Status.WAITING: _("This question waits again. Please look at it once more."),
        Status.CLAIMED: _("%(name)s has taken this question on. Please speak with her before you answer.", name=name),
        Status.ASKED_BACK: _("%(name)s has asked back. The student is to reply first.", name=name),
        Status.ANSWERED: _("%(name)s has answered meanwhile. Please read that answer first.", name=name),
        Status.WITHDRAWN: _("The student has taken this question back. Nothing is to be done."),
    }[status]


def _name_of(person_id: UUID | None) -> str:
    person = accounts.people_by_ids([person_id]).get(person_id) if person_id else None
    return person.name if person and person.name else _("A colleague")
