"""The board as CSV for a spreadsheet: the same people and numbers as on its page, never a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from college.board.rules_weeks import MeetingRow, WeekRow
from college.board.shapes import Course, CourseNumbers, LessonNumbers, PersonRow, StuckAt, Summary
from college.board.weeks import BEFORE
from college.board.words_steps import step_words
from college.core.tables import csv_bytes, time_cell


def people_csv(rows: Iterable[PersonRow], courses: Sequence[Course]) -> bytes:
    """Give one line for each person, in the order of the page."""
    head = [_("Name"), _("Card opened"), _("Meetings attended"), _("Started"), _("Finished")]
    for course in courses:
        head.append(_("%(course)s: lessons finished of %(total)s", course=course.title, total=len(course.lessons)))
    head += [
        _("Practised"), _("Lessons shown in person"), _("Silent for 14 days"), _("Called for help last"),
        _("Has gone on since the call"), _("Questions open"), _("Lesson"), _("Step"), _("Last seen"),
    ]  # fmt: skip
    return csv_bytes([head, *(_person(row, courses) for row in rows)])


def _person(row: PersonRow, courses: Sequence[Course]) -> list[object]:
    where, deeds = row.where, row.deeds
    return [
        row.member.name,
        _yes(row.member.has_opened),
        deeds.times_there,
        _yes(row.has_started),
        _yes(row.has_finished),
        *(row.finished_lessons(course) for course in courses),
        _yes(deeds.has_practised),
        len(deeds.shown),
        _yes(row.is_stuck),
        time_cell(deeds.called_at),
        _yes(not row.is_calling) if deeds.called_at else "",
        deeds.open_questions,
        where.lesson.title if where else "",
        (where.step_number or "") if where else "",
        time_cell(row.member.last_seen),
    ]


def numbers_csv(summary: Summary) -> bytes:
    """Give one line for each number of the board; "In all" where more than people is counted."""
    head = [_("Course"), _("Lesson"), _("Step"), _("What is counted"), _("People"), _("In all")]
    lines: list[list[object]] = [["", "", "", *each] for each in _whole(summary)]
    lines += [_stuck_line(each) for each in summary.stuck_at]
    for numbers in summary.courses:
        lines += _course_lines(numbers)
    return csv_bytes([head, *lines])


def _whole(summary: Summary) -> list[list[object]]:
    numbers = summary.numbers
    return [
        [_("Enrolled"), numbers.enrolled, ""],
        [_("Card opened"), numbers.opened, ""],
        [_("Meetings held"), "", numbers.meetings_held],
        [_("Came to a meeting"), numbers.came, numbers.attendances],
        [_("Started"), numbers.started, ""],
        [_("Practised"), numbers.practised, ""],
        [_("Finished a lesson"), numbers.finished_one, numbers.lessons_finished],
        [_("Finished"), numbers.finished, ""],
        [_("Shown in person"), numbers.shown, ""],
        [_("Silent for 14 days"), numbers.silent, ""],
        [_("Called for help and has not gone on"), numbers.calling, ""],
        [_("Called for help this week"), numbers.called, ""],
        [_("Questions open"), numbers.asking, numbers.open_questions],
    ]


def _stuck_line(each: StuckAt) -> list[object]:
    return [each.course.title, each.lesson.title, step_words(each.step_id, each.title), _("Silent for 14 days"), each.people, ""]


def _course_lines(numbers: CourseNumbers) -> list[list[object]]:
    title = numbers.course.title
    lines: list[list[object]] = [
        [title, "", "", _("Started"), numbers.started, ""],
        [title, "", "", _("Finished"), numbers.finished, ""],
    ]
    for lesson in numbers.lessons:
        lines += _lesson_lines(title, lesson)
    return lines


def _lesson_lines(course_title: str, numbers: LessonNumbers) -> list[list[object]]:
    title = numbers.lesson.title
    return [
        [course_title, title, "", _("Started"), numbers.started, ""],
        [course_title, title, "", _("Finished"), numbers.finished, ""],
        *(
            [course_title, title, step_words(step.step_id, step.title), _("Standing at this step"), step.people, ""]
            for step in numbers.at
        ),
    ]


def weeks_csv(rows: Iterable[WeekRow]) -> bytes:
    """Give one line for each week of the board; what lies before and after them without days."""
    head = [
        _("Week"), _("From Monday"), _("To Sunday"), _("Not over yet"), _("People who learned"), _("Lessons finished"),
        _("People who finished a lesson"),
    ]  # fmt: skip
    return csv_bytes([head, *(_week(row) for row in rows)])


def _week(row: WeekRow) -> list[object]:
    week = row.week
    if week is None:
        span = [_("Before these weeks") if row.key == BEFORE else _("After these weeks"), "", "", ""]
    else:
        span = [week.number, week.first_on.isoformat(), week.last_on.isoformat(), _yes(week.is_unfinished)]
    return [*span, row.active, row.lessons, row.finishers]


def meetings_csv(rows: Iterable[MeetingRow]) -> bytes:
    """Give one line for each held meeting of the board: who came of those enrolled on its day."""
    head = [_("Meeting"), _("Begins at"), _("People who came"), _("Enrolled")]
    lines = ([number, time_cell(row.starts_at), row.came, row.enrolled] for number, row in enumerate(rows, start=1))
    return csv_bytes([head, *lines])


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
