"""Decisions about a student's place and share of a lesson, over plain values: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from college.core.waiting import happened_at as happened_at


class State(StrEnum):
    """How far a student is in a lesson; each one is also told in words, never by colour alone."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    FINISHED = "finished"


@dataclass(frozen=True)
class Place:
    """Where a student is in one lesson: the values of a `LessonProgress` row without its keys.

    ``current_step_id`` is empty after the lesson's last step.
    """

    current_step_id: str | None
    started_at: datetime
    seen_at: datetime
    finished_at: datetime | None
    done_count: int


def following(steps: Sequence[str], step: str) -> str | None:
    """Give the step after ``step``, or None when it is the last or not in the lesson."""
    if step not in steps:
        return None
    index = steps.index(step) + 1
    return steps[index] if index < len(steps) else None


def after(steps: Sequence[str], step: str, held: Sequence[str], done: Collection[str]) -> str | None:
    """Give the step after ``step``, wherever it stood; ``held`` and ``done`` as in `next_living`."""
    return following(steps, step) if step in steps else next_living(steps, step, held, done)


def next_living(steps: Sequence[str], gone: str, held: Sequence[str], done: Collection[str]) -> str | None:
    """Give where somebody goes on whose step the lesson has no longer, None behind its last step.

    ``held`` are the steps of the latest text that had it, in order. What follows its nearest living predecessor today
    stands in its place, unless she has done that; then the nearest living step that followed it; else what is missing.
    """
    missing = next((step for step in steps if step not in done), None)
    if gone not in held:
        return missing
    at = held.index(gone)
    before = next((each for each in reversed(held[:at]) if each in steps), None)
    found = following(steps, before) if before else next(iter(steps), None)
    if found and found not in done:
        return found
    return next((each for each in held[at + 1 :] if each in steps), missing)


def moved(
    place: Place | None,
    steps: Sequence[str],
    step: str,
    at: datetime,
    done: Mapping[str, datetime],
    held: Sequence[str] = (),
) -> Place:
    """Give the place after ``step`` was kept at ``at``.

    ``steps`` are the lesson's living steps in order, ``done`` her finished ones with their times, ``step`` included.
    ``held`` as in `next_living`, for a step that the lesson has no longer.
    The result does not depend on the order in which kept steps arrive: the one that happened last says where she is.
    """
    goes_on = after(steps, step, held, done)
    here = replace(place) if place else Place(goes_on, at, at, None, 0)
    if place and _is_later(place, steps, step, at):
        here = replace(here, current_step_id=goes_on, seen_at=at)
    return replace(
        here,
        started_at=min(here.started_at, at),
        finished_at=finished_at(here.finished_at, steps, done),
        done_count=count_done(steps, done),
    )


def _is_later(place: Place, steps: Sequence[str], step: str, at: datetime) -> bool:
    """Say whether the tap came after the last kept one; of two at the same moment the further step wins."""
    if at != place.seen_at:
        return at > place.seen_at
    current = place.current_step_id
    return current is not None and (current not in steps or step in steps[steps.index(current) :])


def finished_at(before: datetime | None, steps: Sequence[str], done: Mapping[str, datetime]) -> datetime | None:
    """Give when the lesson was finished first: when its last missing step was done.

    What is finished stays finished when the lesson gets a new step.
    """
    if not steps or any(step not in done for step in steps):
        return before
    completed = max(done[step] for step in steps)
    return completed if before is None else min(before, completed)


def count_done(steps: Collection[str], done: Collection[str]) -> int:
    """Count the living steps that are done."""
    return sum(1 for step in steps if step in done)


def share(steps: Collection[str], done: Collection[str]) -> float:
    """Give the part of the living steps that are done, from 0.0 to 1.0; a lesson without steps counts as 0.0."""
    return count_done(steps, done) / len(steps) if steps else 0.0


def resume_step(
    steps: Sequence[str], done: Collection[str], current: str | None, held: Sequence[str] = ()
) -> str | None:
    """Give the step at which she goes on, or None when the lesson has no step.

    Her own place first; where that is gone, `next_living` by the text that ``held`` it. Behind the last step: the
    first that is missing, and when nothing is missing, the beginning.
    """
    if current in steps:
        return current
    found = next_living(steps, current, held, done) if current else None
    return found or next((step for step in steps if step not in done), steps[0] if steps else None)


def together(first: Place | None, second: Place | None) -> Place | None:
    """Give one place out of two: the later tap says where she is, the earlier end when she was through."""
    if first is None or second is None:
        return first or second
    later = first if first.seen_at >= second.seen_at else second
    ends = [each.finished_at for each in (first, second) if each.finished_at]
    return replace(
        later,
        started_at=min(first.started_at, second.started_at),
        finished_at=min(ends, default=None),
        done_count=max(first.done_count, second.done_count),
    )


def state(place: Place | None) -> State:
    """Say how far she is; no place means that she has kept nothing yet."""
    if place is None:
        return State.NOT_STARTED
    return State.FINISHED if place.finished_at else State.STARTED


def next_lesson(lessons: Sequence[str], finished: Collection[str], after: str | None = None) -> str | None:
    """Give the lesson to go on with: the first unfinished one after ``after``, else the first unfinished, else None."""
    start = lessons.index(after) + 1 if after in lessons else 0
    return next((lesson for lesson in [*lessons[start:], *lessons[:start]] if lesson not in finished), None)
