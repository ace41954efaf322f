"""Addresses of a lesson's numbers: all lessons in short, and one with where people stop, tap wrong and ask."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.board import lessons, lessons_export
from college.board.blueprint import bp
from college.core.clock import now, today
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.core.tables import download


@bp.get("/board/lessons")
@needs(Permission.COURSE_VIEW)
def lesson_index() -> str:
    """Show the lessons of her cohorts' courses, and of those that she writes, with their leading numbers."""
    courses = lessons.lessons_in_short(actor=current_actor(), lang=language())
    return render_template("board/lessons.html", courses=courses, at=now())


@bp.get("/board/lessons/<slug:course>/<slug:lesson>")
@needs(Permission.COURSE_VIEW)
def lesson(course: str, lesson: str) -> str | Response:
    """Show how a lesson goes: in one group of people, step by step, before and after a new text."""
    board = lessons.lesson_board(
        actor=current_actor(),
        course_id=course,
        lesson_id=lesson,
        group=request.args.get("of", ""),
        number=request.args.get("text", 0, type=int),
        lang=language(),
    )
    if board.lesson.id != lesson:
        return redirect(url_for(".lesson", course=course, lesson=board.lesson.id), 303)
    return render_template("board/lesson.html", board=board, at=now(), may_export=bool(current_actor().reach(Permission.BOARD_EXPORT)))


@bp.post("/board/lessons/<slug:course>/<slug:lesson>/export")
@confirmed
@needs(Permission.BOARD_EXPORT)
def lesson_export(course: str, lesson: str) -> Response:
    """Give the numbers of a lesson as CSV."""
    data, title = lessons_export.export_lesson(
        actor=current_actor(), course_id=course, lesson_id=lesson, group=request.form.get("of", ""), lang=language()
    )
    day = today().isoformat()
    return download(data, f"{_('lesson-numbers')}-{title}-{day}.csv", plain_name=f"lesson-{day}.csv")
