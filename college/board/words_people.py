"""In words: whom a number of the board counts, and at which place of a course."""

from __future__ import annotations

from flask_babel import gettext as _

from college.board.service import Board
from college.board.shapes import BEHIND, MISSING, Kind, Show
from college.board.weeks import AFTER, BEFORE, Week
from college.board.words_steps import step_words
from college.core.pages import day, moment


def heading_of(asked: Show) -> str:
    """Give in words whom a number counts."""
    return {
        Kind.ALL: _("Everybody in the cohort"),
        Kind.OPENED: _("Who has opened the card"),
        Kind.UNOPENED: _("Who has not opened the card yet"),
        Kind.CAME: _("Who has come to a meeting"),
        Kind.NEVER_CAME: _("Who has never come to a meeting"),
        Kind.THERE: _("Who was there"),
        Kind.STARTED: _("Who has started"),
        Kind.WAITING: _("Who has not started yet"),
        Kind.FINISHED: _("Who has finished"),
        Kind.FINISHED_ONE: _("Who has finished a lesson"),
        Kind.PRACTISED: _("Who has practised"),
        Kind.SHOWN: _("Who has shown a lesson in person"),
        Kind.REACHED: _("Who has finished it or shown it in person"),
        Kind.STUCK: _("Who has not gone on for 14 days"),
        Kind.AT: _("Who stands at this step"),
        Kind.CALLING: _("Who called for help and has not gone on since"),
        Kind.CALLED: _("Who has called for help this week"),
        Kind.ASKING: _("Whose question waits for an answer"),
        Kind.ACTIVE: _("Who learned in this week"),
        Kind.DONE: _("Who finished a lesson in this week"),
    }[asked.kind]


def place_of(board: Board, asked: Show) -> str:
    """Give the course, lesson and step of a number in words, or its week or meeting; '' for the whole board."""
    if asked.kind is Kind.THERE:
        return next((moment(each.starts_at) for each in board.meetings if each.meeting_id == asked.meeting_id), "")
    if asked.week:
        return span_words(asked.week, next((each for each in board.weeks.weeks if each.key == asked.week), None))
    course = next((each for each in board.courses if each.id == asked.course_id), None)
    if course is None:
        return ""
    lesson = next((each for each in course.lessons if each.id == asked.lesson_id), None)
    if lesson is None:
        return course.title
    title = dict(lesson.steps).get(asked.step_id, "")
    step = step_words(asked.step_id, title) if title or asked.step_id in (BEHIND, MISSING) else ""
    return " > ".join(word for word in (course.title, lesson.title, step) if word)


def span_words(key: str, week: Week | None) -> str:
    """Give a week in words: its number and its days."""
    if key == BEFORE:
        return _("Before these weeks")
    if key == AFTER or week is None:
        return _("After these weeks")
    return _("Week %(number)s: %(first)s to %(last)s", number=week.number, first=day(week.first_on), last=day(week.last_on))


def days_words(week: Week) -> str:
    """Give a week's days as short as they can be told: 11-16 – 11-22."""
    return f"{week.first_on:%m-%d} – {week.last_on:%m-%d}"
