"""Addresses of the audit, for operators: searching it, and taking what was found home as a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Response, render_template, request
from flask_babel import gettext as _

from college.accounts import audit_log, audit_words
from college.accounts.blueprint import bp
from college.core.clock import today
from college.core.days import parse_day
from college.core.guard import confirmed, current_actor, needs
from college.core.pages import Page
from college.core.permissions import Permission
from college.core.tables import download

#: The fields of a search that hold a day.
DAYS = ("first", "last")


@bp.get("/audit")
@needs(Permission.AUDIT_READ)
def audit_index() -> str | tuple[str, int]:
    """Show what was done, the newest first; nothing at all when a day of the search cannot be read."""
    wanted, unread = _wanted(request.args), _unread(request.args)
    if unread:
        return _page(wanted, unread=unread), 422
    number = request.args.get("page", 1, type=int)
    return _page(wanted, found=audit_log.entries(actor=current_actor(), wanted=wanted, page=number))


@bp.post("/audit/export")
@confirmed
@needs(Permission.AUDIT_READ)
def audit_export() -> Response | tuple[str, int]:
    """Give what was found as a table; nothing when a day of the search cannot be read."""
    unread = _unread(request.form)
    if unread:
        return _page(_wanted(request.form), unread=unread), 422
    data = audit_log.as_table(actor=current_actor(), wanted=_wanted(request.form))
    name = f"{_('What was done')}-{today().isoformat()}.csv"
    return download(data, name, plain_name=f"audit-{today().isoformat()}.csv")


def _page(wanted: audit_log.Wanted, *, found: Page | None = None, unread: Mapping[str, str] | None = None) -> str:
    return render_template(
        "accounts/audit_index.html",
        found=found,
        unread=unread or {},
        wanted=wanted,
        arguments=wanted.arguments(),
        deeds=audit_log.deeds_there(actor=current_actor()),
        kinds=audit_words.KINDS,
        districts=audit_log.districts(),
    )


def _wanted(typed: Mapping[str, str]) -> audit_log.Wanted:
    texts = {name: typed.get(name, "").strip()[:80] for name in ("action", "who", "kind", "subject_id", "district")}
    return audit_log.Wanted(**texts, **{name: _day(typed.get(name)) for name in DAYS})


def _unread(typed: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed as a day and is none, by field."""
    texts = {name: typed.get(name, "").strip()[:80] for name in DAYS}
    return {name: text for name, text in texts.items() if text and _day(text) is None}


def _day(text: str | None) -> date | None:
    return parse_day(text, today=today(), is_past=True)
