"""A cohort's board: one reading of its people and their places, for the page and for the export alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.accounts import service as accounts
from college.board import export, rules
from college.board.shapes import Course, Kind, Lesson, Mark, Member, PersonRow, Show, Summary
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.errors import NotFound
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.progress import service as progress


@dataclass(frozen=True)
class Board:
    """A cohort with its people, its courses and the numbers of both."""

    cohort: cohorts.Cohort
    courses: list[Course]
    rows: list[PersonRow]
    summary: Summary


@dataclass(frozen=True)
class Today:
    """What a start page says of a cohort: its people, cards never opened, and who is stuck, the longest first.

    The rows of ``stuck`` carry no names.
    """

    cohort: cohorts.Cohort
    enrolled: int
    unopened: int
    stuck: list[PersonRow]


def board_of(actor: Actor, permission: Permission, cohort_id: UUID, lang: str) -> Board:
    """Give the board of a cohort over which the actor holds the permission, with titles in ``lang``."""
    cohort = cohorts.cohort_for(actor, permission, cohort_id)
    courses = _courses(cohorts.cohort_courses(cohort_id), lang)
    people = [person for _enrollment, person in cohorts.enrolled(cohort_id)]
    members = _members(people)
    marks = _marks([person.id for person in people], [course.id for course in courses])
    rows = rules.person_rows(members, courses, marks, quiet_since())
    return Board(cohort, courses, rows, rules.summary(rows, courses))


def quiet_since() -> datetime:
    """Give the moment since which whoever is not stuck has kept a step."""
    return now() - progress.STOPPED_AFTER


def _members(people: list[accounts.Person]) -> list[Member]:
    ids = [person.id for person in people]
    opened = accounts.ever_opened(ids)
    seen = progress.last_seen(person_ids=ids)
    return [Member(person.id, person.name, person.id in opened, seen.get(person.id)) for person in people]


def _marks(person_ids: list[UUID], course_ids: list[str]) -> list[Mark]:
    return [
        Mark(
            row.person_id,
            row.course_id,
            row.lesson_id,
            row.place.current_step_id,
            row.place.seen_at,
            row.place.finished_at is not None,
        )
        for row in progress.cohort_progress(person_ids=person_ids, course_ids=course_ids)
    ]


def _courses(course_ids: Collection[str], lang: str) -> list[Course]:
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


def today_of(classes: Sequence[cohorts.Cohort], lang: str) -> list[Today]:
    """Give what today's start page says of these cohorts, for whoever may see their boards.

    The numbers are those of each board. The number of queries does not grow with the number of cohorts.
    """
    ids = [each.id for each in classes]
    people, followed = cohorts.people_by_cohort(ids), cohorts.courses_by_cohort(ids)
    person_ids = list({person_id for some in people.values() for person_id in some})
    courses = {each.id: each for each in _courses(list(dict.fromkeys(sum(followed.values(), []))), lang)}
    marks: dict[UUID, list[Mark]] = {}
    for mark in _marks(person_ids, list(courses)):
        marks.setdefault(mark.person_id, []).append(mark)
    opened, since = accounts.ever_opened(person_ids), quiet_since()
    return [
        _today(
            each,
            [Member(person_id, "", person_id in opened, None) for person_id in people.get(each.id, [])],
            [courses[course_id] for course_id in followed.get(each.id, []) if course_id in courses],
            marks,
            since,
        )
        for each in classes
    ]


def _today(
    cohort: cohorts.Cohort,
    members: list[Member],
    courses: list[Course],
    marks: dict[UUID, list[Mark]],
    since: datetime,
) -> Today:
    hers = [mark for member in members for mark in marks.get(member.person_id, [])]
    rows = rules.person_rows(members, courses, hers, since)
    stuck = sorted(rules.chosen(rows, Show(Kind.STUCK)), key=lambda row: row.last_step_at or since)
    return Today(cohort, len(rows), len(rules.chosen(rows, Show(Kind.UNOPENED))), stuck)


def people_of(board: Board, show: Show) -> list[PersonRow]:
    """Give the people whom a number of the board counts; NotFound for a lesson that the cohort does not follow."""
    if show.course_id:
        course = next((each for each in board.courses if each.id == show.course_id), None)
        lessons = [lesson.id for lesson in course.lessons] if course else []
        if course is None or (show.lesson_id and show.lesson_id not in lessons):
            raise NotFound
    return rules.chosen(board.rows, show, board.courses)


def export_people(*, actor: Actor, cohort_id: UUID, show: Show, lang: str) -> bytes:
    """Give the people whom a number counts as CSV, and keep that they were taken out."""
    board = board_of(actor, Permission.BOARD_EXPORT, cohort_id, lang)
    rows = people_of(board, show)
    _record(actor, board, "people", len(rows))
    return export.people_csv(rows, board.courses)


def export_numbers(*, actor: Actor, cohort_id: UUID, lang: str) -> bytes:
    """Give the numbers of the board as CSV, and keep that they were taken out."""
    board = board_of(actor, Permission.BOARD_EXPORT, cohort_id, lang)
    _record(actor, board, "numbers", len(board.rows))
    return export.numbers_csv(board.summary)


def _record(actor: Actor, board: Board, what: str, people: int) -> None:
    audit.record(
        actor,
        "board.export",
        subject=f"cohort:{board.cohort.id}",
        district=board.cohort.district_code,
        what=what,
        people=people,
    )
