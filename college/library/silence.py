"""Which steps are spoken, which say other words since and which are silent: for whoever records them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from college.core.guard import ensure_somewhere
from college.core.permissions import Actor, Permission
from college.library import queries, queries_recordings, views
from college.library.spoken import spoken_hash, spoken_text
from college.library.texts import LessonView


class Sounding(StrEnum):
    """How it stands with a step: it has a recording, one of other words, or none."""

    SPOKEN = "spoken"
    STALE = "stale"
    SILENT = "silent"


@dataclass(frozen=True)
class StepLine:
    """One step; ``number`` counts from 1, ``seconds`` are None where nothing is heard."""

    id: str
    number: int
    title: str
    state: Sounding
    seconds: float | None


@dataclass(frozen=True)
class LessonLines:
    """A lesson with its steps."""

    lesson: LessonView
    title: str
    steps: list[StepLine]

    def count(self, state: str) -> int:
        """Count the steps that stand so."""
        return sum(step.state == state for step in self.steps)


def of_course(*, actor: Actor, course_id: str, lang: str) -> list[LessonLines]:
    """Give the lessons of a course with how it stands with each step: two queries. Raises NotAllowed."""
    ensure_somewhere(actor, Permission.RECORDING_KEEP)
    return _lines(views.lessons(course_id), lang, queries_recordings.living(lang, course_id))


def of_all(*, actor: Actor, lang: str) -> dict[str, list[LessonLines]]:
    """Give the same of every published course by its id. Raises NotAllowed."""
    ensure_somewhere(actor, Permission.RECORDING_KEEP)
    found: dict[str, list[LessonLines]] = {row.id: [] for row in queries.published_courses()}
    for line in _lines(views.lessons(), lang, queries_recordings.living(lang)):
        found.setdefault(line.lesson.course_id, []).append(line)
    return found


def next_silent(lines: Sequence[LessonLines], lesson_id: str, step_id: str) -> tuple[str, str] | None:
    """Give (lesson, step) of the next one that is not spoken, after this step and then from the beginning."""
    flat = [(line.lesson.id, step.id, step.state) for line in lines for step in line.steps]
    here = next((at for at, each in enumerate(flat) if each[:2] == (lesson_id, step_id)), -1)
    waiting = [each[:2] for each in (*flat[here + 1 :], *flat[: max(here, 0)]) if each[2] != Sounding.SPOKEN]
    return waiting[0] if waiting else None


def _lines(lessons: list[LessonView], lang: str, living: Sequence) -> list[LessonLines]:
    heard = {(row.course_id, row.step_id): row for row in living}
    found = []
    for lesson in lessons:
        text = lesson.in_language(lang)
        steps = []
        for number, step in enumerate(text.steps, start=1):
            row = heard.get((lesson.course_id, step.id))
            is_fresh = row is not None and row.spoken_hash == spoken_hash(spoken_text(step, lang))
            state = Sounding.SILENT if row is None else Sounding.SPOKEN if is_fresh else Sounding.STALE
            steps.append(StepLine(step.id, number, step.title, state, row.seconds if row else None))
        found.append(LessonLines(lesson, text.title, steps))
    return found
