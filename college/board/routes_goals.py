"""Addresses of a cohort's goals: looked at with how many are there, set, moved, silenced and taken away."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from college.board import goals
from college.board.blueprint import bp
from college.board.forms_goals import WEEKLY, GoalDayForm, GoalsForm
from college.cohorts import service as cohorts
from college.core.guard import current_actor, needs
from college.core.pages import language
from college.core.permissions import Permission


@bp.get("/cohorts/<uuid:cohort_id>/goals")
@needs(Permission.BOARD_VIEW)
def goals_index(cohort_id: UUID) -> str:
    """Show the goals of a cohort, and what was just taken away so that it can be put back."""
    return _page(cohort_id, None)


@bp.post("/cohorts/<uuid:cohort_id>/goals")
@needs(Permission.GOAL_SET)
def goals_set(cohort_id: UUID) -> Response | tuple[str, int]:
    """Set goals for one lesson or many."""
    found = goals.goals_of(current_actor(), Permission.GOAL_SET, cohort_id, language())
    form = GoalsForm()
    form.choose_from(found.free)
    if not form.validate():
        return _page(cohort_id, form), 422
    wanted = cohorts.spread_goals(form.keys(), form.by_on.day, is_weekly=form.spread.data == WEEKLY)
    count = cohorts.set_goals(actor=current_actor(), cohort_id=cohort_id, goals=wanted)
    flash(ngettext("%(num)d goal is set.", "%(num)d goals are set.", count), "good")
    return _back(cohort_id)


@bp.get("/cohorts/<uuid:cohort_id>/goals/<uuid:goal_id>")
@needs(Permission.GOAL_SET)
def goal_form(cohort_id: UUID, goal_id: UUID) -> str:
    """Show the form with the day of a goal."""
    found, line = goals.goal_line(current_actor(), cohort_id, goal_id, language())
    form = GoalDayForm(data={"by_on": line.goal.by_on})
    return render_template("board/goal_form.html", cohort=found.cohort, line=line, form=form)


@bp.post("/cohorts/<uuid:cohort_id>/goals/<uuid:goal_id>")
@needs(Permission.GOAL_SET)
def goal_change(cohort_id: UUID, goal_id: UUID) -> Response | tuple[str, int]:
    """Move a goal to another day."""
    found, line = goals.goal_line(current_actor(), cohort_id, goal_id, language())
    form = GoalDayForm()
    if not form.validate():
        return render_template("board/goal_form.html", cohort=found.cohort, line=line, form=form), 422
    cohorts.change_goal(actor=current_actor(), cohort_id=cohort_id, goal_id=goal_id, by_on=form.by_on.day)
    flash(_("The goal is saved."), "good")
    return _back(cohort_id)


@bp.post("/cohorts/<uuid:cohort_id>/goals/<uuid:goal_id>/quiet")
@needs(Permission.GOAL_SET)
def goal_quiet(cohort_id: UUID, goal_id: UUID) -> Response:
    """Remind nobody of a goal, or do remind after all."""
    is_quiet = request.form.get("quiet") == "yes"
    cohorts.change_goal(actor=current_actor(), cohort_id=cohort_id, goal_id=goal_id, is_quiet=is_quiet)
    flash(_("Nobody is reminded of this goal.") if is_quiet else _("Whoever has not finished is reminded once, three days before."), "good")
    return _back(cohort_id)


@bp.post("/cohorts/<uuid:cohort_id>/goals/<uuid:goal_id>/remove")
@needs(Permission.GOAL_SET)
def goal_remove(cohort_id: UUID, goal_id: UUID) -> Response:
    """Take a goal away; the page that comes next offers to put it back."""
    cohorts.remove_goal(actor=current_actor(), cohort_id=cohort_id, goal_id=goal_id)
    flash(_("The goal is taken away."), "good")
    return _back(cohort_id, gone=goal_id.hex)


@bp.post("/cohorts/<uuid:cohort_id>/goals/<uuid:goal_id>/put-back")
@needs(Permission.GOAL_SET)
def goal_put_back(cohort_id: UUID, goal_id: UUID) -> Response:
    """Put a goal back that was taken away."""
    cohorts.put_goal_back(actor=current_actor(), cohort_id=cohort_id, goal_id=goal_id)
    flash(_("The goal is back."), "good")
    return _back(cohort_id)


def _page(cohort_id: UUID, form: GoalsForm | None) -> str:
    actor = current_actor()
    found = goals.goals_of(actor, Permission.BOARD_VIEW, cohort_id, language())
    may_set = actor.reach(Permission.GOAL_SET).covers(cohorts.scope_of(found.cohort)) and found.cohort.archived_at is None
    if form is None:
        form = GoalsForm(formdata=None)
        form.choose_from(found.free)
    return render_template("board/goals.html", found=found, form=form, may_set=may_set, gone=_gone(found))


def _gone(found: goals.Goals) -> tuple[UUID, str] | None:
    """Give what was just taken away, for the button that puts it back; None when nothing was or it is back."""
    try:
        return goals.gone_of(found, UUID(request.args.get("gone", "")))
    except ValueError:
        return None


def _back(cohort_id: UUID, **arguments: str) -> Response:
    return redirect(url_for("board.goals_index", cohort_id=cohort_id, **arguments), 303)
