"""Addresses of one's own deletion: what it means, the button, and goodbye."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import today
from college.core.guard import confirmed, current_actor, public, signed_in
from college.privacy import deletion, requests, rules
from college.privacy.blueprint import bp

#: Where the cookie keeps, for the page of goodbye, until when she can change her mind and whom she calls.
GOODBYE = "deleted"


@bp.get("/my-data/delete")
@confirmed
@signed_in
def delete_form() -> str:
    """Say what goes, what stays and until when she can change her mind."""
    actor = current_actor()
    due = rules.due_on(today())
    return render_template(
        "privacy/delete_form.html",
        is_staff=accounts.login_of(actor.person_id) is not None,
        amount=requests.amount_of(actor.person_id),
        due=due,
        gone_on=rules.gone_on(due),
        backups_gone_on=rules.backups_gone_on(due),
    )


@bp.post("/my-data/delete")
@public
def delete() -> Response:
    """Hide her at once and sign her out everywhere. A second tap on the button finds nobody and says goodbye too.

    Public for that second tap alone: the service refuses whoever is not signed in or has not confirmed herself.
    """
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("privacy.deleted"), 303)
    teacher = cohorts.teacher_contact(actor.person_id)
    asked = deletion.ask_own(actor=actor)
    accounts.sign_out(actor)
    session[GOODBYE] = {"due": asked.due_on.isoformat(), "teacher": teacher}
    return redirect(url_for("privacy.deleted"), 303)


@bp.get("/my-data/deleted")
@public
def deleted() -> str:
    """Say goodbye, what happens next and how she can still change her mind."""
    kept = session.get(GOODBYE) or {}
    due = date.fromisoformat(kept["due"]) if kept else None
    return render_template("privacy/deleted.html", due=due, teacher=kept.get("teacher"))
