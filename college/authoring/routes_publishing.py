"""Addresses of publishing: look before, publish now or on a day, what happened, withdraw and bring back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from college.authoring import publishing, publishing_page, readings, scheduling
from college.authoring.blueprint import bp
from college.authoring.forms_publishing import ON_A_DAY, KeepMineForm, PublishForm, WithdrawForm
from college.authoring.publishing_page import PublishPage
from college.authoring.rules import COURSE_TEXT
from college.authoring.rules_labels import labels_of
from college.authoring.titles import text_title
from college.core.db import let_others_write
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.library import service as library
from college.library.service import PracticeScreen


@bp.get("/write/<slug:course>/<slug:lesson>/publish")
@needs(Permission.COURSE_WRITE)
def publish_form(course: str, lesson: str) -> str:
    """Show what would change for students, what still has to be mended, and the form that publishes it."""
    page, form = _page(course, lesson), PublishForm(formdata=None)
    form.give_id()
    _offer(form, page)
    form.version.data, form.why.data, form.also.data = page.draft.version, page.draft.publish_why, _must(page)
    return _publish_page(page, form)


@bp.post("/write/<slug:course>/<slug:lesson>/publish")
@needs(Permission.COURSE_WRITE)
def publish(course: str, lesson: str) -> Response | tuple[str, int]:
    """Publish a draft, and others that go with it, now or on a later day."""
    page, form = _page(course, lesson), PublishForm()
    _offer(form, page)
    let_others_write()
    if not form.is_fit():
        return _publish_page(page, form), 422
    given: dict[str, Any] = {"actor": current_actor(), "course_id": course, "why": form.why.data}
    given["versions"] = {lesson: form.version.data, **_versions([*form.also.data, *_must(page)])}
    try:
        if form.when.data == ON_A_DAY:
            scheduling.schedule(**given, day=form.on)
            flash(_("It is set. Students see it from that morning on; until then you can take the day back."), "good")
            return redirect(url_for(".publish_form", course=course, lesson=lesson), 303)
        job_id = publishing.start(**given, form_id=form.made_id())
    except RuleBroken as broken:
        form.problem("when", broken.sentence)
        form.version.data = page.draft.version
        return _publish_page(page, form), 422
    return redirect(url_for(".publish_job", course=course, lesson=lesson, job_id=job_id), 303)


@bp.get("/write/<slug:course>/<slug:lesson>/publish/<uuid:job_id>")
@needs(Permission.COURSE_WRITE)
def publish_job(course: str, lesson: str, job_id: UUID) -> str:
    """Show how far publishing is, and what happened."""
    job = publishing.publish_job(actor=current_actor(), course_id=course, job_id=job_id)
    title = text_title(course, lesson)
    return render_template("authoring/published.html", job=job, course=course, lesson=lesson, title=title)


@bp.post("/write/<slug:course>/<slug:lesson>/publish/take-back")
@needs(Permission.COURSE_WRITE)
def take_day_back(course: str, lesson: str) -> Response:
    """Take back the day on which it was to be published."""
    if scheduling.take_back(actor=current_actor(), course_id=course, lesson_id=lesson):
        flash(_("The day is taken back. It is published only when you say so."), "good")
    return redirect(url_for(".publish_form", course=course, lesson=lesson), 303)


@bp.post("/write/<slug:course>/<slug:lesson>/publish/take-theirs")
@needs(Permission.COURSE_WRITE)
def take_published(course: str, lesson: str) -> Response:
    """Bring what was published meanwhile into the draft."""
    publishing.take_published(actor=current_actor(), course_id=course, lesson_id=lesson)
    flash(_("What was published is in your draft now. Words of yours that gave way are kept with the draft."), "good")
    return redirect(url_for(".publish_form", course=course, lesson=lesson), 303)


@bp.post("/write/<slug:course>/<slug:lesson>/publish/keep-mine")
@needs(Permission.COURSE_WRITE)
def keep_mine(course: str, lesson: str) -> Response:
    """Let the draft stand over what was published meanwhile."""
    publishing.keep_mine(actor=current_actor(), course_id=course, lesson_id=lesson, seen=KeepMineForm().seen.data or "")
    flash(_("Your draft stands. When you publish it, it takes the place of what was published meanwhile."), "good")
    return redirect(url_for(".publish_form", course=course, lesson=lesson), 303)


@bp.get("/write/<slug:course>/<slug:lesson>/withdraw")
@needs(Permission.COURSE_WRITE)
def withdraw_form(course: str, lesson: str) -> str:
    """Ask why a lesson is to be hidden from students."""
    form = WithdrawForm(formdata=None)
    return _withdraw_page(course, lesson, form)


@bp.post("/write/<slug:course>/<slug:lesson>/withdraw")
@needs(Permission.COURSE_WRITE)
def withdraw(course: str, lesson: str) -> Response | tuple[str, int]:
    """Hide a lesson from students."""
    form = WithdrawForm()
    if not form.validate():
        return _withdraw_page(course, lesson, form), 422
    try:
        publishing.withdraw(actor=current_actor(), course_id=course, lesson_id=lesson, why=form.why.data)
    except RuleBroken as broken:
        form.problem("why", broken.sentence)
        return _withdraw_page(course, lesson, form), 422
    flash(_("Students do not see this lesson any more. What they did in it is kept, and you can bring it back."), "good")
    return redirect(url_for(".withdraw_form", course=course, lesson=lesson), 303)


@bp.post("/write/<slug:course>/<slug:lesson>/bring-back")
@needs(Permission.COURSE_WRITE)
def bring_back(course: str, lesson: str) -> Response:
    """Show a withdrawn lesson to students again."""
    publishing.bring_back(actor=current_actor(), course_id=course, lesson_id=lesson)
    flash(_("Students see this lesson again, as it was."), "good")
    return redirect(url_for(".withdraw_form", course=course, lesson=lesson), 303)


@bp.app_template_global("drawn_screen")
def drawn_screen(screen: PracticeScreen) -> Markup:
    """Draw a screen of a difference with the ring around the place to tap."""
    return library.draw(screen, ring=screen.target, lang=language())


@bp.app_template_global("target_words")
def target_words(screen: PracticeScreen) -> str:
    """Give the words that stand on the place to tap, its id where the screen has no such place."""
    label = labels_of(library.screens().draw(screen.screen, screen.values, mode="practise")).get(screen.target or "")
    return label.words if label else screen.target or ""


@bp.app_template_global("edit_url")
def edit_url(course: str, lesson: str, part: str = "") -> str:
    """Give the address at which a piece of a draft is written."""
    is_step = part not in {"", library.HEAD, library.INTRODUCTION} and lesson != COURSE_TEXT
    return url_for("authoring.step", course=course, lesson=lesson, step=part) if is_step else url_for("authoring.lesson", course=course, lesson=lesson)


def _page(course: str, lesson: str) -> PublishPage:
    return publishing_page.publish_page(actor=current_actor(), course_id=course, lesson_id=lesson)


def _offer(form: PublishForm, page: PublishPage) -> None:
    form.offer([(_key(each), each.title) for each in page.others if not each.must])


def _key(other: publishing_page.Other) -> str:
    return f"{other.lesson_id}:{other.version}"


def _must(page: PublishPage) -> list[str]:
    return [_key(each) for each in page.others if each.must]


def _versions(keys: list[str]) -> dict[str, int]:
    """Give lesson id → version of what was ticked; the choices were checked before."""
    pairs = (key.rpartition(":") for key in keys)
    return {lesson_id: int(version) for lesson_id, _colon, version in pairs}


def _publish_page(page: PublishPage, form: PublishForm) -> str:
    lines = readings.lines_of(page.draft)
    return render_template(
        "authoring/publish.html", page=page, form=form, readings=lines, course=page.draft.course_id, lesson=page.draft.lesson_id,
        keep_mine=KeepMineForm(formdata=None), is_long=request.args.get("show") == "all",
    )  # fmt: skip


def _withdraw_page(course: str, lesson: str, form: WithdrawForm) -> str:
    title, is_withdrawn = publishing_page.withdrawing(actor=current_actor(), course_id=course, lesson_id=lesson)
    return render_template("authoring/withdraw.html", form=form, title=title, is_withdrawn=is_withdrawn, course=course, lesson=lesson)
