"""Addresses of a meeting's list: taps on names, who is excused, corrections, the list as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import service as cohorts
from college.core.errors import RuleBroken
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission
from college.core.tables import download
from college.meetings import attendance, correcting, late_taps, walk_in
from college.meetings.blueprint import bp
from college.meetings.export_attendance import export, words_of
from college.meetings.forms_attendance import CorrectForm, ExcuseForm, read_marks
from college.meetings.models import Meeting
from college.meetings.rules_attendance import CAME, EXCUSED, LATE, Mark, Phase

LIST = "/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/attendance"


@bp.app_template_global("standing_words")
def standing_words(standing: str) -> str:
    """Give what stands of somebody at a meeting in words."""
    return words_of(standing)


@bp.app_template_global("why_words")
def why_words(why: str) -> str:
    """Give why a list was corrected, in words."""
    return late_taps.why_words(why)


@bp.app_template_global("rates_of")
def rates_of(cohort_id: UUID, meetings: Sequence[Meeting]) -> dict[UUID, attendance.Rate]:
    """Give, by meeting, how many of the enrolled came: for pages that may show the cohort."""
    return attendance.rates_of(cohort_id, meetings)


@bp.app_template_global("corrections_of")
def corrections_of(meeting: Meeting) -> int:
    """Give how often a meeting's list was corrected after its day: for pages that may show the meeting."""
    return attendance.correction_count(meeting)


@bp.get(LIST)
@needs(Permission.ATTENDANCE_TAKE)
def attendance_list(cohort_id: UUID, meeting_id: UUID) -> str:
    """Show the names of a meeting, each a button."""
    actor = current_actor()
    taking = attendance.taking_for(actor, cohort_id, meeting_id)
    words, only_missing = request.args.get("q", "")[:40], request.args.get("show") == "missing"
    return render_template(
        "meetings/attendance_list.html",
        taking=taking,
        rows=attendance.narrowed(taking.rows, words, only_missing=only_missing),
        words=words,
        only_missing=only_missing,
        count=count_words(taking),
        said={each: words_of(each) for each in ("", CAME, LATE, EXCUSED)},
        may_enroll=walk_in.may_enroll(actor, taking.cohort),
        may_export=actor.reach(Permission.BOARD_EXPORT).covers(cohorts.scope_of(taking.cohort)),
        names=attendance.keepers(taking),
    )


@bp.post(LIST)
@needs(Permission.ATTENDANCE_TAKE)
def attendance_keep(cohort_id: UUID, meeting_id: UUID) -> Any:
    """Keep one tap on a name, or many that a phone held back."""
    marks, place = read_marks(request.form.getlist("mark")), {"cohort_id": cohort_id, "meeting_id": meeting_id}
    try:
        left = attendance.keep_marks(actor=current_actor(), **place, marks=marks)
    except RuleBroken as broken:
        if not _asked_by_script():
            raise
        return jsonify(**_after(cohort_id, meeting_id), sentence=broken.sentence), 409
    if _asked_by_script():
        return jsonify(**_after(cohort_id, meeting_id), sentence=_say_left(left))
    if left:
        flash(_say_left(left), "care")
    shown = {name: request.form.get(name) or None for name in ("q", "show")}
    at = f"p-{marks[-1].person_id}" if marks else None
    return redirect(url_for("meetings.attendance_list", **place, **shown, _anchor=at), 303)


def _after(cohort_id: UUID, meeting_id: UUID) -> dict[str, Any]:
    """Give what stands of everybody now: other helpers tap at the same time."""
    taking = attendance.taking_for(current_actor(), cohort_id, meeting_id)
    return {"count": count_words(taking), "standings": {str(each.person.id): each.standing for each in taking.rows}}


def count_words(taking: attendance.Taking) -> str:
    """Give how many came of how many, in words."""
    words = _("Came %(came)s / %(total)s", came=taking.came, total=taking.total)
    return _("%(words)s, and %(others)s who stand in no list", words=words, others=taking.others) if taking.others else words


