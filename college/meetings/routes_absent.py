"""Addresses of those who were missing and of those who stood in no list."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import service as cohorts
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.meetings import absent, walk_in
from college.meetings.blueprint import bp
from college.meetings.finding import meeting_for
from college.meetings.forms_attendance import PhonesForm, WalkInForm, asked_id
from college.meetings.routes_attendance import LIST


@bp.get(LIST + "/absentees")
@needs(Permission.ATTENDANCE_TAKE)
def absentees(cohort_id: UUID, meeting_id: UUID) -> str:
    """Show who was missing, how often in a row, and what was missed."""
    page = absent.absentees_of(current_actor(), cohort_id, meeting_id, language())
    return _absentees_page(page)


def _absentees_page(page: absent.Absentees, *, has_numbers: bool = False) -> str:
    scope = cohorts.scope_of(page.taking.cohort)
    may_unmask = current_actor().reach(Permission.PHONE_UNMASK).covers(scope)
    return render_template("meetings/absentees.html", page=page, may_unmask=may_unmask, has_numbers=has_numbers)


@bp.get(LIST + "/absentees/phones")
@confirmed
@needs(Permission.PHONE_UNMASK)
def absentees_phones_form(cohort_id: UUID, meeting_id: UUID) -> str:
    """Ask why the whole numbers of everybody who was missing are needed."""
    page = absent.absentees_of(current_actor(), cohort_id, meeting_id, language(), Permission.PHONE_UNMASK)
    return render_template("meetings/absentees_phones.html", form=PhonesForm(), page=page)


@bp.post(LIST + "/absentees/phones")
@confirmed
@needs(Permission.PHONE_UNMASK)
def absentees_phones(cohort_id: UUID, meeting_id: UUID) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Show the whole numbers on this one answer, each to be called by a tap; they are kept nowhere."""
    form, actor, lang = PhonesForm(), current_actor(), language()
    if not form.validate():
        page = absent.absentees_of(actor, cohort_id, meeting_id, lang, Permission.PHONE_UNMASK)
        return render_template("meetings/absentees_phones.html", form=form, page=page), 422
    page = absent.with_phones(
        actor=actor, cohort_id=cohort_id, meeting_id=meeting_id, lang=lang, reason=form.reason.data
    )
    return _absentees_page(page, has_numbers=True), 200, {"Cache-Control": "no-store"}


@bp.get(LIST + "/walk-in")
@needs(Permission.ATTENDANCE_TAKE)
def walk_in_form(cohort_id: UUID, meeting_id: UUID) -> str:
    """Ask who came and stands in no list: found in the district, or by name."""
    form, noted = WalkInForm(), asked_id(request.args.get("noted"))
    form.give_id()
    if noted:
        row = walk_in.noted_for(actor=current_actor(), cohort_id=cohort_id, meeting_id=meeting_id, walk_in_id=noted)
        form.noted.data, form.name.data = str(noted), row.name
    return _walk_in_page(cohort_id, meeting_id, form, request.args.get("q", form.name.data or "")[:40])


def _walk_in_page(cohort_id: UUID, meeting_id: UUID, form: WalkInForm, words: str, known=()) -> str:
    actor = current_actor()
    cohort, meeting = meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    may_enroll = walk_in.may_enroll(actor, cohort)
    found = walk_in.find(actor=actor, cohort_id=cohort_id, meeting_id=meeting_id, words=words) if may_enroll else []
    return render_template(
        "meetings/attendance_walk_in.html",
        form=form,
        cohort=cohort,
        meeting=meeting,
        may_enroll=may_enroll,
        found=found,
        words=words,
        known=known,
    )


@bp.post(LIST + "/walk-in")
@needs(Permission.ATTENDANCE_TAKE)
def walk_in_add(cohort_id: UUID, meeting_id: UUID) -> Response | tuple[str, int]:
    """Enroll somebody by name and tick her off; a helper only notes her name."""
    form, actor, place = WalkInForm(), current_actor(), {"cohort_id": cohort_id, "meeting_id": meeting_id}
    form.give_id()
    cohort, _meeting = meeting_for(actor, Permission.ATTENDANCE_TAKE, cohort_id, meeting_id)
    if not form.validate():
        return _walk_in_page(cohort_id, meeting_id, form, ""), 422
    given = {"actor": actor, **place, "form_id": form.made_id(), "name": form.name.data}
    if not walk_in.may_enroll(actor, cohort):
        walk_in.note(**given)
        flash(_("%(name)s is noted. The coordinator sees it and enrolls her.", name=form.name.data), "good")
        return _to_list(cohort_id, meeting_id)
    try:
        person = walk_in.add(**given, phone=form.number, answer=form.same.data or None, noted_id=asked_id(form.noted.data))
    except cohorts.IsItTheSame as question:
        return _walk_in_page(cohort_id, meeting_id, form, "", question.known), 422
    flash(_("%(name)s is in the cohort and ticked off.", name=person.name), "good")
    return _to_list(cohort_id, meeting_id, person.id)


@bp.post(LIST + "/walk-in/<uuid:person_id>")
@needs(Permission.ENROLLMENT_EDIT)
def walk_in_take(cohort_id: UUID, meeting_id: UUID, person_id: UUID) -> Response:
    """Tick off somebody of the district who stands in no list here, and enroll her if asked."""
    enrolls = request.form.get("then") == "enroll"
    given = {"cohort_id": cohort_id, "meeting_id": meeting_id, "person_id": person_id, "enrolls": enrolls}
    person = walk_in.take(actor=current_actor(), **given, noted_id=asked_id(request.form.get("noted")))
    said = _("%(name)s is in the cohort and ticked off.") if enrolls else _("%(name)s is ticked off for today.")
    flash(said % {"name": person.name}, "good")
    return _to_list(cohort_id, meeting_id, person_id)


@bp.post(LIST + "/walk-ins/<uuid:walk_in_id>/put-away")
@needs(Permission.ATTENDANCE_TAKE)
def walk_in_put_away(cohort_id: UUID, meeting_id: UUID, walk_in_id: UUID) -> Response:
    """Say that nothing is to be done about a noted name."""
    place = {"cohort_id": cohort_id, "meeting_id": meeting_id}
    walk_in.put_away(actor=current_actor(), **place, walk_in_id=walk_in_id)
    flash(_("The name is put away."), "good")
    return _to_list(cohort_id, meeting_id)


def _to_list(cohort_id: UUID, meeting_id: UUID, person_id: UUID | None = None) -> Response:
    at = f"p-{person_id}" if person_id else None
    return redirect(url_for("meetings.attendance_list", cohort_id=cohort_id, meeting_id=meeting_id, _anchor=at), 303)
