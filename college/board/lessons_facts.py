"""What was counted of lessons, by part of the people, and put together for one group as it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from college.board import rules_lessons as rules
from college.board.shapes_lessons import EVERYBODY, MINE, Group, GroupNumbers, Number, StepNumbers
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort
from college.core.permissions import Actor, Permission
from college.progress import service as progress
from college.progress.service import Measured, Places, Span
from college.questions import service as questions
from college.questions.service import Asked

T = TypeVar("T")

NO_PLACES = Places(0, 0, {})


@dataclass(frozen=True)
class Facts:
    """What was counted, by (name of a span, part of the people); sizes by (course, part)."""

    sizes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    measured: Mapping[tuple[str, str], Measured] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Places] = field(default_factory=dict)
    asked: Mapping[tuple[str, str], Asked] = field(default_factory=dict)


class Told:
    """The facts of one group of people: of her own cohorts exactly, of all others as `rules_lessons.shown` tells."""

    def __init__(self, facts: Facts, group: str) -> None:
        self.facts = facts
        self.part = cohorts.MINE if group in (EVERYBODY, MINE) else group
        self.with_others = group == EVERYBODY

    def people(self, course_id: str) -> Number:
        """Give how many are in the group's cohorts today."""
        return self._told(self.facts.sizes, course_id, 0, int)

    def placed(self, name: str, of: Callable[[Places], int]) -> Number:
        """Give a number of people by their places."""
        return self._told(self.facts.places, name, NO_PLACES, of)

    def measured(self, name: str, of: Callable[[Measured], int], people: Callable[[Measured], int] | None = None) -> Number:
        """Give a number of what happened; ``people`` gives those behind it where it counts taps or calls."""
        return self._told(self.facts.measured, name, Measured(), of, people)

    def asked(self, name: str, of: Callable[[Asked], int]) -> Number:
        """Give a number of questions."""
        return self._told(self.facts.asked, name, Asked(), of, lambda each: each.people)

    def step(self, name: str, lesson: str, stopped: Callable[[Places], int]) -> StepNumbers:
        """Give everything that happened at the steps of a span; ``stopped`` counts those among the lesson's places."""
        return StepNumbers(
            reached=self.measured(name, lambda each: each.reached),
            finished=self.measured(name, lambda each: each.finished),
            stopped=self.placed(lesson, stopped),
            wrong_taps=self.measured(name, lambda each: each.wrong_taps, lambda each: each.wrong_people),
            wrong_people=self.measured(name, lambda each: each.wrong_people),
            help_calls=self.measured(name, lambda each: each.help_calls, lambda each: each.helped),
            helped=self.measured(name, lambda each: each.helped),
            questions=self.asked(name, lambda each: each.questions),
            answered=self.asked(name, lambda each: each.answered),
        )

    def lesson(self, group: Group, course_id: str, name: str) -> GroupNumbers:
        """Give a whole lesson in this group."""
        return GroupNumbers(
            group=group,
            people=self.people(course_id),
            started=self.placed(name, lambda each: each.started),
            finished=self.placed(name, lambda each: each.finished),
            stopped=self.placed(name, all_stopped),
            wrong_people=self.measured(name, lambda each: each.wrong_people),
            help_calls=self.measured(name, lambda each: each.help_calls, lambda each: each.helped),
            questions=self.asked(name, lambda each: each.questions),
            answered=self.asked(name, lambda each: each.answered),
        )

    def _told(
        self,
        found: Mapping[tuple[str, str], T],
        name: str,
        none: T,
        of: Callable[[T], int],
        people: Callable[[T], int] | None = None,
    ) -> Number:
        mine = of(found.get((name, self.part), none))
        if not self.with_others:
            return rules.shown(mine)
        others = found.get((name, cohorts.OTHERS), none)
        return rules.shown(mine, of(others), people(others) if people else None)


def all_stopped(places: Places) -> int:
    """Count who stopped in a lesson, at whatever step."""
    return sum(places.stopped.values())


def her_cohorts(actor: Actor, permission: Permission = Permission.BOARD_VIEW) -> list[Cohort]:
    """Give the cohorts whose boards she may see, or take out, the latest first."""
    return cohorts.visible_cohorts(actor, permission)


def gather(
    spans: Sequence[Span], place_spans: Sequence[Span], mine: Collection[UUID], with_others: Collection[str]
) -> Facts:
    """Count everything in these spans: seven queries, however many cohorts, people, steps and questions."""
    course_ids = sorted({each.course_id for each in [*spans, *place_spans]})
    people = cohorts.people_parts(course_ids, mine, with_others=with_others)
    classes = cohorts.cohort_parts(course_ids, mine, with_others=with_others)
    if people is None or classes is None:
        return Facts()
    steps = [(each.name, each.course_id, step, each.since, each.until) for each in spans for step in each.step_ids]
    return Facts(
        cohorts.part_sizes(people),
        progress.measured(spans, people),
        progress.places(spans=place_spans, parts=people),
        questions.asked_at(steps, classes),
    )
