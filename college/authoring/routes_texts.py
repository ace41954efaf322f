"""Addresses on which fields above the steps are filled in, and a step or a whole text is written as plain text."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response

from college.authoring import forms_writing, service, writing
from college.authoring.answering import by_script, count_problems, framing_page, kept_answer, phone_address, unreadable
from college.authoring.blueprint import bp
from college.authoring.checking import check_draft
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts, fingerprint
from college.authoring.rules_heads import Heads, write_heads
from college.authoring.titles import title_of
from college.authoring.writing import Piece
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.library import service as library
from college.library.service import HEAD

_LESSON = "/write/<slug:course>/<slug:lesson>"


@bp.get(f"{_LESSON}/head")
@needs(Permission.COURSE_WRITE)
def head(course: str, lesson: str) -> Response:
    """Show what stands above a text as fields: title, summary, what one can do afterwards."""
    piece = writing.open_piece(actor=current_actor(), course_id=course, lesson_id=lesson, part=HEAD)
    return _head_page(piece, piece.heads, piece.base)


@bp.post(f"{_LESSON}/head")
@needs(Permission.COURSE_WRITE)
def keep_head(course: str, lesson: str) -> Response:
    """Keep what stands above a text."""
    place = {"actor": current_actor(), "course_id": course, "lesson_id": lesson, "part": HEAD}
    piece = writing.open_piece(**place)
    sent, problem = forms_writing.read_heads_form(request.form, piece.heads or Heads(lesson))
    base = request.form.get("base", "")
    if problem:
        return unreadable(problem) if by_script() else _head_page(piece, sent, base, problem)
    texts = write_heads(sent, own_id(piece.draft), has_english=bool(piece.draft.en))
    problems = count_problems(piece.draft, HEAD, texts)
    kept = service.keep_part(**place, texts=texts, base=base)
    return kept_answer(kept, part=HEAD, page=url_for(".head", course=course, lesson=lesson), problems=problems)


@bp.get(f"{_LESSON}/text")
@needs(Permission.COURSE_WRITE)
def text(course: str, lesson: str) -> Response:
    """Show a whole text as plain text."""
    draft = service.draft_for(actor=current_actor(), course_id=course, lesson_id=lesson)
    texts = service.texts_of(draft)
    return _text_page(draft, "", texts, fingerprint(texts))


@bp.post(f"{_LESSON}/text")
@needs(Permission.COURSE_WRITE)
def keep_text(course: str, lesson: str) -> Response:
    """Keep a whole text as it was typed."""
    place = {"actor": current_actor(), "course_id": course, "lesson_id": lesson}
    draft, base = service.draft_for(**place), request.form.get("base", "")
    texts, problem = forms_writing.read_whole_text(request.form, own_id(draft))
    if problem:
        return unreadable(problem) if by_script() else _text_page(draft, "", texts, base, problem)
    problems = count_problems(draft, "", texts)
    kept = service.keep_whole(**place, texts=texts, base=base)
    return kept_answer(kept, part="", page=url_for(".text", course=course, lesson=lesson), problems=problems)


@bp.get(f"{_LESSON}/steps/<slug:step>/text")
@needs(Permission.COURSE_WRITE)
def step_text(course: str, lesson: str, step: str) -> Response:
    """Show one step as plain text."""
    piece = writing.open_piece(actor=current_actor(), course_id=course, lesson_id=lesson, part=step)
    return _text_page(piece.draft, step, piece.texts, piece.base, is_plain_only=piece.written is None)


@bp.post(f"{_LESSON}/steps/<slug:step>/text")
@needs(Permission.COURSE_WRITE)
def keep_step_text(course: str, lesson: str, step: str) -> Response:
    """Keep one step as it was typed."""
    place = {"actor": current_actor(), "course_id": course, "lesson_id": lesson, "part": step}
    piece, base = writing.sent_piece(**place), request.form.get("base", "")
    texts, problem = forms_writing.read_step_text(request.form, step)
    if problem:
        return unreadable(problem) if by_script() else _text_page(piece.draft, step, texts, base, problem)
    problems = count_problems(piece.draft, step, texts)
    kept = service.keep_part(**place, texts=texts, base=base)
    page = url_for(".step_text", course=course, lesson=lesson, step=step)
    return kept_answer(kept, part=step, page=page, problems=problems)


def own_id(draft: LessonDraft) -> str:
    """Give the permanent id that stands first in a draft's text."""
    return draft.course_id if draft.lesson_id == COURSE_TEXT else draft.lesson_id


def _head_page(piece: Piece, heads: Heads | None, base: str, problem: str = "") -> Response:
    draft, checked = piece.draft, check_draft(piece.draft)
    return framing_page(
        "authoring/head.html",
        status=422 if problem else 200,
        draft=draft, part=HEAD, heads=heads, base=base, problem=problem, phone=phone_address(draft, HEAD),
        problems=checked.problems_of(HEAD), advice=checked.advice_of(HEAD), title=title_of(draft),
        address={"course": draft.course_id, "lesson": draft.lesson_id},
        features=[(each.id, each.name(language())) for each in library.features().values()],
        limits={"title": library.MAX_TITLE},
    )  # fmt: skip


def _text_page(
    draft: LessonDraft, part: str, texts: Texts, base: str, problem: str = "", *, is_plain_only: bool = False
) -> Response:
    checked = check_draft(draft)
    return framing_page(
        "authoring/text.html",
        status=422 if problem else 200,
        draft=draft, part=part, texts=texts, base=base, problem=problem, phone=phone_address(draft, part),
        problems=checked.problems_of(part) if part else checked.problems,
        advice=checked.advice_of(part) if part else checked.advice, title=title_of(draft),
        address={"course": draft.course_id, "lesson": draft.lesson_id}, is_plain_only=is_plain_only,
    )  # fmt: skip
