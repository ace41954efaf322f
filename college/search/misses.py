"""What students looked for in vain: counted week by week without anybody's name, and gone through by lecturers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from college.accounts import service as accounts
from college.core.clock import today
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission, Reach, Scope
from college.search import queries, rules_misses
from college.search.rules_misses import State
from college.search.rules_words import normalised

#: Texts on one page of the list.
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """A text that was looked for in vain: how often in 12 months, from the week of which Monday to which day."""

    id: UUID
    text: str
    language: str
    count: int
    first_week: date
    last_on: date
    state: str


def note(*, actor: Actor, words: str, lang: str) -> bool:
    """Count a search of a learner that found nothing; False when nothing is kept of it.

    Only signed-in people count, and nobody who has not agreed that something is kept. Numbers, addresses and
    sentences are never kept, nor who searched.
    """
    text = rules_misses.kept(words)
    if actor.person_id is None or not actor.may_keep or text is None:
        return False
    day = today()
    queries.add_miss(text, lang, rules_misses.week_of(day), day)
    return True


def listed(*, actor: Actor, is_done: bool, page: int) -> Page:
    """Give one page of what was looked for in vain, most often first; items are `Line`. Raises NotAllowed.

    The list holds no place and no person, so every lecturer sees all of it.
    """
    ensure(actor, Permission.LESSON_CHECK, _anywhere(actor.reach(Permission.LESSON_CHECK)))
    states = (State.TAUGHT, State.UNNEEDED) if is_done else (State.OPEN,)
    found = page_of(queries.misses(states), page, SHOWN)
    ids = queries.miss_ids(found.items)
    lines = [Line(ids[each.text, each.language], *each) for each in found.items]
    return Page(lines, found.total, found.page, found.pages)


def mark(*, actor: Actor, miss_id: UUID, state: State) -> str:
    """Keep what a lecturer said about a text, and give the text. Safe to repeat. Raises NotAllowed, NotFound."""
    ensure(actor, Permission.LESSON_CHECK, _anywhere(actor.reach(Permission.LESSON_CHECK)))
    row = queries.miss(miss_id)
    if row is None:
        raise NotFound
    queries.mark_misses(row.text, row.language, state)
    return row.text


def forget(person_id: UUID) -> int:
    """Delete every kept text that names a person; give how many rows. Call it while her name is still known."""
    words = [normalised(word) for word in accounts.words_of(person_id)]
    return queries.forget_misses([word for word in words if len(word) > 1])


def _anywhere(reach: Reach) -> Scope:
    """Give a place at which this reach holds, for what belongs to no place; the college where it holds nowhere."""
    if reach.cohorts:
        return Scope(cohort=min(reach.cohorts))
    if reach.courses:
        return Scope(course=min(reach.courses))
    return Scope(district=min(reach.districts)) if reach.districts else Scope()
