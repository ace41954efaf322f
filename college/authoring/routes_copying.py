"""Addresses under which a course is copied to be adapted, and a copy sees what changed where it came from."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring import copying, courses
from college.authoring.blueprint import bp
from college.authoring.drafts import may_write
from college.authoring.forms_courses import CopyForm
from college.authoring.titles import course_title
from college.core.guard import current_actor, needs
from college.core.permissions import Permission
from college.library import service as library


@bp.app_context_processor
def origins() -> dict[str, object]:
    """Give templates `origin_of`, where a course was copied from, and what somebody may do with it.

    Asked for only by pages of courses.
    """
    return {
        "origin_of": copying.origin_of,
        "may_copy_courses": lambda: courses.may_start(current_actor()),
        "may_write_course": lambda course_id: may_write(current_actor(), course_id),
    }


@bp.get("/write/<slug:course>/copy")
@needs(Permission.COURSE_START)
def copy_form(course: str) -> str:
    """Ask what the copy of a course is called."""
    form = _form()
    form.give_id()
    return _page(course, form)


@bp.post("/write/<slug:course>/copy")
@needs(Permission.COURSE_START)
def copy_course(course: str) -> Response | tuple[str, int]:
    """Copy a course."""
    form = _form()
    form.give_id()
    if not form.validate():
        return _page(course, form), 422
    made = copying.copy_course(
        actor=current_actor(), form_id=form.made_id(), source_id=course, title=form.title.data,
        district_code=form.district.data,
    )
    flash(_("The course is copied. Every lesson is a draft now: adapt it, then publish it."), "good")
    return redirect(url_for(".course", course=made), 303)


@bp.get("/write/<slug:course>/<slug:lesson>/origin")
@needs(Permission.COURSE_WRITE)
def origin_lesson(course: str, lesson: str) -> str:
    """Show what changed in a lesson where it was copied from."""
    found, difference = copying.newer_lesson(actor=current_actor(), course_id=course, lesson_id=lesson)
    return render_template(
        "authoring/origin_lesson.html", course=course, title=course_title(course), found=found, difference=difference,
        origin=copying.origin_of(course),
    )


@bp.post("/write/<slug:course>/<slug:lesson>/origin")
@needs(Permission.COURSE_WRITE)
def take_origin(course: str, lesson: str) -> Response:
    """Take the newer text into the draft, or leave the own text as it is."""
    place = {"course_id": course, "lesson_id": lesson, "number": request.form.get("number", 0, type=int)}
    if request.form.get("way") == "keep":
        copying.keep_ours(actor=current_actor(), **place)
        flash(_("Your lesson stays as it is."), "good")
    elif copying.take_newer(actor=current_actor(), **place):
        flash(_("The newer text stands in your draft. Students see it when you publish the lesson."), "good")
    else:
        flash(_("You have changed this lesson yourself, so nothing was taken over. Write over what you want to have."), "care")
    return redirect(url_for(".course", course=course), 303)


def _form() -> CopyForm:
    form = CopyForm()
    form.choose_from(courses.districts_to_start(current_actor()))
    return form


def _page(course: str, form: CopyForm) -> str:
    return render_template("authoring/copy.html", source=library.course(course), form=form)
