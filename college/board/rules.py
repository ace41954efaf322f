"""The numbers of a cohort's board and who stands behind each of them, over plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from college.board.counting_shapes import CohortNumbers
from college.board.shapes import (
    BEHIND,
    MISSING,
    Course,
    CourseNumbers,
    Kind,
    Lesson,
    LessonNumbers,
    PersonRow,
    Show,
    StepCount,
    StuckAt,
    Summary,
)


def summary(rows: Sequence[PersonRow], courses: Sequence[Course], rates: Sequence[tuple[int, int]] = ()) -> Summary:
    """Count the people of a board. Every number of people is the length of the list that `chosen` gives for it.

    ``rates`` is (came, enrolled) of each held meeting, as of its day.
    """
    return Summary(
        numbers=cohort_numbers(rows, rates),
        courses=tuple(_course_numbers(rows, course) for course in courses),
        stuck_at=stuck_at(rows),
    )


def cohort_numbers(rows: Sequence[PersonRow], rates: Sequence[tuple[int, int]]) -> CohortNumbers:
    """Count what is told of a whole cohort; `CohortNumbers` says what each number means."""

    def people(kind: Kind) -> int:
        return len(chosen(rows, Show(kind)))

    return CohortNumbers(
        enrolled=len(rows),
        opened=people(Kind.OPENED),
        came=people(Kind.CAME),
        started=people(Kind.STARTED),
        finished=people(Kind.FINISHED),
        finished_one=people(Kind.FINISHED_ONE),
        practised=people(Kind.PRACTISED),
        shown=people(Kind.SHOWN),
        silent=people(Kind.STUCK),
        calling=people(Kind.CALLING),
        called=people(Kind.CALLED),
        asking=people(Kind.ASKING),
        open_questions=sum(row.deeds.open_questions for row in rows),
        lessons_finished=sum(row.lessons_finished for row in rows),
        meetings_held=len(rates),
        attendances=sum(came for came, _enrolled in rates),
        places=sum(enrolled for _came, enrolled in rates),
    )


def stuck_at(rows: Sequence[PersonRow]) -> tuple[StuckAt, ...]:
    """Give where the silent ones stand: the most people first, of as many those who stand there longest."""
    stands: dict[tuple[str, str, str], list[PersonRow]] = {}
    for row in chosen(rows, Show(Kind.STUCK)):
        if place := stuck_place(row):
            stands.setdefault(place, []).append(row)
    found = [_stuck_at(step_id, here) for (_course, _lesson, step_id), here in stands.items()]
    return tuple(sorted(found, key=lambda each: (-each.people, each.since, each.course.id, each.lesson.id, each.step_id)))


def _stuck_at(step_id: str, here: Sequence[PersonRow]) -> StuckAt:
    where = here[0].where
    number = where.lesson.number_of(step_id)
    title = where.lesson.steps[number - 1][1] if number else ""
    since = min(row.last_step_at for row in here)
    return StuckAt(where.course, where.lesson, step_id, number, title, len(here), since)


def stuck_place(row: PersonRow) -> tuple[str, str, str] | None:
    """Give (course id, lesson id, step) at which somebody was last, the step as `StuckAt` writes it; None for nowhere."""
    where = row.where
    if where is None:
        return None
    step_id = BEHIND if where.is_finished else standing_at(row, where.course.id, where.lesson) or ""
    return where.course.id, where.lesson.id, step_id


def _course_numbers(rows: Sequence[PersonRow], course: Course) -> CourseNumbers:
    return CourseNumbers(
        course=course,
        started=len(chosen(rows, Show(Kind.STARTED, course.id))),
        finished=len(chosen(rows, Show(Kind.FINISHED, course.id))),
        lessons=tuple(_lesson_numbers(rows, course, lesson) for lesson in course.lessons),
    )


def _lesson_numbers(rows: Sequence[PersonRow], course: Course, lesson: Lesson) -> LessonNumbers:
    stands = Counter(
        standing for row in rows if (standing := standing_at(row, course.id, lesson)) is not None
    )
    steps = [(step_id, number, title) for number, (step_id, title) in enumerate(lesson.steps, start=1)]
    steps += [(MISSING, None, ""), ("", None, "")]
    return LessonNumbers(
        lesson=lesson,
        started=len(chosen(rows, Show(Kind.STARTED, course.id, lesson.id))),
        finished=len(chosen(rows, Show(Kind.FINISHED, course.id, lesson.id))),
        at=tuple(StepCount(step_id, number, title, stands[step_id]) for step_id, number, title in steps if stands[step_id]),
    )


def standing_at(row: PersonRow, course_id: str, lesson: Lesson) -> str | None:
    """Give the step at which somebody stands in a lesson, '' for one that is gone, None when she is not in it.

    `MISSING` for whoever has kept the last step, but not all before it.
    """
    mark = row.marks.get((course_id, lesson.id))
    if mark is None or mark.is_finished:
        return None
    if mark.step_id is None:
        return MISSING
    return mark.step_id if lesson.number_of(mark.step_id) else ""


def chosen(rows: Sequence[PersonRow], show: Show, courses: Sequence[Course] = ()) -> list[PersonRow]:
    """Give the people whom a number of the board counts; ``courses`` are needed for places within one."""
    return [row for row in rows if _is_meant(row, show, courses)]


#: Who is meant by the numbers that ask nothing but the person.
_ASKED: dict[Kind, Callable[[PersonRow], object]] = {
    Kind.ALL: lambda row: True,
    Kind.OPENED: lambda row: row.member.has_opened,
    Kind.UNOPENED: lambda row: not row.member.has_opened,
    Kind.CAME: lambda row: row.deeds.times_there,
    Kind.NEVER_CAME: lambda row: not row.deeds.times_there,
    Kind.FINISHED_ONE: lambda row: row.lessons_finished,
    Kind.PRACTISED: lambda row: row.deeds.has_practised,
    Kind.SHOWN: lambda row: row.deeds.shown,
    Kind.CALLING: lambda row: row.is_calling,
    Kind.CALLED: lambda row: row.has_called,
    Kind.ASKING: lambda row: row.deeds.open_questions,
}


def _is_meant(row: PersonRow, show: Show, courses: Sequence[Course]) -> bool:
    if show.kind in _ASKED:
        return bool(_ASKED[show.kind](row))
    if show.kind in (Kind.STARTED, Kind.WAITING):
        return _began(row, show) == (show.kind is Kind.STARTED)
    if show.kind is Kind.FINISHED:
        return _ended(row, show)
    if show.kind is Kind.REACHED:
        return _reached(row, show, courses)
    if show.kind is Kind.STUCK:
        return row.is_stuck and (not show.lesson_id or stuck_place(row) == (show.course_id, show.lesson_id, show.step_id))
    if show.kind is Kind.THERE:
        return show.meeting_id in row.deeds.there_at
    if show.kind is Kind.ACTIVE:
        return show.week in row.deeds.active_in
    if show.kind is Kind.DONE:
        return show.week in row.done_in
    return _stands_at(row, show, courses)


def _reached(row: PersonRow, show: Show, courses: Sequence[Course]) -> bool:
    if show.lesson_id:
        return row.has_reached_lesson(show.course_id, show.lesson_id)
    if show.course_id:
        lessons = [lesson for course in courses if course.id == show.course_id for lesson in course.lessons]
        return bool(lessons) and all(row.has_reached_lesson(show.course_id, each.id) for each in lessons)
    return row.has_reached


def _stands_at(row: PersonRow, show: Show, courses: Sequence[Course]) -> bool:
    return any(
        standing_at(row, course.id, lesson) == show.step_id
        for course in courses
        if course.id == show.course_id
        for lesson in course.lessons
        if lesson.id == show.lesson_id
    )


def _began(row: PersonRow, show: Show) -> bool:
    if show.lesson_id:
        return (show.course_id, show.lesson_id) in row.marks
    if show.course_id:
        return any(course_id == show.course_id for course_id, _lesson in row.marks)
    return row.has_started


def _ended(row: PersonRow, show: Show) -> bool:
    if show.lesson_id:
        return row.has_finished_lesson(show.course_id, show.lesson_id)
    if show.course_id:
        return show.course_id in row.finished_courses
    return row.has_finished
