"""Addresses of one's own meetings: a student's list, and the calendar with its secret address."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.guard import current_actor, needs, public
from college.core.pages import language
from college.core.permissions import Permission
from college.meetings import calendar, coming
from college.meetings.blueprint import bp


@bp.get("/cohorts/<uuid:cohort_id>/meetings/calendar")
@needs(Permission.COHORT_VIEW)
def calendar_form(cohort_id: UUID) -> str:
    """Say to a member of staff what her calendar address is and since when she has one."""
    cohort = cohorts.cohort_for(current_actor(), Permission.COHORT_VIEW, cohort_id)
    return _desk_page(cohort, None)


@bp.post("/cohorts/<uuid:cohort_id>/meetings/calendar")
@needs(Permission.COHORT_VIEW)
def calendar_make(cohort_id: UUID) -> str:
    """Make her calendar address and show it on this answer only; an earlier one ends."""
    cohort = cohorts.cohort_for(current_actor(), Permission.COHORT_VIEW, cohort_id)
    return _desk_page(cohort, calendar.make_address(actor=current_actor()))


@bp.post("/cohorts/<uuid:cohort_id>/meetings/calendar/end")
@needs(Permission.COHORT_VIEW)
def calendar_end(cohort_id: UUID) -> AnyResponse:
    """End her calendar address."""
    cohorts.cohort_for(current_actor(), Permission.COHORT_VIEW, cohort_id)
    calendar.end_address(actor=current_actor())
    flash(_("Your calendar address is ended. Nobody can read anything there any more."), "good")
    return redirect(url_for("meetings.calendar_form", cohort_id=cohort_id), 303)


@bp.get("/meetings")
@needs(Permission.MEETING_JOIN)
def mine() -> str:
    """Show a student her classes to come."""
    return render_template("meetings/mine.html", coming=coming.all_coming(current_actor(), language()))


@bp.get("/meetings/calendar")
@needs(Permission.MEETING_JOIN)
def my_calendar() -> str:
    """Say to a student how her classes come into her phone's calendar."""
    return _phone_page(None)


@bp.post("/meetings/calendar")
@needs(Permission.MEETING_JOIN)
def my_calendar_make() -> str:
    """Make her calendar address and show it on this answer only; an earlier one ends."""
    return _phone_page(calendar.make_address(actor=current_actor()))


@bp.post("/meetings/calendar/end")
@needs(Permission.MEETING_JOIN)
def my_calendar_end() -> AnyResponse:
    """End her calendar address."""
    calendar.end_address(actor=current_actor())
    flash(_("Your calendar address is ended. Nobody can read anything there any more."), "good")
    return redirect(url_for("meetings.my_calendar"), 303)


@bp.get("/calendar/<token>.ics")
@public
def calendar_ics(token: str) -> Response:
    """Give the calendar at a secret address; whoever has the very same one already is told so (304)."""
    response = Response(calendar.calendar_of(token, language()), content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _desk_page(cohort: cohorts.Cohort, token: str | None) -> str:
    made = calendar.address_of(current_actor().person_id)
    return render_template("meetings/calendar_form.html", cohort=cohort, made=made, **_urls(token))


def _phone_page(token: str | None) -> str:
    made = calendar.address_of(current_actor().person_id)
    return render_template("meetings/my_calendar.html", made=made, **_urls(token))


def _urls(token: str | None) -> dict[str, str]:
    """Give the address to copy and the one that opens a calendar at once; both empty when none was just made."""
    if token is None:
        return {"url": "", "subscribe_url": ""}
    url = accounts.public_url(url_for("meetings.calendar_ics", token=token))
    return {"url": url, "subscribe_url": "webcal:" + url.partition(":")[2]}
