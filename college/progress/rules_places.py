"""One person's places in all lessons of a course, counted from her finished steps and today's texts: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from college.progress import rules
from college.progress.rules import Place


@dataclass(frozen=True)
class Fact:
    """A finished step: when, and the lesson that held it then."""

    step_id: str
    lesson_id: str
    done_at: datetime


def _unknown(_lesson_id: str, _step_id: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Texts:
    """The lessons of a course as they are taught today."""

    #: Lesson → its steps in order.
    steps: Mapping[str, Sequence[str]]
    #: An id that a lesson had before → its id today.
    known_as: Mapping[str, str] = field(default_factory=dict)
    #: (lesson, step) → the steps of the latest text of the lesson that had the step.
    held: Callable[[str, str], Sequence[str]] = _unknown

    @cached_property
    def holder(self) -> dict[str, str]:
        """Step → the lesson in which it stands."""
        return {step_id: lesson_id for lesson_id, step_ids in self.steps.items() for step_id in step_ids}

    def called(self, lesson_id: str) -> str:
        """Give the id of a lesson today, the same for one that is no longer taught."""
        return lesson_id if lesson_id in self.steps else self.known_as.get(lesson_id, lesson_id)


class Counting:
    """What one person has done in a course, by the lessons that hold it today."""

    def __init__(self, texts: Texts, facts: Iterable[Fact]) -> None:
        self.texts = texts
        #: Lesson → its finished steps; those that no lesson has any more count where they were done.
        self.done: dict[str, dict[str, datetime]] = {}
        #: Lesson → when she first finished a step in it, wherever that stands today.
        self.begun_at: dict[str, datetime] = {}
        #: Lessons that got a finished step from one that is no longer taught.
        self.heirs: set[str] = set()
        for fact in facts:
            self._add(fact)

    def _add(self, fact: Fact) -> None:
        there = self.texts.called(fact.lesson_id)
        here = self.texts.holder.get(fact.step_id, there)
        self.done.setdefault(here, {})[fact.step_id] = fact.done_at
        self.begun_at[there] = min(fact.done_at, self.begun_at.get(there, fact.done_at))
        if there not in self.texts.steps:
            self.heirs.add(here)

    def place(self, lesson_id: str, before: Place | None) -> Place | None:
        """Give her place in a lesson, None when she has not begun it; one that is not taught keeps what it had.

        A step that came from another lesson begins this one only when nothing of it is missing any more, or when
        the other one is gone.
        """
        steps, done = self.texts.steps.get(lesson_id), self.done.get(lesson_id, {})
        if not steps or (before is None and not self._has_begun(lesson_id, steps)):
            return before
        return recount(before, steps, done, lambda step_id: self.texts.held(lesson_id, step_id), self.begun_at.get(lesson_id))

    def _has_begun(self, lesson_id: str, steps: Sequence[str]) -> bool:
        done = self.done.get(lesson_id)
        is_hers = lesson_id in self.begun_at or lesson_id in self.heirs
        return bool(done) and (is_hers or all(step in done for step in steps))


def counted(texts: Texts, facts: Iterable[Fact], before: Mapping[str, Place]) -> dict[str, Place]:
    """Give all places that her finished steps prove, by lesson; ``before`` are those that are kept.

    What is finished stays finished, and she stays where she was last: a lesson that is called otherwise takes her
    place along, and whoever stood at a step that went to another lesson, with nothing left here, goes on there.
    """
    counting, carried = Counting(texts, facts), _carried(texts, before)
    places = {each: counting.place(each, carried.get(each)) for each in {*texts.steps, *carried}}
    for lesson_id, place in carried.items():
        there = texts.holder.get(place.current_step_id or "", lesson_id)
        left = places[lesson_id].current_step_id if lesson_id in texts.steps else None
        if there != lesson_id and left is None and there not in carried:
            stands = Place(place.current_step_id, place.seen_at, place.seen_at, None, 0)
            places[there] = counting.place(there, stands)
    return {lesson_id: place for lesson_id, place in places.items() if place is not None}


def _carried(texts: Texts, before: Mapping[str, Place]) -> dict[str, Place]:
    carried: dict[str, Place] = {}
    for lesson_id in sorted(before):
        today = texts.called(lesson_id)
        carried[today] = rules.together(carried.get(today), before[lesson_id])
    return carried


def recount(
    before: Place | None,
    steps: Sequence[str],
    done: Mapping[str, datetime],
    held: Callable[[str], Sequence[str]] = lambda _step_id: (),
    begun_at: datetime | None = None,
) -> Place:
    """Give the place that ``done`` proves; a later tap that ``before`` knows of still says where she is.

    ``held`` gives the steps of the latest text that had a step; ``begun_at`` is when she did a step here first.
    One of ``before`` and ``done`` must be there.
    """
    last = max(done, key=lambda step: (done[step], steps.index(step) if step in steps else -1), default=None)
    starts = [*done.values(), *([begun_at] if begun_at else []), *([before.started_at] if before else [])]
    place = before
    if last is not None and (before is None or before.seen_at < done[last]):
        place = Place(rules.after(steps, last, held(last), done), done[last], done[last], None, 0)
    current = place.current_step_id
    if current is not None and current not in steps:
        current = rules.next_living(steps, current, held(current), done)
    return replace(
        place,
        current_step_id=current,
        started_at=min(starts),
        finished_at=rules.finished_at(before.finished_at if before else None, steps, done),
        done_count=rules.count_done(steps, done),
    )
