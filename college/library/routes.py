"""The preview of courses for staff, with the notes for lecturers, and the pictures of lessons for everybody."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from college.core.errors import NotFound
from college.core.guard import current_actor, needs, public
from college.core.pages import language, page_of_list
from college.core.permissions import Permission
from college.library import preview, routes_recordings, service
from college.library.blueprint import KEEP_FOR_EVER, bp
from college.library.pictures import ENDING

__all__ = ["bp", "routes_recordings"]

#: Drawn screens on one page of them.
SCREENS_SHOWN = 12


@bp.app_template_filter("hanzi")
def hanzi(text: str):
    """Mark the hanzi of an English text as Chinese; a Chinese text stays as it is."""
    return service.mark_labels(text, language())


@bp.get("/courses")
@needs(Permission.COURSE_VIEW)
def index() -> str:
    """Show the published courses."""
    return render_template("library/index.html", courses=service.published_courses(), may_record=_may_record())


@bp.get("/courses/screens")
@needs(Permission.COURSE_VIEW)
def screens() -> str:
    """Show all drawn practice screens with the names of their targets, some on a page."""
    names = preview.screen_names()
    page = page_of_list(names, request.args.get("page", 1, int), SCREENS_SHOWN)
    where = [(name, at // SCREENS_SHOWN + 1) for at, name in enumerate(names)]
    return render_template("library/screens.html", page=page, names=where, screens=preview.drawn_screens(page.items, language()))


@bp.get("/courses/<slug:course>")
@needs(Permission.COURSE_VIEW)
def course(course: str) -> str:
    """Show one course: for whom, what for, its lessons."""
    return render_template("library/course.html", course=service.course(course), may_record=_may_record())


@bp.get("/courses/<slug:course>/<slug:lesson>")
@needs(Permission.COURSE_VIEW)
def lesson(course: str, lesson: str) -> str | AnyResponse:
    """Show one lesson as a lecturer needs it: every step with its screens, words for wrong taps and notes."""
    view = service.lesson(course, lesson)
    if view.id != lesson:
        return redirect(url_for(".lesson", course=course, lesson=view.id), 303)
    return render_template(
        "library/lesson.html",
        course=service.course(course),
        lesson=view,
        text=view.in_language(language()),
        steps=preview.steps(view, language()),
        features=service.features(),
    )


def _may_record() -> bool:
    return bool(current_actor().reach(Permission.RECORDING_KEEP))


@bp.get("/pictures/<slug:sha256>.<slug:ending>")
@public
def picture(sha256: str, ending: str) -> Response:
    """Send a picture; browsers may keep it for ever."""
    if ending != ENDING:
        raise NotFound
    found = service.picture(sha256)
    response = Response(found.data, mimetype=found.media_type)
    response.cache_control.public = True
    response.cache_control.max_age = KEEP_FOR_EVER
    response.cache_control.immutable = True
    response.set_etag(sha256)
    return response.make_conditional(request)
