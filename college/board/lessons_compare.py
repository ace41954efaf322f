"""A lesson in the days before a new text and in the days since, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from college.board import rules_lessons as rules
from college.board.lessons_facts import Told
from college.board.shapes_lessons import Compared, Comparison, Edition, Weeks
from college.library import service as library
from college.library.service import LessonView, StepText
from college.progress import service as progress
from college.progress.service import Span

#: Published texts from which one may choose, the newest first.
OFFERED = 20


@dataclass(frozen=True)
class Change:
    """A new text of a lesson with the one before, and the spans of days around it."""

    edition: library.Edition
    before: LessonView
    after: LessonView
    since: datetime
    until: datetime
    days: int
    others: int

    @property
    def step_ids(self) -> tuple[str, ...]:
        """The steps that both texts have, in the order of the new one."""
        return tuple(each for each in self.after.step_ids if each in self.before.step_ids)

    def spans(self) -> list[Span]:
        """Give the spans in which each of these steps, and the lesson, is measured."""
        course, lesson, at = self.after.course_id, self.after.id, self.edition.published_at
        sides = (("before", self.since, at), ("since", at, self.until))
        return [
            Span(f"{side}/{step}", course, lesson, (step,), begin, end)
            for side, begin, end in sides
            for step in self.step_ids
        ]

    def place_spans(self) -> list[Span]:
        """Give the two spans in which people's places are looked at."""
        course, lesson, at = self.after.course_id, self.after.id, self.edition.published_at
        return [Span("before", course, lesson, (), self.since, at), Span("since", course, lesson, (), at, self.until)]


def change_of(lesson: LessonView, asked: int, now: datetime) -> tuple[Change | None, list[Edition]]:
    """Give the change that was asked for by the number of its text, else the last; and those from which to choose.

    None where the text was published once only.
    """
    listed = library.editions(lesson.course_id, lesson.id, 1, OFFERED).items
    offered = [Edition(each.number, each.published_at) for each in listed if each.number > 1]
    chosen = next((each for each in listed if each.number == asked and asked > 1), None) or next(
        (each for each in listed if each.number > 1), None
    )
    if chosen is None:
        return None, offered
    since, until, days = rules.spans_around(chosen.published_at, now)
    others = [each for each in listed if each.number != chosen.number and since <= each.published_at < until]
    views = [library.edition_view(lesson.course_id, lesson.id, number) for number in (chosen.number - 1, chosen.number)]
    return Change(chosen, *views, since, until, days, len(others)), offered


def compared(change: Change, told: Told, lang: str) -> Comparison:
    """Put both spans of a change side by side for one group of people."""
    steps = [_compared(change, told, step, lang) for step in change.step_ids]
    both = set(change.step_ids)
    return Comparison(
        number=change.edition.number,
        published_at=change.edition.published_at,
        why=change.edition.why,
        days_since=change.days,
        steps=tuple(steps),
        added=len(set(change.after.step_ids) - both),
        removed=len(set(change.before.step_ids) - both),
        others=change.others,
    )


def _compared(change: Change, told: Told, step_id: str, lang: str) -> Compared:
    text = change.after.in_language(lang).step(step_id)
    before, since = (_weeks(change, told, side, step_id) for side in ("before", "since"))
    return Compared(
        number=change.after.step_ids.index(step_id) + 1,
        title=text.title if text else step_id,
        is_changed=_is_changed(change, step_id),
        before=before,
        since=since,
        proves_nothing=rules.proves_nothing(before.reached, since.reached),
    )


def _weeks(change: Change, told: Told, side: str, step_id: str) -> Weeks:
    name = f"{side}/{step_id}"
    reached = told.measured(name, lambda each: each.reached)
    too_early = side == "since" and change.days < progress.STOPPED_AFTER.days
    stopped = told.placed(side, lambda each: each.stopped.get(step_id, 0))
    return Weeks(
        reached=reached,
        finished=rules.rate(told.measured(name, lambda each: each.finished), reached),
        wrong=rules.rate(told.measured(name, lambda each: each.wrong_people), reached),
        helped=rules.rate(told.measured(name, lambda each: each.helped), reached),
        stopped=None if too_early else rules.rate(stopped, reached),
        questions=told.asked(name, lambda each: each.questions),
    )


def _is_changed(change: Change, step_id: str) -> bool:
    return any(
        _for_students(change.before, lang, step_id) != _for_students(change.after, lang, step_id) for lang in ("zh", "en")
    )


def _for_students(view: LessonView, lang: str, step_id: str) -> StepText | None:
    text = view.texts.get(lang)
    step = text.step(step_id) if text else None
    return replace(step, teacher_html=Markup("")) if step else None
