"""The copy that somebody takes with her: one JSON file, or one page that every browser reads, and a note that it was taken."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Response, render_template

from college.core import audit
from college.core.clock import LOCAL, now, today
from college.core.errors import NotAllowed
from college.core.guard import ensure_confirmed
from college.core.permissions import Actor
from college.privacy import own, requests

JSON, PAGE = "json", "page"
KINDS = (PAGE, JSON)


@dataclass(frozen=True)
class Copy:
    """A copy of everything about one person, as a file."""

    data: bytes
    media_type: str
    name: str

    def answer(self) -> Response:
        """Give it as a file to be saved; no browser runs or keeps it."""
        headers = {"Content-Disposition": f'attachment; filename="{self.name}"', "Cache-Control": "no-store"}
        return Response(self.data, content_type=f"{self.media_type}; charset=utf-8", headers=headers)


def copy_own(*, actor: Actor, kind: str) -> Copy:
    """Give one's own copy and keep that it was taken. Raises `NotAllowed` for nobody, `ConfirmFirst`."""
    if actor.person_id is None:
        raise NotAllowed
    ensure_confirmed(actor)
    audit.record(actor, "data.export", subject=f"person:{actor.person_id}", form=kind)
    return made(actor.person_id, kind)


def copy_for_relatives(*, actor: Actor, cohort_id: UUID, person_id: UUID, kind: str, reason: str) -> Copy:
    """Give a copy for the relatives of somebody who has died; ``reason`` says to whom and why, and is kept.

    She may be hidden already. Raises `NotFound` for somebody foreign, `ConfirmFirst`.
    """
    ensure_confirmed(actor)
    cohort, _person = requests.copied_person(actor=actor, cohort_id=cohort_id, person_id=person_id)
    subject, district = f"person:{person_id}", cohort.district_code
    audit.record(actor, "data.export", subject=subject, district=district, form=kind, reason=reason)
    return made(person_id, kind)


def made(person_id: UUID, kind: str) -> Copy:
    """Make the copy, one of `KINDS`; the caller has asked who may have it."""
    data, name = own.gathered(person_id), f"my-data-{today().isoformat()}"
    if kind == JSON:
        return Copy(as_json(data), "application/json", f"{name}.json")
    return Copy(as_page(data), "text/html", f"{name}.html")


def as_json(data: dict[str, Any]) -> bytes:
    """Give data as JSON that a person can read too: UTF-8, indented, times as in China."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain).encode()


def as_page(data: dict[str, Any]) -> bytes:
    """Give data as one HTML page without scripts or pictures, with its few styles in itself; everything typed is escaped."""
    return render_template("privacy/_copy.html", data=data, is_whole=True, made_at=now()).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
