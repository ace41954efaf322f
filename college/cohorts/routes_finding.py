"""The address under which a person is found over all cohorts."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from college.accounts import service as accounts
from college.cohorts import finding
from college.cohorts.blueprint import bp
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@bp.app_template_filter("card_number")
def card_number(number: str | None) -> str:
    """Give a card's number as it is printed."""
    return accounts.shown_number(number)


@bp.get("/people")
@needs(Permission.COHORT_VIEW)
def find() -> str:
    """Show who is meant by some words, in which cohorts, and whether she is there today."""
    actor, asked = current_actor(), _asked()
    return render_template(
        "cohorts/find.html",
        asked=asked,
        found=finding.find(actor=actor, asked=asked) if asked.words else None,
        cohorts=finding.choosable_cohorts(actor),
    )


def _asked() -> finding.Asked:
    """Read what is looked for; a cohort that is no id counts as none."""
    return finding.Asked(
        words=request.args.get("q", "").strip(),
        cohort_id=request.args.get("cohort", None, type=UUID),
        status=request.args.get("status", ""),
        page=request.args.get("page", 1, type=int),
    )
