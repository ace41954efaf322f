"""Addresses of listening: which steps are silent, recording one of them, and the sounds for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from college.accounts import service as accounts
from college.core.errors import NotFound
from college.core.guard import current_actor, needs, public
from college.core.headers import MICROPHONE
from college.core.limits import TooMuch
from college.core.pages import language
from college.core.permissions import Permission
from college.library import recordings, service, silence
from college.library.blueprint import KEEP_FOR_EVER, bp
from college.library.forms_recordings import RecordingForm
from college.library.models_recordings import Recording
from college.library.sounds import MAX_SECONDS, Unfit
from college.library.spoken import spoken_hash
from college.library.texts import SOUND_ENDINGS


@bp.get("/courses/silent")
@needs(Permission.RECORDING_KEEP)
def silent_index() -> str:
    """Say of every course how many of its steps are spoken."""
    lang = language()
    lines = silence.of_all(actor=current_actor(), lang=lang)
    return render_template("library/silent_index.html", courses=service.published_courses(), lines=lines)


@bp.get("/courses/<slug:course>/silent")
@needs(Permission.RECORDING_KEEP)
def silent(course: str) -> str:
    """Say of every step of a course whether it is spoken, says other words since, or is silent."""
    lines = silence.of_course(actor=current_actor(), course_id=course, lang=language())
    return render_template("library/silent.html", course=service.course(course), lines=lines)


@bp.get("/courses/<slug:course>/<slug:lesson>/<slug:step>/recording")
@needs(Permission.RECORDING_KEEP)
def recording(course: str, lesson: str, step: str) -> AnyResponse:
    """Show the words of a step to read aloud, what is heard of it, and how to record it."""
    return _page(course, lesson, step, RecordingForm())


@bp.post("/courses/<slug:course>/<slug:lesson>/<slug:step>/recording")
@needs(Permission.RECORDING_KEEP)
def keep_recording(course: str, lesson: str, step: str) -> AnyResponse:
    """Take a recording, from the page's recorder or as a file."""
    form = RecordingForm()
    if not form.validate():
        return _refused(course, lesson, step, form)
    try:
        recordings.keep(
            actor=current_actor(),
            course_id=course,
            lesson_id=lesson,
            step_id=step,
            lang=language(),
            client_id=form.made_id(),
            data=form.read(),
            said_seconds=form.seconds.data,
            read_hash=form.words.data or "",
        )
    except (Unfit, TooMuch) as refusal:
        form.problem("sound", _why(refusal))
        return _refused(course, lesson, step, form)
    flash(_("Your recording is kept. Students hear it from now on."), "good")
    address = url_for(".recording", course=course, lesson=lesson, step=step)
    return jsonify(next=address) if _asked_by_script() else redirect(address, 303)


@bp.post("/courses/recordings/<uuid:recording_id>/remove")
@needs(Permission.RECORDING_KEEP)
def remove_recording(recording_id: UUID) -> AnyResponse:
    """Put a recording away."""
    row = recordings.remove(actor=current_actor(), recording_id=recording_id)
    flash(_("The recording is taken away. You can bring it back for 24 hours."), "good")
    return _to_step(row)


@bp.post("/courses/recordings/<uuid:recording_id>/restore")
@needs(Permission.RECORDING_KEEP)
def restore_recording(recording_id: UUID) -> AnyResponse:
    """Bring a recording back."""
    row = recordings.restore(actor=current_actor(), recording_id=recording_id)
    flash(_("The recording is back. Students hear it again."), "good")
    return _to_step(row)


@bp.get("/sounds/<slug:sha256>.<slug:ending>")
@public
def sound(sha256: str, ending: str) -> Response:
    """Send a sound, or the part of it that a player asks for (206: an iPhone plays nothing without)."""
    found = recordings.sound(sha256)
    if ending != SOUND_ENDINGS.get(found.media_type):
        raise NotFound
    response = Response(found.data, mimetype=found.media_type)
    response.cache_control.public = True
    response.cache_control.max_age = KEEP_FOR_EVER
    response.cache_control.immutable = True
    response.set_etag(sha256)
    return response.make_conditional(request, accept_ranges=True, complete_length=len(found.data))


def _to_step(row: Recording) -> AnyResponse:
    lesson = service.lesson_of_step(row.course_id, row.step_id)
    return redirect(url_for(".recording", course=row.course_id, lesson=lesson, step=row.step_id), 303)


def _asked_by_script() -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(course: str, lesson: str, step: str, form: RecordingForm) -> AnyResponse:
    if _asked_by_script():
        said = [str(error) for errors in form.errors.values() for error in errors]
        answer: AnyResponse = jsonify(problem=said[0] if said else _("Please look at this again:"))
    else:
        answer = _page(course, lesson, step, form)
    answer.status_code = 422
    return answer


def _page(course: str, lesson: str, step: str, form: RecordingForm) -> AnyResponse:
    actor, lang = current_actor(), language()
    found = service.lesson(course, lesson)
    if found.id != lesson:
        return redirect(url_for(".recording", course=course, lesson=found.id, step=step), 303)
    shown = recordings.step_of(actor=actor, course_id=course, lesson_id=lesson, step_id=step, lang=lang)
    if not form.client_id.data:
        form.give_id(spoken_hash(shown.words))
    lines = silence.of_course(actor=actor, course_id=course, lang=lang)
    answer = Response(
        render_template(
            "library/recording.html",
            shown=shown,
            form=form,
            next=silence.next_silent(lines, lesson, step),
            waiting=sum(line.count(state) for line in lines for state in ("silent", "stale")),
            names=_names([each for each in (shown.now, *shown.back) if each]),
            course=service.course(course),
            longest=int(MAX_SECONDS),
        )
    )
    answer.headers.add(*MICROPHONE)
    return answer


def _names(kept: list[Any]) -> dict[UUID, str]:
    return {each: person.name for each, person in accounts.people_by_ids({each.recorded_by for each in kept}).items()}


def _why(refusal: Unfit | TooMuch) -> str:
    """Say in a sentence why a file was not taken and what to do about it."""
    sentences = {
        "kind": _("This is no sound file that we can take. Please choose MP3, M4A, WAV, OGG or WebM."),
        "picture": _("This file holds a film. Please choose one with sound only."),
        "long": _("This is longer than 30 seconds. Please read it again, or cut it shorter."),
        "short": _("Nothing can be heard in so short a time. Please read it again."),
        "bytes": _("This file is larger than 1.5 MB. Please choose MP3, or record it here."),
    }
    torn = _("This file cannot be played: it may be broken. Please record it again.")
    return sentences.get(refusal.why, torn) if isinstance(refusal, Unfit) else torn
