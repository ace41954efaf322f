"""Addresses at which staff note what students showed in person."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.board import shown
from college.board.blueprint import bp
from college.board.forms_shown import ShownForm, read_ids
from college.board.rules_shown import lesson_from
from college.core.clock import today
from college.core.errors import NotFound
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission

STUDENT = "/cohorts/<uuid:cohort_id>/students/<uuid:person_id>/shown"
MEETING = "/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/shown"


@bp.get(STUDENT)
@needs(Permission.SHOWN_KEEP)
def shown_form(cohort_id: UUID, person_id: UUID) -> str:
    """Show the lessons of a student's cohort, each with whether she showed it in person."""
    page = shown.student_shown(current_actor(), cohort_id, person_id, language())
    return render_template("board/shown.html", page=page, form=ShownForm(data={"day": today()}))


@bp.post(STUDENT)
@needs(Permission.SHOWN_KEEP)
def shown_keep(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Keep that she showed a lesson."""
    form, actor = ShownForm(), current_actor()
    if not form.validate():
        page = shown.student_shown(actor, cohort_id, person_id, language())
        return render_template("board/shown.html", page=page, form=form), 422
    key = _key(form.lesson.data)
    given = {"cohort_id": cohort_id, "person_id": person_id, "key": key, "day": form.day.day, "note": form.note.data or ""}
    is_new = shown.keep_for_one(actor=actor, **given)
    flash(_("It is noted that she showed this lesson.") if is_new else _("That was noted before."), "good")
    return redirect(url_for("board.shown_form", cohort_id=cohort_id, person_id=person_id), 303)


@bp.post(STUDENT + "/take-back")
@needs(Permission.SHOWN_KEEP)
def shown_take_back(cohort_id: UUID, person_id: UUID) -> Response:
    """Take back that she showed a lesson."""
    key = _key(request.form.get("lesson"))
    shown.take_back(actor=current_actor(), cohort_id=cohort_id, person_id=person_id, key=key)
    flash(_("It is taken back."), "good")
    meeting_id = request.form.get("meeting", type=UUID)
    if meeting_id is not None:
        place = {"cohort_id": cohort_id, "meeting_id": meeting_id}
        return redirect(url_for("board.shown_meeting_form", **place, lesson="/".join(key)), 303)
    return redirect(url_for("board.shown_form", cohort_id=cohort_id, person_id=person_id), 303)


@bp.get(MEETING)
@needs(Permission.SHOWN_KEEP)
def shown_meeting_form(cohort_id: UUID, meeting_id: UUID) -> str:
    """Show who was at a meeting, to tick who showed its lesson there."""
    asked = lesson_from(request.args.get("lesson"))
    page = shown.meeting_shown(current_actor(), cohort_id, meeting_id, asked, language())
    return render_template("board/shown_meeting.html", page=page, all_ticked=request.args.get("all") == "1")


@bp.post(MEETING)
@needs(Permission.SHOWN_KEEP)
def shown_meeting_keep(cohort_id: UUID, meeting_id: UUID) -> Response:
    """Keep that the ticked people showed a lesson at a meeting."""
    key, ticked = _key(request.form.get("lesson")), read_ids(request.form.getlist("person"))
    place = {"cohort_id": cohort_id, "meeting_id": meeting_id}
    new = shown.keep_for_many(actor=current_actor(), **place, key=key, person_ids=ticked)
    if ticked:
        flash(ngettext("Noted for %(num)d person.", "Noted for %(num)d people.", new), "good")
    else:
        flash(_("Nobody is ticked yet: tick who showed the lesson, then keep it."), "care")
    return redirect(url_for("board.shown_meeting_form", **place, lesson="/".join(key)), 303)


def _key(text: str | None) -> shown.Key:
    key = lesson_from(text)
    if key is None:
        raise NotFound
    return key
