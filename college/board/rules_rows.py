"""The people of a board, each with her places and deeds, put together from plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from college.board.counting_shapes import Deeds
from college.board.shapes import Course, Mark, Member, PersonRow, Where
from college.board.weeks import NO_WEEKS, Weeks


@dataclass(frozen=True)
class Beside:
    """What a board knows beside its people's places.

    Whoever has begun, kept no step since ``quiet_since``, and has a lesson left that she neither finished nor showed in
    person is silent; whoever called for help at or after ``called_since`` has called; without a moment nobody is and has.
    """

    quiet_since: datetime | None = None
    called_since: datetime | None = None
    deeds: Mapping[UUID, Deeds] = field(default_factory=dict)
    weeks: Weeks = NO_WEEKS


def person_rows(
    members: Iterable[Member], courses: Sequence[Course], marks: Iterable[Mark], beside: Beside = Beside()
) -> list[PersonRow]:
    """Put each member together with her places in the cohort's living lessons, in the order of the members."""
    living = {(course.id, lesson.id) for course in courses for lesson in course.lessons}
    places: dict[UUID, dict[tuple[str, str], Mark]] = {}
    for mark in marks:
        if (mark.course_id, mark.lesson_id) in living:
            places.setdefault(mark.person_id, {})[mark.course_id, mark.lesson_id] = mark
    return [_person_row(member, courses, places.get(member.person_id, {}), beside) for member in members]


def _person_row(
    member: Member, courses: Sequence[Course], marks: dict[tuple[str, str], Mark], beside: Beside
) -> PersonRow:
    done = {key for key, mark in marks.items() if mark.is_finished}
    taught = [course for course in courses if course.lessons]
    finished = frozenset(
        course.id for course in taught if all((course.id, lesson.id) in done for lesson in course.lessons)
    )
    has_finished = bool(taught) and len(finished) == len(taught)
    deeds = beside.deeds.get(member.person_id, Deeds())
    reached = done | deeds.shown
    has_reached = bool(taught) and all((course.id, each.id) in reached for course in taught for each in course.lessons)
    last = max((mark.seen_at for mark in marks.values()), default=None)
    return PersonRow(
        member,
        marks,
        finished,
        has_finished,
        _where(courses, marks),
        is_stuck=_is_before(last, beside.quiet_since) and not has_reached,
        has_reached=has_reached,
        deeds=deeds,
        has_called=bool(deeds.called_at and beside.called_since) and not _is_before(deeds.called_at, beside.called_since),
        done_in=Counter(beside.weeks.key_of(mark.finished_at) for mark in marks.values() if mark.finished_at),
    )


def _is_before(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment < other


def _where(courses: Sequence[Course], marks: dict[tuple[str, str], Mark]) -> Where | None:
    """Give where she was last: of two lessons at the same moment the unfinished one, then the later one of the course."""
    places = [(course, lesson) for course in courses for lesson in course.lessons if (course.id, lesson.id) in marks]
    if not places:
        return None

    def when(number: int) -> tuple[datetime, bool, int]:
        mark = marks[places[number][0].id, places[number][1].id]
        return mark.seen_at, not mark.is_finished, number

    course, lesson = places[max(range(len(places)), key=when)]
    latest = marks[course.id, lesson.id]
    number = None if latest.is_finished else lesson.number_of(latest.step_id)
    return Where(course, lesson, number, latest.is_finished, latest.step_id is None and not latest.is_finished)
