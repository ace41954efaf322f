"""Lets the invented lecturers raise questions to themes, and the product manager decide about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from college.accounts import service as accounts
from college.demo.asked import Asked, Collected, Decided
from college.demo.asking import Story
from college.demo.history import moment
from college.feedback import service as feedback

#: A lecturer raises a question soon after she answered it.
RAISED_AFTER = timedelta(minutes=20)


@dataclass
class Themes:
    """The themes that are to be, and the ids of those that are."""

    collected: Mapping[str, Collected]
    id_of: dict[str, UUID] = field(default_factory=dict)


def plan_themes(
    story: Story, collected: Iterable[Collected], asked: Iterable[Asked], *, last_said: Mapping[str, datetime], manager: UUID
) -> None:
    """Plan what is raised when, and every decision; afterwards the lecturers look at one of the marked lessons."""
    themes = Themes({each.key: each for each in collected})
    for each in asked:
        if each.theme:
            at = moment(each.raised, story.now) if each.raised else last_said[each.key] + RAISED_AFTER
            story.at(at, partial(_raise, story, themes, each))
    for theme in themes.collected.values():
        for number, decided in enumerate(theme.decided):
            story.at(moment(decided.when, story.now), partial(_decide, themes, theme.key, number, decided, manager))
    lecturers = [each.lecturer for each in story.standing.values()]
    story.at(story.now - timedelta(days=1), partial(_check_one, lecturers[0]))


def _raise(story: Story, themes: Themes, asked: Asked) -> None:
    wanted = themes.collected[asked.theme]
    evidence = feedback.raise_question(
        actor=accounts.actor_for(story.standing[asked.district].lecturer),
        question_id=story.question_of[asked.key],
        to=themes.id_of.get(wanted.key) or feedback.NewTheme(wanted.feature, wanted.title),
        excerpt=asked.excerpt or asked.text,
    )
    themes.id_of[wanted.key] = evidence.theme_id


def _decide(themes: Themes, key: str, number: int, decided: Decided, manager: UUID) -> None:
    before = themes.collected[key].decided[number - 1].to if number else feedback.Status.NEW
    feedback.move(
        actor=accounts.actor_for(manager),
        theme_id=themes.id_of[key],
        client_id=uuid5(NAMESPACE_URL, f"{key} {number}"),
        seen=feedback.Status(before),
        to=feedback.Status(decided.to),
        sentence=decided.sentence,
    )


def _check_one(lecturer: UUID) -> None:
    actor = accounts.actor_for(lecturer)
    marked = feedback.to_check(actor=actor, page=1, lang="zh").items
    if marked:
        feedback.check_lesson(actor=actor, check_id=marked[0].check.id)
