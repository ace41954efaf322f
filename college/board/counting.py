"""What is read of other features for the numbers of cohorts: a fixed number of queries for each thousand people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from college.accounts import service as accounts
from college.board.counting_shapes import Deeds
from college.board.shapes import Course, Lesson, Mark
from college.board.weeks import Weeks
from college.library import service as library
from college.meetings import service as meetings
from college.progress import service as progress
from college.questions import service as questions


@dataclass(frozen=True)
class Facts:
    """What these people did in these courses and cohorts, as read at one moment."""

    opened: set[UUID]
    marks: dict[UUID, list[Mark]]
    practised: set[tuple[UUID, str]]
    shown: dict[UUID, list[tuple[str, str]]]
    calls: dict[tuple[UUID, str], datetime]
    asks: dict[tuple[UUID, UUID], int]
    times_there: dict[tuple[UUID, UUID], int]

    def deeds_of(self, cohort_id: UUID, person_id: UUID, courses: Sequence[Course]) -> Deeds:
        """Give what one person did as far as it belongs to a cohort with these courses."""
        living = {(course.id, lesson.id) for course in courses for lesson in course.lessons}
        calls = [self.calls[key] for course in courses if (key := (person_id, course.id)) in self.calls]
        return Deeds(
            times_there=self.times_there.get((cohort_id, person_id), 0),
            has_practised=any((person_id, course.id) in self.practised for course in courses),
            shown=frozenset(living.intersection(self.shown.get(person_id, ()))),
            open_questions=self.asks.get((cohort_id, person_id), 0),
            called_at=max(calls, default=None),
        )


def facts_of(
    *, cohort_ids: Collection[UUID], person_ids: Sequence[UUID], course_ids: Sequence[str], at: datetime
) -> Facts:
    """Read what these people did in these courses, and in these cohorts up to a moment."""
    people_and_courses = {"person_ids": person_ids, "course_ids": course_ids}
    shown: dict[UUID, list[tuple[str, str]]] = {}
    for each in progress.shown_by(**people_and_courses):
        shown.setdefault(each.person_id, []).append((each.course_id, each.lesson_id))
    return Facts(
        opened=accounts.ever_opened(person_ids),
        marks=marks_of(person_ids, course_ids),
        practised=progress.practised_by(**people_and_courses),
        shown=shown,
        calls=progress.last_calls(**people_and_courses),
        asks=questions.open_by_person(cohort_ids),
        times_there=meetings.times_at_held(cohort_ids=cohort_ids, at=at),
    )


def with_times(
    deeds: Mapping[UUID, Deeds], *, cohort_id: UUID, course_ids: Sequence[str], weeks: Weeks, at: datetime
) -> dict[UUID, Deeds]:
    """Add to what people did when they did it: in which weeks, and at which held meetings."""
    there = meetings.there_at(cohort_id=cohort_id, at=at)
    active: dict[UUID, set[str]] = {}
    spans = progress.active_spans(person_ids=list(deeds), course_ids=course_ids, edges=weeks.edges)
    for person_id, place in spans:
        active.setdefault(person_id, set()).add(weeks.key_at(place))
    return {
        person_id: replace(
            each, active_in=frozenset(active.get(person_id, ())), there_at=frozenset(there.get(person_id, ()))
        )
        for person_id, each in deeds.items()
    }


def marks_of(person_ids: Sequence[UUID], course_ids: Collection[str]) -> dict[UUID, list[Mark]]:
    """Give the places of these people in these courses, by person."""
    found: dict[UUID, list[Mark]] = {}
    for row in progress.cohort_progress(person_ids=person_ids, course_ids=course_ids):
        place = row.place
        found.setdefault(row.person_id, []).append(
            Mark(
                row.person_id,
                row.course_id,
                row.lesson_id,
                place.current_step_id,
                place.seen_at,
                place.finished_at is not None,
                place.finished_at,
            )
        )
    return found


def courses_of(course_ids: Collection[str], lang: str) -> list[Course]:
    """Give these courses with their lessons and steps, in this order: two queries, however many they are."""
    titles, lessons = library.titles_of(course_ids, lang), library.lessons_of(course_ids)
    return [
        Course(course_id, titles[course_id], tuple(_lesson(each, lang) for each in lessons[course_id]))
        for course_id in course_ids
        if course_id in titles
    ]


def _lesson(lesson: library.LessonView, lang: str) -> Lesson:
    text = lesson.in_language(lang)
    return Lesson(lesson.id, text.title, tuple((step.id, step.title) for step in text.steps))
