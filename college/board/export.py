"""The board as CSV for a spreadsheet: the same people and numbers as on its page, never a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from college.board.shapes import Course, CourseNumbers, LessonNumbers, PersonRow, Summary
from college.core.tables import csv_bytes, time_cell


def people_csv(rows: Iterable[PersonRow], courses: Sequence[Course]) -> bytes:
    """Give one line for each person, in the order of the page."""
    head = [_("Name"), _("Card opened"), _("Started"), _("Finished")]
    for course in courses:
        head.append(_("%(course)s: lessons finished of %(total)s", course=course.title, total=len(course.lessons)))
    head += [_("Lesson"), _("Step"), _("Last seen")]
    return csv_bytes([head, *(_person(row, courses) for row in rows)])


def _person(row: PersonRow, courses: Sequence[Course]) -> list[object]:
    where = row.where
    return [
        row.member.name,
        _yes(row.member.has_opened),
        _yes(row.has_started),
        _yes(row.has_finished),
        *(row.finished_lessons(course) for course in courses),
        where.lesson.title if where else "",
        (where.step_number or "") if where else "",
        time_cell(row.member.last_seen),
    ]


def numbers_csv(summary: Summary) -> bytes:
    """Give one line for each number of the board."""
    lines: list[list[object]] = [[_("Course"), _("Lesson"), _("Step"), _("What is counted"), _("People")]]
    lines += [
        ["", "", "", _("Enrolled"), summary.numbers.enrolled],
        ["", "", "", _("Card opened"), summary.numbers.opened],
        ["", "", "", _("Started"), summary.numbers.started],
        ["", "", "", _("Finished"), summary.numbers.finished],
    ]
    for numbers in summary.courses:
        lines += _course_lines(numbers)
    return csv_bytes(lines)


def _course_lines(numbers: CourseNumbers) -> list[list[object]]:
    title = numbers.course.title
    lines: list[list[object]] = [
        [title, "", "", _("Started"), numbers.started],
        [title, "", "", _("Finished"), numbers.finished],
    ]
    for lesson in numbers.lessons:
        lines += _lesson_lines(title, lesson)
    return lines


def _lesson_lines(course_title: str, numbers: LessonNumbers) -> list[list[object]]:
    title = numbers.lesson.title
    return [
        [course_title, title, "", _("Started"), numbers.started],
        [course_title, title, "", _("Finished"), numbers.finished],
        *(
            [course_title, title, step.title or _("A step that is gone"), _("Standing at this step"), step.people]
            for step in numbers.at
        ),
    ]


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")

