"""What the product manager does: move a theme, with a sentence for the people; closing it brings the answer back."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.core import audit
from college.core.clock import now
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission
from college.feedback import queries, rules
from college.feedback.models import Theme, ThemeMove
from college.feedback.rules import Status
from college.feedback.rules_anonymous import plain
from college.feedback.telling import mark_lessons, tell_everybody


def move(*, actor: Actor, theme_id: UUID, client_id: UUID, seen: Status, to: Status, sentence: str) -> ThemeMove:
    """Move a theme from the status that she had before her to another one; the same ``client_id`` moves once.

    Changed and explained tell everybody who asked, once, and mark the lessons that show the feature.
    Raises NotFound, RuleBroken when somebody moved it meanwhile, for a move that the table does not know, or for
    a sentence that is too short or too long.
    """
    ensure(actor, Permission.THEME_DECIDE, COLLEGE)
    theme = queries.theme(theme_id, lock=True)
    if theme is None:
        raise NotFound
    known = queries.move(theme_id, client_id)
    if known:
        return known
    _refuse_unfit(theme, seen, to)
    return _move(actor, theme, client_id, to, fit_sentence(sentence))


def _refuse_unfit(theme: Theme, seen: Status, to: Status) -> None:
    before = Status(theme.status)
    if before != seen:
        raise RuleBroken(_("This theme was moved meanwhile. Please look at it once more."))
    if not rules.may_move(before, to):
        raise RuleBroken(_("A theme cannot go this way. Please choose one of the ways that its page offers."))


def fit_sentence(sentence: str) -> str:
    """Give the sentence as it is kept, on one line. Raises RuleBroken when it is too short or too long."""
    words = " ".join(plain(sentence).split())
    if not rules.SENTENCE_SHORTEST <= len(words) <= rules.SENTENCE_LONGEST:
        raise RuleBroken(
            _(
                "Please write a sentence of %(min)d to %(max)d letters for the people.",
                min=rules.SENTENCE_SHORTEST,
                max=rules.SENTENCE_LONGEST,
            )
        )
    return words


def _move(actor: Actor, theme: Theme, client_id: UUID, to: Status, sentence: str) -> ThemeMove:
    made = ThemeMove(
        id=new_id(),
        theme_id=theme.id,
        client_id=client_id,
        from_status=theme.status,
        to_status=to.value,
        sentence=sentence,
        moved_by=actor.person_id,
        moved_at=now(),
    )
    theme.status = to.value
    db.session.add(made)
    told = marked = 0
    if rules.is_closed(to):
        theme.closed_at = made.moved_at
        db.session.flush()
        told, marked = tell_everybody(theme, sentence), mark_lessons(theme)
    db.session.flush()
    audit.record(actor, "theme.move", subject=f"theme:{theme.id}", to=to.value, told=told, lessons=marked)
    return made
