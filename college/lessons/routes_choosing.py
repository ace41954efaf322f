"""The pages on which somebody chooses what to learn: my courses, all courses, tracks, and five questions that propose one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.core.errors import NotFound
from college.core.guard import current_actor, public
from college.core.pages import keep_cookie, kept_cookie
from college.lessons import rules_tracks, service
from college.lessons.blueprint import bp
from college.lessons.words import CHECK
from college.library import service as library

T = TypeVar("T")

#: Courses on one page (AGE_FRIENDLY AF-34).
COURSES_SHOWN = 6
#: A chosen track is kept on this phone for a year, in seconds, as language and letters are (decision 4).
REMEMBER = 365 * 24 * 3600


def chosen_track() -> str | None:
    """Give the id of the track that was chosen on this phone, None when none was."""
    return kept_cookie(service.TRACK_COOKIE)


@bp.get("/learn")
@public
def index() -> Any:
    """Show my courses, the one proposed lesson first."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.card_help"), 303)
    choice = service.choice_of(actor=actor, track_id=chosen_track())
    shown, page, more = _page(choice.mine)
    reader = service.reader_of(actor=actor, course_id=choice.mine[0].course.id if choice.mine else "")
    return render_template(
        "lessons/index.html", proposal=choice.proposal if page == 1 else None, lines=shown, more=more, teacher=reader.teacher
    )


@bp.get("/learn/all")
@public
def all_courses() -> str:
    """Show every course in the order of beginners: whoever likes may learn any of them."""
    shown, _number, more = _page(service.all_courses(actor=current_actor()))
    return render_template("lessons/all_courses.html", lines=shown, more=more, has_tracks=bool(library.tracks()))


@bp.get("/learn/tracks")
@public
def tracks() -> str:
    """Show the tracks: courses in an order for a kind of person."""
    return render_template("lessons/tracks.html", tracks=library.tracks(), chosen=chosen_track())


@bp.get("/learn/tracks/<slug:track>")
@public
def track(track: str) -> str:
    """Show one track with its courses in order."""
    found, lines = _track(track)
    shown, _number, more = _page(lines)
    return render_template("lessons/track.html", track=found, lines=shown, more=more, chosen=chosen_track() == found.id)


@bp.post("/learn/tracks/<slug:track>")
@public
def choose_track(track: str) -> Response:
    """Keep on this phone that courses are proposed in the order of this track."""
    found, _lines = _track(track)
    response = redirect(url_for("home.index") if current_actor().person_id else url_for(".track", track=found.id), 303)
    keep_cookie(response, service.TRACK_COOKIE, found.id, seconds=REMEMBER)
    flash(_("Good. From now on the next lesson follows this order. You can always choose another one."), "good")
    return response


@bp.get("/learn/check")
@public
def check() -> Any:
    """Ask the next of five questions, one on a page; ``?answers=`` holds what was answered so far. Nothing is kept."""
    answers = rules_tracks.fit_answers(request.args.get("answers"))
    if len(answers) == rules_tracks.QUESTIONS:
        return _proposed(answers)
    return render_template("lessons/check.html", question=CHECK[len(answers)], answers=answers, total=rules_tracks.QUESTIONS)


def _proposed(answers: str) -> Any:
    found = library.tracks()
    proposed = rules_tracks.proposed_track(answers, [each.id for each in found])
    if proposed is None:
        return redirect(url_for(".all_courses"), 303)
    best = next(each for each in found if each.id == proposed)
    return render_template("lessons/proposed.html", best=best, others=[each for each in found if each is not best])


def _track(track_id: str) -> Any:
    """Give (track, its courses as this reader has them). Raises NotFound."""
    found = next((each for each in service.tracks_of(actor=current_actor()) if each[0].id == track_id), None)
    if found is None:
        raise NotFound
    return found


def _page(lines: Sequence[T]) -> tuple[Sequence[T], int, int | None]:
    """Give the lines of the asked page, its number, and the number of the next page if there is one."""
    page = max(request.args.get("page", 1, int), 1)
    shown = lines[(page - 1) * COURSES_SHOWN : page * COURSES_SHOWN]
    return shown, page, page + 1 if len(lines) > page * COURSES_SHOWN else None
