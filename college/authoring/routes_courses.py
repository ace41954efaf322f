"""Addresses of the course desk: the courses somebody writes, a new one, and one course with its lessons."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring import courses, courses_shown
from college.authoring.blueprint import bp
from college.authoring.forms_courses import NewCourseForm, NewLessonForm
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.get("/write")
@needs(Permission.COURSE_VIEW)
def index() -> str:
    """Show the courses that somebody writes, and to whom she may give them."""
    actor = current_actor()
    rows = courses_shown.course_rows(actor=actor, page=request.args.get("page", 1, type=int))
    waiting = courses_shown.waiting_readings(actor=actor)
    return render_template("authoring/index.html", courses=rows, may_start=courses.may_start(actor), waiting=waiting)


@bp.get("/write/new")
@needs(Permission.COURSE_START)
def new_course_form() -> str:
    """Ask what a new course is called."""
    form = _new_course_form()
    form.give_id()
    return render_template("authoring/new_course.html", form=form)


@bp.post("/write/new")
@needs(Permission.COURSE_START)
def new_course() -> Response | tuple[str, int]:
    """Begin a course."""
    form = _new_course_form()
    form.give_id()
    if not form.validate():
        return render_template("authoring/new_course.html", form=form), 422
    course_id = courses.start_course(
        actor=current_actor(), form_id=form.made_id(), title=form.title.data, district_code=form.district.data
    )
    flash(_("Your course is there. Only its authors see it until you publish it. Now write the first lesson."), "good")
    return redirect(url_for(".course", course=course_id), 303)


@bp.get("/write/<slug:course>")
@needs(Permission.COURSE_WRITE)
def course(course: str) -> str:
    """Show one course: its own text, its lessons in order, and how each stands."""
    desk = courses_shown.course_desk(actor=current_actor(), course_id=course)
    return render_template("authoring/course.html", desk=desk)


@bp.get("/write/<slug:course>/new-lesson")
@needs(Permission.COURSE_WRITE)
def new_lesson_form(course: str) -> str:
    """Ask what a new lesson is called."""
    form = NewLessonForm()
    form.give_id()
    desk = courses_shown.course_desk(actor=current_actor(), course_id=course)
    return render_template("authoring/new_lesson.html", form=form, desk=desk)


@bp.post("/write/<slug:course>/new-lesson")
@needs(Permission.COURSE_WRITE)
def new_lesson(course: str) -> Response | tuple[str, int]:
    """Begin a lesson."""
    form = NewLessonForm()
    form.give_id()
    if not form.validate():
        desk = courses_shown.course_desk(actor=current_actor(), course_id=course)
        return render_template("authoring/new_lesson.html", form=form, desk=desk), 422
    lesson = courses.new_lesson(actor=current_actor(), course_id=course, form_id=form.made_id(), title=form.title.data)
    flash(_("The lesson is there, with its first step. Nobody sees it until you publish it."), "good")
    return redirect(url_for(".lesson", course=course, lesson=lesson), 303)


@bp.post("/write/<slug:course>/order")
@needs(Permission.COURSE_WRITE)
def order(course: str) -> Response:
    """Move a lesson up or down."""
    courses.move_lesson(
        actor=current_actor(),
        course_id=course,
        lesson_id=request.form.get("lesson", ""),
        place=request.form.get("place", -1, type=int),
        by=-1 if request.form.get("way") == "up" else 1,
    )
    flash(_("The lesson is moved. Students see the new order when you publish it, or something else of this course."), "good")
    return redirect(url_for(".course", course=course, _anchor="lessons"), 303)


@bp.post("/write/<slug:course>/order/publish")
@needs(Permission.COURSE_WRITE)
def publish_order(course: str) -> Response:
    """Show students the lessons in this order."""
    courses.publish_order(actor=current_actor(), course_id=course)
    flash(_("Students see the lessons in this order now."), "good")
    return redirect(url_for(".course", course=course, _anchor="lessons"), 303)


@bp.post("/write/<slug:course>/<slug:lesson>/put-away")
@needs(Permission.COURSE_WRITE)
def put_away(course: str, lesson: str) -> Response:
    """Take a lesson away that was never published."""
    courses.put_away(actor=current_actor(), course_id=course, lesson_id=lesson)
    flash(_("The lesson is taken away. You find it below the lessons and can put it back."), "good")
    return redirect(url_for(".course", course=course, _anchor="lessons"), 303)


@bp.post("/write/<slug:course>/<slug:lesson>/put-back")
@needs(Permission.COURSE_WRITE)
def put_back(course: str, lesson: str) -> Response:
    """Bring a lesson back that was taken away."""
    courses.put_back(actor=current_actor(), course_id=course, lesson_id=lesson)
    flash(_("The lesson is back."), "good")
    return redirect(url_for(".course", course=course, _anchor="lessons"), 303)


def _new_course_form() -> NewCourseForm:
    form = NewCourseForm()
    form.choose_from(courses.districts_to_start(current_actor()))
    return form
