"""Addresses of retention: what is kept how long, and throwing away at once."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.core import keyring
from college.core.clock import now
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission
from college.privacy import retention
from college.privacy.blueprint import bp
from college.privacy.retention_rules import RULES


@bp.get("/privacy/retention")
@needs(Permission.RETENTION_RUN)
def retention_index() -> str:
    """Say what is kept how long and why, how many would go now, and what went."""
    page = retention.page(actor=current_actor())
    whats = {rule.key: rule.what for rule in RULES}
    return render_template("privacy/retention_index.html", page=page, whats=whats, now=now(), keys=keyring.standing())


@bp.post("/privacy/retention")
@confirmed
@needs(Permission.RETENTION_RUN)
def retention_run() -> Response:
    """Throw away now what is over."""
    job = retention.ask_run(actor=current_actor())
    return redirect(url_for("privacy.retention_job", job_id=job.id), 303)


@bp.get("/privacy/retention/<uuid:job_id>")
@needs(Permission.RETENTION_RUN)
def retention_job(job_id: UUID) -> str:
    """Show how far the throwing away is, and what went."""
    job = retention.job(actor=current_actor(), job_id=job_id)
    whats = {rule.key: rule.what for rule in RULES}
    return render_template("privacy/retention_job.html", job=job, whats=whats)


@bp.post("/privacy/retention/keys-saved")
@confirmed
@needs(Permission.RETENTION_RUN)
def keys_saved() -> Response:
    """Keep that the operator has put a copy of the keys elsewhere."""
    retention.note_keys_saved(actor=current_actor())
    flash(_("Thank you. You will be reminded again when a key changes."), "good")
    return redirect(url_for("privacy.retention_index"), 303)
