"""Addresses of a cohort's seats: who sits where, changing it, the list to tick and the plan for the wall."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.cohorts import seats, service, views
from college.cohorts.blueprint import bp
from college.cohorts.rules_seats import HIGHEST, NARROWEST, USUAL, WIDEST
from college.core.days import plain
from college.core.errors import RuleBroken
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.get("/cohorts/<uuid:cohort_id>/seats")
@needs(Permission.COHORT_VIEW)
def seats_index(cohort_id: UUID) -> str:
    """Show who sits where."""
    return _page(cohort_id)


def _page(cohort_id: UUID, wrong: UUID | None = None, typed: str = "", sentence: str = "") -> str:
    actor = current_actor()
    seating = seats.seating(actor=actor, cohort_id=cohort_id)
    may = views.allowed(actor, service.scope_of(seating.cohort))["attendance_take"] and not seating.cohort.archived_at
    bad = {"wrong": wrong, "typed": typed, "sentence": sentence}
    return render_template("cohorts/seats_index.html", seating=seating, may_change=may, highest=HIGHEST, **bad)


@bp.post("/cohorts/<uuid:cohort_id>/seats")
@needs(Permission.ATTENDANCE_TAKE)
def seats_give(cohort_id: UUID) -> Response:
    """Give seats by the sound of the names, to those without one or to everybody anew."""
    count = seats.give(actor=current_actor(), cohort_id=cohort_id, anew=request.form.get("whom") == "everybody")
    flash(ngettext("%(num)d seat is given.", "%(num)d seats are given.", count), "good")
    return _back(cohort_id)


@bp.post("/cohorts/<uuid:cohort_id>/seats/<uuid:person_id>")
@needs(Permission.ATTENDANCE_TAKE)
def seats_move(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Give somebody the seat whose number was typed; whoever sits there takes hers."""
    typed = request.form.get("number", "")
    number = plain(typed)
    try:
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) <= len(str(HIGHEST)) else 0
        seats.move(actor=current_actor(), cohort_id=cohort_id, person_id=person_id, number=wanted)
    except RuleBroken as broken:
        return _page(cohort_id, person_id, typed, broken.sentence), 422
    flash(_("The seat is changed. You can take this back below."), "good")
    return _back(cohort_id, f"seat-{person_id}")


@bp.post("/cohorts/<uuid:cohort_id>/seats/undo")
@needs(Permission.ATTENDANCE_TAKE)
def seats_undo(cohort_id: UUID) -> Response:
    """Bring the seats back as they were before the last change."""
    seats.undo(actor=current_actor(), cohort_id=cohort_id)
    flash(_("The seats are as they were before."), "good")
    return _back(cohort_id)


@bp.get("/cohorts/<uuid:cohort_id>/seats/list")
@needs(Permission.COHORT_VIEW)
def seats_list(cohort_id: UUID) -> str:
    """Show the list to print: number, name, a box to tick."""
    return render_template("cohorts/seats_list.html", seating=seats.seating(actor=current_actor(), cohort_id=cohort_id))


@bp.get("/cohorts/<uuid:cohort_id>/seats/plan")
@needs(Permission.COHORT_VIEW)
def seats_plan(cohort_id: UUID) -> str:
    """Show the plan of the room for the wall."""
    width = min(max(request.args.get("width", USUAL, type=int), NARROWEST), WIDEST)
    seating = seats.seating(actor=current_actor(), cohort_id=cohort_id)
    widths = range(NARROWEST, WIDEST + 1)
    return render_template("cohorts/seats_plan.html", seating=seating, width=width, widths=widths)


def _back(cohort_id: UUID, anchor: str | None = None) -> Response:
    return redirect(url_for("cohorts.seats_index", cohort_id=cohort_id, _anchor=anchor), 303)
