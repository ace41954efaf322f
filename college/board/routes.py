"""Addresses of a cohort's board: its numbers, the people behind each, and both as CSV."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, request
from flask_babel import gettext as _

from college.board import routes_lessons, service
from college.board.blueprint import bp
from college.board.forms import arguments_of, show_from
from college.board.shapes import Kind, Show
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import language, page_of_list
from college.core.permissions import Permission
from college.core.tables import download

__all__ = ["bp", "routes_lessons"]


@bp.get("/board/<uuid:cohort_id>")
@needs(Permission.BOARD_VIEW)
def show(cohort_id: UUID) -> str:
    """Show the numbers of a cohort."""
    board = service.board_of(current_actor(), Permission.BOARD_VIEW, cohort_id, language())
    return render_template("board/show.html", board=board, at=now(), may_export=_may_export(board))


@bp.get("/board/<uuid:cohort_id>/people")
@needs(Permission.BOARD_VIEW)
def people(cohort_id: UUID) -> str:
    """Show the people whom one number counts."""
    board = service.board_of(current_actor(), Permission.BOARD_VIEW, cohort_id, language())
    asked = show_from(request.args)
    rows = service.people_of(board, asked)
    return render_template(
        "board/people.html",
        board=board,
        heading=heading_of(asked),
        place=place_of(board, asked),
        arguments=arguments_of(asked),
        page=page_of_list(rows, request.args.get("page", 1, type=int)),
        may_export=_may_export(board),
    )


@bp.post("/board/<uuid:cohort_id>/export")
@confirmed
@needs(Permission.BOARD_EXPORT)
def export(cohort_id: UUID) -> Response:
    """Give the people of one number, or all the numbers, as CSV."""
    actor, lang = current_actor(), language()
    if request.form.get("what") == "numbers":
        data, name = service.export_numbers(actor=actor, cohort_id=cohort_id, lang=lang), _("board-numbers")
    else:
        asked = show_from(request.form)
        data, name = service.export_people(actor=actor, cohort_id=cohort_id, show=asked, lang=lang), _("board-people")
    cohort = cohorts.cohort_for(actor, Permission.BOARD_EXPORT, cohort_id)
    day = today().isoformat()
    return download(data, f"{name}-{cohort.name}-{day}.csv", plain_name=f"board-{day}.csv")


def _may_export(board: service.Board) -> bool:
    return current_actor().reach(Permission.BOARD_EXPORT).covers(cohorts.scope_of(board.cohort))


def heading_of(asked: Show) -> str:
    """Give in words whom a number counts."""
    return {
        Kind.ALL: _("Everybody in the cohort"),
        Kind.OPENED: _("Who has opened the card"),
        Kind.UNOPENED: _("Who has not opened the card yet"),
        Kind.STARTED: _("Who has started"),
        Kind.WAITING: _("Who has not started yet"),
        Kind.FINISHED: _("Who has finished"),
        Kind.STUCK: _("Who has not gone on for 14 days"),
        Kind.AT: _("Who stands at this step"),
    }[asked.kind]


def place_of(board: service.Board, asked: Show) -> str:
    """Give the course, lesson and step of a number in words, '' for the whole board."""
    course = next((each for each in board.courses if each.id == asked.course_id), None)
    if course is None:
        return ""
    lesson = next((each for each in course.lessons if each.id == asked.lesson_id), None)
    if lesson is None:
        return course.title
    step = dict(lesson.steps).get(asked.step_id, "")
    return " > ".join(word for word in (course.title, lesson.title, step) if word)
