"""Addresses on which a step or an introduction is written in blocks, without any sign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from college.authoring import forms_writing, service, writing
from college.authoring.answering import by_script, count_problems, framing_page, kept_answer, phone_address, unreadable
from college.authoring.blueprint import bp
from college.authoring.checking import check_draft
from college.authoring.drafts import Kept
from college.authoring.forms_writing import PieceForm, Taken
from college.authoring.rules_writing import Row, Written, write_piece
from college.authoring.titles import title_of
from college.authoring.writing import Piece
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.library import service as library
from college.library.service import INTRODUCTION, Block

_LESSON = "/write/<slug:course>/<slug:lesson>"
#: Buttons that keep the words and go on to a page of their own.
_LEADS = {"practice": ".practice", "picture": ".picture"}


@bp.get(f"{_LESSON}/steps/<slug:step>")
@needs(Permission.COURSE_WRITE)
def step(course: str, lesson: str, step: str) -> Response:
    """Show a step to write in, beside the phone."""
    piece = writing.open_piece(actor=current_actor(), course_id=course, lesson_id=lesson, part=step)
    if piece.written is None:
        return redirect(url_for(".step_text", course=course, lesson=lesson, step=step), 303)
    return _page(piece, _with_asked_row(piece.written))


@bp.post(f"{_LESSON}/steps/<slug:step>")
@needs(Permission.COURSE_WRITE)
def keep_step(course: str, lesson: str, step: str) -> Response:
    """Keep a step, and do what the pressed button says."""
    return _keep(course, lesson, step)


@bp.get(f"{_LESSON}/intro")
@needs(Permission.COURSE_WRITE)
def intro(course: str, lesson: str) -> Response:
    """Show what stands before the first step: the story, and the note for lecturers."""
    piece = writing.open_piece(actor=current_actor(), course_id=course, lesson_id=lesson, part=INTRODUCTION)
    if piece.written is None:
        return redirect(url_for(".text", course=course, lesson=lesson), 303)
    return _page(piece, _with_asked_row(piece.written))


@bp.post(f"{_LESSON}/intro")
@needs(Permission.COURSE_WRITE)
def keep_intro(course: str, lesson: str) -> Response:
    """Keep what stands before the first step."""
    return _keep(course, lesson, INTRODUCTION)


def _keep(course: str, lesson: str, part: str) -> Response:
    place = {"actor": current_actor(), "course_id": course, "lesson_id": lesson, "part": part}
    piece = writing.sent_piece(**place)
    there = piece.written or Written("" if part == INTRODUCTION else part, "", "", "", ())
    sent = forms_writing.read_piece_form(request.form, there)
    if sent.problem:
        return unreadable(sent.problem) if by_script() else _page(piece, sent.written, base=sent.base, problem=sent.problem)
    texts = write_piece(sent.written)
    problems = count_problems(piece.draft, part, texts)
    kept = service.keep_part(**place, texts=texts, base=sent.base)
    if sent.taken and isinstance(kept, Kept):
        return _page(writing.open_piece(**place), sent.written, base=kept.base, taken=sent.taken)
    page = _page_address(course, lesson, part)
    return kept_answer(kept, part=part, page=page, problems=problems, go_to=_next(course, lesson, part, sent))


def _page_address(course: str, lesson: str, part: str, **more: Any) -> str:
    if part == INTRODUCTION:
        return url_for(".intro", course=course, lesson=lesson, **more)
    return url_for(".step", course=course, lesson=lesson, step=part, **more)


def _next(course: str, lesson: str, part: str, sent: PieceForm) -> str:
    if sent.do in _LEADS and part != INTRODUCTION:
        return url_for(_LEADS[sent.do], course=course, lesson=lesson, step=part)
    if sent.do == "add-text":
        return _page_address(course, lesson, part, add="text", _anchor="new")
    return "" if sent.row is None else _page_address(course, lesson, part, _anchor=f"row-{sent.row}")


def _with_asked_row(written: Written) -> Written:
    """Give the rows to write in: one for words where there is none, one more where it was asked for."""
    has_words = any(row.kind == "text" for row in written.rows)
    empty = Row("text", Block("text"), None)
    if not has_words:
        return replace(written, rows=(empty, *written.rows))
    return replace(written, rows=(*written.rows, empty)) if request.args.get("add") == "text" else written


def _page(piece: Piece, written: Written, *, base: str = "", taken: Taken | None = None, problem: str = "") -> Response:
    draft, part = piece.draft, piece.part
    checked, ids = check_draft(draft), library.cut(draft.zh).step_ids
    at = ids.index(part) if part in ids else None
    return framing_page(
        "authoring/intro.html" if part == INTRODUCTION else "authoring/step.html",
        status=422 if problem else 200,
        draft=draft, part=part, written=written, base=base or piece.base, taken=taken, problem=problem,
        problems=checked.problems_of(part), advice=checked.advice_of(part), phone=phone_address(draft, part),
        address={"course": draft.course_id, "lesson": draft.lesson_id}, title=title_of(draft),
        number=None if at is None else at + 1, total=len(ids), before=ids[at - 1] if at else None,
        after=ids[at + 1] if at is not None and at + 1 < len(ids) else None,
        features=[(each.id, each.name(language())) for each in library.features().values()],
        counts=writing.counts(written),
    )  # fmt: skip
