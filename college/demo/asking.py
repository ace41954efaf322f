"""Lets the invented students ask and their lecturers answer: each thing at its own moment, through the services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from college.accounts import service as accounts
from college.core.clock import freeze
from college.core.permissions import Actor
from college.demo.asked import COURSE, Asked, Said
from college.demo.history import moment, span
from college.notices import service as notices
from college.progress import service as progress
from college.questions import service as questions

#: Of a hundred who reach a step so many tap 我不会，帮帮我 and then go on without a question; twice as many where it is hard.
CALLS_IN_HUNDRED = 2
#: What was told so long ago has been read.
READ_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Standing:
    """A district's people: its lecturer, whose card is shown, and who stood at which step since when."""

    lecturer: UUID
    shown: UUID
    reached: Mapping[UUID, Mapping[str, datetime]]


@dataclass
class Story:
    """What is going to happen, in the order of its moments, and what came of it so far."""

    now: datetime
    standing: Mapping[str, Standing]
    lesson_of: Mapping[str, str]
    dice: Random
    happens: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)
    asker_of: dict[str, UUID] = field(default_factory=dict)
    question_of: dict[str, UUID] = field(default_factory=dict)

    def at(self, moment_: datetime, act: Callable[[], object]) -> None:
        """Have something happen at a moment, but never later than now."""
        self.happens.append((min(moment_, self.now), act))

    def tell(self) -> None:
        """Let everything happen, the earliest first."""
        for moment_, act in sorted(self.happens, key=lambda each: each[0]):
            with freeze(moment_):
                act()
        self.happens.clear()


def plan_questions(story: Story, asked: Iterable[Asked]) -> dict[str, datetime]:
    """Plan every question with what is said about it; give when the last word about each was said."""
    often: Counter[UUID] = Counter()
    return {each.key: _plan(story, each, often) for each in asked}


def _plan(story: Story, asked: Asked, often: Counter[UUID]) -> datetime:
    when, lecturer = moment(asked.when, story.now), story.standing[asked.district].lecturer
    story.asker_of[asked.key] = _asker(story, asked, when, often)
    story.at(when, partial(_ask, story, asked))
    for number, said in enumerate(asked.said):
        when += span(said.later)
        story.at(when, partial(_say, story, asked, said, number))
    if asked.claimed:
        story.at(when + span(asked.claimed), partial(_claim, story, asked, lecturer))
    if asked.withdrawn:
        story.at(when + span(asked.withdrawn), partial(_withdraw, story, asked))
    return when


def _asker(story: Story, asked: Asked, when: datetime, often: Counter[UUID]) -> UUID:
    """Choose one who stood at the step by then, of those who have asked least."""
    standing = story.standing[asked.district]
    there = [each for each, reached in standing.reached.items() if asked.step in reached and reached[asked.step] <= when]
    fewest = min(often[each] for each in there)
    found = story.dice.choice([each for each in there if often[each] == fewest])
    chosen = standing.shown if asked.is_shown and standing.shown in there else found
    often[chosen] += 1
    return chosen


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, " ".join(map(str, parts)))


def _ask(story: Story, asked: Asked) -> None:
    actor = accounts.actor_for(story.asker_of[asked.key])
    text = asked.text.format(name=actor.name)
    step = {"course_id": COURSE, "lesson_id": story.lesson_of[asked.step], "step_id": asked.step}
    question = questions.call(actor=actor, client_id=_id(asked.key), **step)
    story.question_of[asked.key] = question.id
    questions.send(actor=actor, question_id=question.id, text=text)


def _say(story: Story, asked: Asked, said: Said, number: int) -> None:
    question_id, client_id = story.question_of[asked.key], _id(asked.key, number)
    what = {"question_id": question_id, "client_id": client_id, "text": said.text}
    if said.kind == "reply":
        questions.reply(actor=accounts.actor_for(story.asker_of[asked.key]), **what)
        return
    lecturer = accounts.actor_for(story.standing[asked.district].lecturer)
    what["seen"] = questions.by_ids([question_id])[question_id].version
    if said.kind == "ask_back":
        questions.ask_back(actor=lecturer, **what)
    else:
        alike = [story.question_of[key] for key in said.together]
        questions.answer(actor=lecturer, link_step=said.link, together=alike, **what)


def _claim(story: Story, asked: Asked, lecturer: UUID) -> None:
    questions.claim(actor=accounts.actor_for(lecturer), question_id=story.question_of[asked.key])


def _withdraw(story: Story, asked: Asked) -> None:
    actor = accounts.actor_for(story.asker_of[asked.key])
    questions.withdraw(actor=actor, question_id=story.question_of[asked.key])


def call_without_asking(story: Story, helpers: Mapping[str, UUID], hard: Iterable[str]) -> None:
    """Keep the calls for help of those who then got on alone, or whom a helper beside them helped."""
    is_hard = frozenset(hard)
    for district, standing in story.standing.items():
        for person_id, reached in standing.reached.items():
            for step_id, at in reached.items():
                likely = CALLS_IN_HUNDRED * (2 if step_id in is_hard else 1)
                if story.dice.randrange(100) < likely and at <= story.now:
                    called_by = helpers.get(district) if story.dice.random() < 0.3 else None
                    story.at(at, partial(_call, story, person_id, step_id, called_by))


def _call(story: Story, person_id: UUID, step_id: str, called_by: UUID | None) -> None:
    progress.call_help(
        person_id=person_id,
        client_id=_id(person_id, step_id),
        course_id=COURSE,
        lesson_id=story.lesson_of[step_id],
        step_id=step_id,
        called_by=called_by,
    )


def read_what_is_old(story: Story) -> None:
    """Put away what everybody but the shown students was told days ago, as if they had read it."""
    shown = {each.shown for each in story.standing.values()}
    for person_id in sorted({*story.asker_of.values()} - shown):
        for notice in notices.unread(person_id):
            if notice.created_at < story.now - READ_AFTER:
                with freeze(min(notice.created_at + timedelta(hours=9), story.now)):
                    notices.read(actor=Actor(person_id=person_id), notice_id=notice.id)
