"""The three charts of a board in words and addresses, each with the rows of the table beside it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from college.board import charts
from college.board.rules_weeks import MeetingRow, WeekRow
from college.board.service import Board
from college.board.shapes import Kind
from college.board.weeks import MOST
from college.board.words_people import days_words, span_words
from college.core.clock import LOCAL
from college.core.pages import moment_short


@dataclass(frozen=True)
class Row:
    """One line of the table: what it is, its days, its numbers; the last number opens its people."""

    name: str
    days: str
    is_unfinished: bool
    lessons: int | None
    people: int
    spoken: str
    url: str


@dataclass(frozen=True)
class Panel:
    """One chart with its table. ``across`` and ``up`` say what the two axes count, ``table`` which file has the same."""

    name: str
    title: str
    told: str
    across: str
    up: str
    chart: charts.Chart
    rows: list[Row]
    table: str


def panels_of(board: Board) -> list[Panel]:
    """Give the charts of a board: who learned each week, lessons finished each week, who came to each meeting.

    Weeks are left out before the cohort begins, meetings before the first was held.
    """
    panels = [_active(board), _lessons(board)] if board.weeks.weeks else []
    return panels + ([_came(board)] if board.meetings else [])


def _active(board: Board) -> Panel:
    rows = [
        _row(each, None, each.active, _("people learned in %(span)s", span=_span(each)), _url(board, Kind.ACTIVE, each))
        for each in board.week_rows
    ]
    bars = [_bar(each, row.people, row) for each, row in zip(board.week_rows, rows, strict=True) if each.week]
    told = _("People who finished a step or practised, for each week since the start, Monday to Sunday.")
    return Panel("active", _("Who learned, week by week"), told, _("Week"), _("People"), charts.chart_of(bars), rows, "weeks")


def _lessons(board: Board) -> Panel:
    rows = [
        _row(
            each,
            each.lessons,
            each.finishers,
            ngettext(
                "people finished %(num)d lesson in %(span)s", "people finished %(num)d lessons in %(span)s", each.lessons,
                span=_span(each),
            ),
            _url(board, Kind.DONE, each),
        )
        for each in board.week_rows
    ]  # fmt: skip
    bars = [_bar(each, each.lessons, row) for each, row in zip(board.week_rows, rows, strict=True) if each.week]
    told = _("Lessons finished by all of them together, for each week since the start.")
    title = _("Lessons finished, week by week")
    return Panel("lessons", title, told, _("Week"), _("Lessons finished"), charts.chart_of(bars), rows, "weeks")


def _came(board: Board) -> Panel:
    numbered = list(enumerate(board.meetings, start=1))[-MOST:]
    rows = [_meeting_row(board, number, each) for number, each in numbered]
    bars = [
        charts.Value(row.people, f"{each.starts_at.astimezone(LOCAL):%m-%d}", f"{row.people} {row.spoken}", row.url)
        for (_number, each), row in zip(numbered, rows, strict=True)
    ]
    told = _("Of those who were enrolled on its day, who was there, in time or late, for each meeting that has ended.")
    return Panel("came", _("Who came, meeting by meeting"), told, _("Day"), _("People"), charts.chart_of(bars), rows, "meetings")


def _meeting_row(board: Board, number: int, each: MeetingRow) -> Row:
    name, when = _("Meeting %(number)s", number=number), moment_short(each.starts_at)
    spoken = _("people came on %(day)s", day=when)
    url = url_for("board.people", cohort_id=board.cohort.id, show=Kind.THERE.value, meeting=each.meeting_id.hex)
    return Row(name, when, False, None, each.came, spoken, url)


def _row(each: WeekRow, lessons: int | None, people: int, spoken: str, url: str) -> Row:
    if each.week is None:
        return Row(span_words(each.key, None), "", False, lessons, people, spoken, url)
    name = _("Week %(number)s", number=each.week.number)
    return Row(name, days_words(each.week), each.week.is_unfinished, lessons, people, spoken, url)


def _bar(each: WeekRow, value: int, row: Row) -> charts.Value:
    return charts.Value(value, str(each.week.number), f"{row.people} {row.spoken}", row.url, row.is_unfinished)


def _span(each: WeekRow) -> str:
    return span_words(each.key, each.week)


def _url(board: Board, kind: Kind, each: WeekRow) -> str:
    return url_for("board.people", cohort_id=board.cohort.id, show=kind.value, week=each.key)
