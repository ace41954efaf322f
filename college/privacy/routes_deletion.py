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

#: Where the cookie keeps, for the page of goodbye, until when she can change her mind and whom she calls: first what
#: will hold once she presses the button, for a second tap on it too, then what holds.
WILL_HOLD, GOODBYE = "deleting", "deleted"


@bp.get("/my-data/delete")
@confirmed
@signed_in
def delete_form() -> str:
    """Say what goes, what stays and until when she can change her mind."""
    actor = current_actor()
    due = rules.due_on(today())
    session[WILL_HOLD] = _kept(due, cohorts.contact_afterwards(actor.person_id))
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
        if WILL_HOLD in session:
            session[GOODBYE] = session[WILL_HOLD]
        return redirect(url_for("privacy.deleted"), 303)
    teacher = cohorts.contact_afterwards(actor.person_id)
    asked = deletion.ask_own(actor=actor)
    accounts.sign_out(actor)
    session[GOODBYE] = _kept(asked.due_on, teacher)
    return redirect(url_for("privacy.deleted"), 303)


def _kept(due: date, teacher: tuple[str, str] | None) -> dict[str, object]:
    return {"due": due.isoformat(), "teacher": teacher}


@bp.get("/my-data/deleted")
@public
def deleted() -> str | Response:
    """Say goodbye, what happens next and whom she calls to change her mind; a stranger is led to the first page."""
    kept = session.get(GOODBYE)
    if kept is None:
        return redirect(url_for("home.index"), 303)
    return render_template("privacy/deleted.html", due=date.fromisoformat(kept["due"]), teacher=kept["teacher"])
