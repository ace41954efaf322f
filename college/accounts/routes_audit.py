"""Addresses of the audit, for operators: searching it, and taking what was found home as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flask import Response, render_template, request
from flask_babel import gettext as _

from college.accounts import audit_log, audit_words
from college.accounts.blueprint import bp
from college.core.clock import today
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission
from college.core.tables import download

_DAY = re.compile(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})\D{0,2}")


@bp.get("/audit")
@needs(Permission.AUDIT_READ)
def audit_index() -> str:
    """Show what was done, the newest first."""
    actor, wanted = current_actor(), _wanted(request.args)
    return render_template(
        "accounts/audit_index.html",
        found=audit_log.entries(actor=actor, wanted=wanted, page=request.args.get("page", 1, type=int)),
        wanted=wanted,
        arguments=wanted.arguments(),
        deeds=audit_log.deeds_there(actor=actor),
        kinds=audit_words.KINDS,
        districts=audit_log.districts(),
    )


@bp.post("/audit/export")
@confirmed
@needs(Permission.AUDIT_READ)
def audit_export() -> Response:
    """Give what was found as a table."""
    data = audit_log.as_table(actor=current_actor(), wanted=_wanted(request.form))
    name = f"{_('What was done')}-{today().isoformat()}.csv"
    return download(data, name, plain_name=f"audit-{today().isoformat()}.csv")


def _wanted(typed: Mapping[str, str]) -> audit_log.Wanted:
    """Read what was asked for; a day that is none leaves nothing out."""
    texts = {name: typed.get(name, "").strip()[:80] for name in ("action", "who", "kind", "subject_id", "district")}
    return audit_log.Wanted(**texts, first=_day(typed.get("first")), last=_day(typed.get("last")))


def _day(text: str | None) -> date | None:
    found = _DAY.fullmatch((text or "").strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
