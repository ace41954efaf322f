"""Addresses of planned meetings: the plan of a cohort, one meeting, making, changing and calling off."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.cohorts import service as cohorts
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission
from college.meetings import planning, planning_choices, planning_views
from college.meetings.blueprint import bp
from college.meetings.finding import meeting_for
from college.meetings.forms import LATER, EditMeetingForm, MeetingForm, NewMeetingForm, WhichForm
from college.meetings.models import Meeting


@bp.get("/cohorts/<uuid:cohort_id>/meetings")
@needs(Permission.COHORT_VIEW)
def index(cohort_id: UUID) -> str:
    """Show the meetings of a cohort: those to come, or those that are over."""
    actor = current_actor()
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    is_past = request.args.get("show") == "past"
    page = planning_views.meetings_page(
        actor, cohort, is_past=is_past, page=request.args.get("page", 1, type=int), lang=language()
    )
    return render_template("meetings/index.html", cohort=cohort, page=page, is_past=is_past, may=_may(cohort))


@bp.get("/cohorts/<uuid:cohort_id>/meetings/print")
@needs(Permission.COHORT_VIEW)
def plan_page(cohort_id: UUID) -> str:
    """Show all meetings to come in large letters, for the wall."""
    actor = current_actor()
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    lines = planning_views.coming_lines(actor, cohort, language())
    return render_template("meetings/plan_page.html", cohort=cohort, lines=lines)


@bp.get("/cohorts/<uuid:cohort_id>/meetings/new")
@needs(Permission.MEETING_PLAN)
def new_form(cohort_id: UUID) -> str:
    """Show the form of a new meeting, filled in like the last one."""
    cohort = cohorts.cohort_for(current_actor(), Permission.MEETING_PLAN, cohort_id)
    cohorts.refuse_archived(cohort)
    form = NewMeetingForm()
    _choose(form, cohort)
    form.give_id()
    form.show(planning_views.first_wish(cohort))
    return render_template("meetings/new_form.html", form=form, cohort=cohort)


@bp.post("/cohorts/<uuid:cohort_id>/meetings/new")
@needs(Permission.MEETING_PLAN)
def plan(cohort_id: UUID) -> Response | str | tuple[str, int]:
    """Plan a meeting; the days of a series are shown first, and planned when they were seen."""
    cohort = cohorts.cohort_for(current_actor(), Permission.MEETING_PLAN, cohort_id)
    form = NewMeetingForm()
    _choose(form, cohort)
    if not form.validate() or "back" in request.form:
        form.give_id()
        return render_template("meetings/new_form.html", form=form, cohort=cohort), 422 if form.errors else 200
    if form.is_series_to_show():
        return _series_page(form, cohort)
    if form.looked.data:
        form.read_days(request.form.getlist("days"))
        if not form.kept:
            form.problem("until", _("No day is ticked. Tick at least one, or change the series."))
            return render_template("meetings/new_form.html", form=form, cohort=cohort), 422
    return _plan(form, cohort)


def _plan(form: NewMeetingForm, cohort: cohorts.Cohort) -> Response:
    days = form.kept if form.looked.data else [form.day.day]
    done = planning.plan(
        actor=current_actor(),
        cohort_id=cohort.id,
        form_id=form.made_id(),
        wanted=form.wanted(),
        days=days,
        follows=form.follows.data and len(days) > 1,
    )
    count = len(done.meetings)
    flash(ngettext("%(num)d meeting is planned.", "%(num)d meetings are planned.", count), "good")
    if count == 1:
        return redirect(url_for("meetings.show", cohort_id=cohort.id, meeting_id=done.meetings[0].id), 303)
    return redirect(url_for("meetings.index", cohort_id=cohort.id), 303)


def _series_page(form: NewMeetingForm, cohort: cohorts.Cohort) -> str:
    booked = planning_views.planned(cohort, form.wanted(), form.series())
    remarks = planning_views.remarks_on(current_actor(), cohort, booked)
    order = planning_choices.lesson_order(cohort.id, form.wanted().lesson, len(booked), language()) if form.follows.data else []
    form.looked.data = form.series_mark()
    days = list(zip(form.series(), booked, order or [""] * len(booked), strict=True))
    return render_template("meetings/series_form.html", form=form, cohort=cohort, days=days, remarks=remarks)


@bp.get("/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>")
@needs(Permission.COHORT_VIEW)
def show(cohort_id: UUID, meeting_id: UUID) -> str:
    """Show one meeting and what can be done about it."""
    actor = current_actor()
    cohort, meeting = meeting_for(actor, Permission.COHORT_VIEW, cohort_id, meeting_id)
    line = planning_views.lines_of(actor, cohort, [meeting], language())[0]
    return render_template("meetings/show.html", cohort=cohort, line=line, meeting=meeting, may=_may(cohort), later=planning.later_count(meeting))


@bp.get("/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/edit")
@needs(Permission.MEETING_PLAN)
def edit_form(cohort_id: UUID, meeting_id: UUID) -> str:
    """Show the form with what a meeting is now."""
    cohort, meeting = meeting_for(current_actor(), Permission.MEETING_PLAN, cohort_id, meeting_id)
    cohorts.refuse_archived(cohort)
    form = EditMeetingForm()
    _choose(form, cohort, meeting)
    form.offer_later(planning.later_count(meeting))
    form.show(planning.wanted_now(meeting))
    form.version.data = str(meeting.version)
    return render_template("meetings/edit_form.html", form=form, cohort=cohort, meeting=meeting, line=None)


@bp.post("/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/edit")
@needs(Permission.MEETING_PLAN)
def edit(cohort_id: UUID, meeting_id: UUID) -> Response | tuple[str, int]:
    """Change a meeting, or it and the later ones of its series; whoever comes second is told what stands there now."""
    cohort, meeting = meeting_for(current_actor(), Permission.MEETING_PLAN, cohort_id, meeting_id)
    form = EditMeetingForm()
    _choose(form, cohort, meeting)
    form.offer_later(planning.later_count(meeting))
    if not form.validate():
        return render_template("meetings/edit_form.html", form=form, cohort=cohort, meeting=meeting, line=None), 422
    try:
        done = planning.change(
            actor=current_actor(),
            cohort_id=cohort_id,
            meeting_id=meeting_id,
            seen=form.seen(),
            wanted=form.wanted(),
            is_later=form.which.data == LATER,
        )
    except planning.Overtaken:
        return _overtaken(form, cohort, meeting), 409
    _say_changed(done)
    return redirect(url_for("meetings.show", cohort_id=cohort_id, meeting_id=meeting_id), 303)


def _overtaken(form: EditMeetingForm, cohort: cohorts.Cohort, meeting: Meeting) -> str:
    """Show what stands there now beside what was typed; the next press is meant to write over it."""
    line = planning_views.lines_of(current_actor(), cohort, [meeting], language())[0]
    form.version.data = str(meeting.version)
    return render_template("meetings/edit_form.html", form=form, cohort=cohort, meeting=meeting, line=line)


def _say_changed(done: planning.Done) -> None:
    if not done.is_new:
        flash(_("Nothing was changed."), "good")
        return
    words = ngettext("%(num)d meeting is saved.", "%(num)d meetings are saved.", len(done.meetings))
    flash(f"{words} {_told(done.told)}".strip(), "good")


@bp.get("/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/call-off")
@needs(Permission.MEETING_PLAN)
def call_off_form(cohort_id: UUID, meeting_id: UUID) -> str:
    """Say what calling a meeting off means before it is done."""
    cohort, meeting = meeting_for(current_actor(), Permission.MEETING_PLAN, cohort_id, meeting_id)
    form = WhichForm()
    form.offer_later(planning.later_count(meeting))
    return render_template("meetings/call_off_form.html", form=form, cohort=cohort, meeting=meeting)


@bp.post("/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/call-off")
@needs(Permission.MEETING_PLAN)
def call_off(cohort_id: UUID, meeting_id: UUID) -> Response | tuple[str, int]:
    """Call a meeting off; it is kept and can be put back."""
    cohort, meeting = meeting_for(current_actor(), Permission.MEETING_PLAN, cohort_id, meeting_id)
    form = WhichForm()
    form.offer_later(planning.later_count(meeting))
    if not form.validate():
        return render_template("meetings/call_off_form.html", form=form, cohort=cohort, meeting=meeting), 422
    done = planning.call_off(
        actor=current_actor(), cohort_id=cohort_id, meeting_id=meeting_id, is_later=form.which.data == LATER
    )
    words = ngettext("%(num)d meeting is called off.", "%(num)d meetings are called off.", len(done.meetings))
    flash(f"{words} {_told(done.told)}".strip(), "good")
    return redirect(url_for("meetings.show", cohort_id=cohort_id, meeting_id=meeting_id), 303)


@bp.post("/cohorts/<uuid:cohort_id>/meetings/<uuid:meeting_id>/take-place")
@needs(Permission.MEETING_PLAN)
def take_place(cohort_id: UUID, meeting_id: UUID) -> Response:
    """Take back that a meeting was called off."""
    is_later = request.form.get("which") == LATER
    done = planning.take_place(actor=current_actor(), cohort_id=cohort_id, meeting_id=meeting_id, is_later=is_later)
    words = ngettext("%(num)d meeting takes place again.", "%(num)d meetings take place again.", len(done.meetings))
    flash(f"{words} {_told(done.told)}".strip(), "good")
    return redirect(url_for("meetings.show", cohort_id=cohort_id, meeting_id=meeting_id), 303)


def _told(count: int) -> str:
    return ngettext("%(num)d student is told.", "%(num)d students are told.", count) if count else ""


def _choose(form: MeetingForm, cohort: cohorts.Cohort, meeting: Meeting | None = None) -> None:
    """Fill in what may be chosen, with what the meeting has already."""
    before = planning.wanted_now(meeting) if meeting else None
    form.choose_from(
        planning_choices.lesson_choices(cohort.id, before.lesson if before else None, language()),
        planning_choices.team_choices(cohort, before.helper_ids if before else ()),
    )


def _may(cohort: cohorts.Cohort) -> dict[str, bool]:
    """Give what she may do with meetings of a cohort, by the permission's name; nothing is planned in the archive."""
    reach, scope = current_actor().reach, cohorts.scope_of(cohort)
    return {
        each.name.lower(): reach(each).covers(scope) and cohort.archived_at is None
        for each in (Permission.MEETING_PLAN, Permission.ATTENDANCE_TAKE, Permission.SHOWN_KEEP, Permission.GOAL_SET)
    }