def _say_left(left: list[UUID]) -> str:
    return _("Some taps were not kept: the names are not in this list any more.") if left else ""


def _asked_by_script() -> bool:
    return request.headers.get("Accept") == "application/json"


@bp.get(LIST + "/<uuid:person_id>/excuse")
@needs(Permission.ATTENDANCE_TAKE)
def attendance_excuse_form(cohort_id: UUID, meeting_id: UUID, person_id: UUID) -> str:
    """Ask why somebody is excused."""
    form = ExcuseForm()
    form.offer()
    page = correcting.correcting_for(current_actor(), cohort_id, meeting_id, person_id)
    return render_template("meetings/attendance_excuse.html", form=form, page=page)


@bp.post(LIST + "/<uuid:person_id>/excuse")
@needs(Permission.ATTENDANCE_TAKE)
def attendance_excuse(cohort_id: UUID, meeting_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Keep that somebody is excused, and why."""
    form, place = ExcuseForm(), {"cohort_id": cohort_id, "meeting_id": meeting_id}
    form.offer()
    page = correcting.correcting_for(current_actor(), cohort_id, meeting_id, person_id)
    if not form.validate():
        return render_template("meetings/attendance_excuse.html", form=form, page=page), 422
    attendance.keep_marks(actor=current_actor(), **place, marks=[Mark(person_id, EXCUSED)], note=form.reason())
    flash(_("%(name)s is excused. A tap on the name takes it back.", name=page.row.person.name), "good")
    return redirect(url_for("meetings.attendance_list", **place, _anchor=f"p-{person_id}"), 303)


@bp.get(LIST + "/<uuid:person_id>/correct")
@needs(Permission.ATTENDANCE_TAKE)
def attendance_correct_form(cohort_id: UUID, meeting_id: UUID, person_id: UUID) -> Response | str:
    """Say what stands of somebody and ask what is right, and why."""
    page = correcting.correcting_for(current_actor(), cohort_id, meeting_id, person_id)
    if attendance.phase_now(page.meeting) is not Phase.OVER:
        return redirect(url_for("meetings.attendance_list", cohort_id=cohort_id, meeting_id=meeting_id), 303)
    form = CorrectForm(data={"seen": page.row.standing})
    form.give_id()
    form.offer()
    return render_template("meetings/attendance_correct.html", form=form, page=page)


@bp.post(LIST + "/<uuid:person_id>/correct")
@needs(Permission.ATTENDANCE_TAKE)
def attendance_correct(cohort_id: UUID, meeting_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Correct what stands of somebody; what stood there and why it was changed is kept."""
    form, actor, place = CorrectForm(), current_actor(), {"cohort_id": cohort_id, "meeting_id": meeting_id}
    form.offer()
    is_good = form.validate()
    if is_good:
        sent = {"form_id": form.made_id(), "seen": form.seen.data or "", "after": form.after.data, "why": form.why.data}
        try:
            correcting.correct(actor=actor, **place, person_id=person_id, **sent)
        except correcting.Overtaken as other:
            now = words_of(other.standing)
            form.problem("after", _("Meanwhile somebody changed it to “%(now)s”. Please look once more.", now=now))
            form.seen.data, is_good = other.standing, False
    if not is_good:
        page = correcting.correcting_for(actor, cohort_id, meeting_id, person_id)
        return render_template("meetings/attendance_correct.html", form=form, page=page), 422
    flash(_("It is corrected. What stood there is kept below the list."), "good")
    return redirect(url_for("meetings.attendance_list", **place, _anchor=f"p-{person_id}"), 303)


@bp.post(LIST + "/export")
@confirmed
@needs(Permission.BOARD_EXPORT)
def attendance_export(cohort_id: UUID, meeting_id: UUID) -> Response:
    """Give a meeting's list as CSV."""
    taking, data = export(actor=current_actor(), cohort_id=cohort_id, meeting_id=meeting_id)
    day, name = attendance.day_of(taking.meeting).isoformat(), _("attendance")
    return download(data, f"{name}-{taking.cohort.name}-{day}.csv", plain_name=f"attendance-{day}.csv")
