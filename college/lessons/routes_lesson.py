"""The pages of a lesson: its course, its steps, practice and the end."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from college.core.db import new_id
from college.core.errors import NotFound
from college.core.guard import current_actor, needs, public
from college.core.pages import language
from college.core.permissions import Permission
from college.lessons import choosing, rules, service
from college.lessons.blueprint import bp
from college.lessons.forms import TapForm
from college.lessons.routes_choosing import chosen_track
from college.library import service as library
from college.library.service import LessonText, LessonView, StepText

@bp.get("/learn/<slug:course>")
@public
def course(course: str) -> Any:
    """Show the lessons of a course in their order."""
    reader = service.reader_of(actor=current_actor(), course_id=course)
    line = service.course_for(reader=reader, course_id=course)
    goals = choosing.goals_of(current_actor())
    return render_template("lessons/course.html", line=line, reader=reader, teacher=reader.teacher, goals=goals)


@bp.get("/learn/<slug:course>/<slug:lesson>")
@public
def lesson(course: str, lesson: str) -> Any:
    """Go to the step at which this reader goes on."""
    found = library.find_lesson(course, lesson)
    if found is None:
        return _elsewhere(course, lesson)
    reader = service.reader_of(actor=current_actor(), course_id=course)
    return _to_step(found, service.resume_step(reader=reader, lesson=found))


@bp.get("/learn/<slug:course>/<slug:lesson>/finished")
@public
def finished(course: str, lesson: str) -> Any:
    """Show what she can do now and what comes next."""
    found = library.find_lesson(course, lesson)
    if found is None:
        return _elsewhere(course, lesson)
    reader = service.reader_of(actor=current_actor(), course_id=course)
    end = service.end_of(actor=current_actor(), reader=reader, lesson=found, track_id=chosen_track())
    if end is None:
        return redirect(url_for(".lesson", course=course, lesson=found.id), 303)
    text = found.in_language(language())
    return render_template(
        "lessons/finished.html",
        lesson=found,
        text=text,
        end=end,
        reader=reader,
        teacher=reader.teacher,
        checked_on=found.checked_on,
    )


@bp.get("/learn/<slug:course>/<slug:lesson>/<slug:step>")
@public
def step(course: str, lesson: str, step: str) -> Any:
    """Show one step."""
    try:
        found, voice = library.lesson_with_voice(course, lesson, step, language())
    except NotFound:
        return _elsewhere(course, lesson, step)
    text = found.in_language(language())
    shown = text.step(step)
    if shown is None:
        return _elsewhere(course, lesson, step)
    return render_template(
        "lessons/step.html",
        picture=service.picture_of(shown, language()),
        words=library.spoken_text(shown, text.lang),
        voice=voice,
        **_step_context(found, text, shown),
    )


@bp.get("/learn/<slug:course>/<slug:lesson>/<slug:step>/practice")
@public
def practice(course: str, lesson: str, step: str) -> Any:
    """Show a drawn screen to practise on; ``?tap=`` is what was tapped on it last."""
    found = library.find_lesson(course, lesson)
    shown = found.in_language(language()).step(step) if found else None
    if shown is None:
        return _elsewhere(course, lesson, step)
    return _practice_page(found, shown, request.args.get("at", 1, int), request.args)


@bp.post("/learn/<slug:course>/<slug:lesson>/<slug:step>/done")
@needs(Permission.LESSON_FOLLOW)
def done(course: str, lesson: str, step: str) -> Any:
    """Keep that she finished this step, then show the next one."""
    found, kept = library.find_lesson(course, lesson), {"actor": current_actor(), "step_id": step, "waited": _waited()}
    if found and step in found.step_ids:
        next_id = service.keep_step(lesson=found, **kept)
        address = _after(course, service.There(found.id, next_id))
    else:
        address = _after(course, service.keep_changed_step(course_id=course, lesson_id=lesson, **kept))
    return jsonify(next=address) if _asked_by_script() else redirect(address, 303)


@bp.post("/learn/<slug:course>/<slug:lesson>/<slug:step>/tap")
@needs(Permission.LESSON_FOLLOW)
def tap(course: str, lesson: str, step: str) -> Any:
    """Keep one practice tap, then show what became of it."""
    found = library.find_lesson(course, lesson)
    if found is None or step not in found.step_ids:
        return jsonify(kept=False) if _asked_by_script() else _elsewhere(course, lesson, step)
    form = TapForm()
    if not form.validate():
        return _unreadable_tap(found, step)
    service.keep_tap(
        actor=current_actor(),
        lesson=found,
        step_id=step,
        at=form.at.data,
        tapped=form.tap.data,
        client_id=form.id(),
        waited=form.waited.data,
    )
    if _asked_by_script():
        return jsonify(kept=True)
    told = {"at": form.at.data, "tap": form.tap.data, "tries": form.tries.data or None}
    return redirect(url_for(".practice", course=course, lesson=found.id, step=step, _anchor="task", **told), 303)


def _waited() -> float | None:
    """Give how many seconds the phone held the tap back; None when it says nothing that makes sense."""
    seconds = request.form.get("waited", type=float)
    return seconds if seconds is not None and seconds >= 0 else None


def _asked_by_script() -> bool:
    return request.headers.get("Accept") == "application/json"


def _to_step(lesson: LessonView, step_id: str) -> Response:
    return redirect(url_for(".step", course=lesson.course_id, lesson=lesson.id, step=step_id), 303)


def _after(course: str, there: service.There | None) -> str:
    """Give the address of the step to show next, of the end of its lesson, or of the course when that is put away."""
    if there is None:
        return url_for(".course", course=course)
    if there.step_id is None:
        return url_for(".finished", course=course, lesson=there.lesson_id)
    return url_for(".step", course=course, lesson=there.lesson_id, step=there.step_id)


def _elsewhere(course: str, lesson: str, step: str | None = None) -> Any:
    """Follow an old link to where its step or its lesson is now; say so when it is no longer taught."""
    there = service.where_is(course, lesson, step)
    if there is None:
        return render_template("lessons/gone.html", course=library.course(course)), 410
    if there.step_id is None:
        return redirect(url_for(".lesson", course=course, lesson=there.lesson_id), 303)
    return redirect(url_for(".step", course=course, lesson=there.lesson_id, step=there.step_id), 303)


def _step_context(lesson: LessonView, text: LessonText, step: StepText) -> dict[str, Any]:
    reader = service.reader_of(actor=current_actor(), course_id=lesson.course_id)
    place = rules.neighbours(lesson.step_ids, step.id)
    return {
        "lesson": lesson,
        "text": text,
        "step": step,
        "place": place,
        "reader": reader,
        "teacher": reader.teacher,
        "address": service.LessonAddresses(lesson.course_id, lesson.id),
        "owner": service.owner_mark(reader),
        "checked_on": lesson.checked_on,
    }


def _unreadable_tap(lesson: LessonView, step_id: str) -> Any:
    shown = lesson.in_language(language()).step(step_id)
    if shown is None:
        raise NotFound
    return _practice_page(lesson, shown, request.form.get("at", 1, int), {}), 422


def _practice_page(lesson: LessonView, step: StepText, at: int, told: Any) -> Any:
    if not step.practice:
        return _to_step(lesson, step.id)
    return render_template(
        "lessons/practice.html",
        client_id=new_id(),
        **service.practice_shown(step, at, told, language()),
        **_step_context(lesson, lesson.in_language(language()), step),
    )
