"""Addresses of a cohort's board: its numbers, the people behind each, and both as CSV."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, request
from flask_babel import gettext as _

from college.board import routes_districts, routes_engagement, routes_goals, routes_lessons, service
from college.board import routes_shown  # noqa: F401 - its addresses
from college.board.blueprint import bp
from college.board.charts_shown import panels_of
from college.board.forms import arguments_of, show_from, table_from
from college.board.words_people import heading_of, place_of
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import language, page_of_list
from college.core.permissions import Permission
from college.core.tables import download

__all__ = ["bp", "routes_goals", "routes_districts", "routes_engagement", "routes_lessons"]


@bp.get("/board/<uuid:cohort_id>")
@needs(Permission.BOARD_VIEW)
def show(cohort_id: UUID) -> str:
    """Show the numbers of a cohort."""
    board = service.board_of(current_actor(), Permission.BOARD_VIEW, cohort_id, language())
    return render_template("board/show.html", board=board, panels=panels_of(board), at=now(), may_export=_may_export(board))


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
        meeting=next((each for each in board.meetings if each.meeting_id == asked.meeting_id), None),
        arguments=arguments_of(asked),
        page=page_of_list(rows, request.args.get("page", 1, type=int)),
        may_export=_may_export(board),
    )


@bp.post("/board/<uuid:cohort_id>/export")
@confirmed
@needs(Permission.BOARD_EXPORT)
def export(cohort_id: UUID) -> Response:
    """Give the people of one number, or one table of the board, as CSV."""
    actor, lang, table = current_actor(), language(), table_from(request.form)
    if table:
        data = service.export_table(actor=actor, cohort_id=cohort_id, what=table, lang=lang)
    else:
        data = service.export_people(actor=actor, cohort_id=cohort_id, show=show_from(request.form), lang=lang)
    cohort = cohorts.cohort_for(actor, Permission.BOARD_EXPORT, cohort_id)
    day = today().isoformat()
    return download(data, f"{_file_name(table)}-{cohort.name}-{day}.csv", plain_name=f"board-{day}.csv")


def _file_name(table: str) -> str:
    names = {"numbers": _("board-numbers"), "weeks": _("board-weeks"), "meetings": _("board-meetings")}
    return names.get(table) or _("board-people")


def _may_export(board: service.Board) -> bool:
    return current_actor().reach(Permission.BOARD_EXPORT).covers(cohorts.scope_of(board.cohort))
