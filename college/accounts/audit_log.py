"""Reading the audit, for operators: searched, a page at a time, and as a table. Students have no names here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Select, false, select

from college.accounts import audit_words
from college.accounts.people import people_by_ids
from college.accounts.staff import staff_by_ids, staff_named
from college.core import audit
from college.core.audit import AuditEntry
from college.core.clock import LOCAL
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.guard import ensure
from college.core.pages import Page, name_masked, page_of
from college.core.permissions import COLLEGE, Actor, Permission
from college.core.tables import csv_bytes, time_cell

PER_PAGE = 50
#: So many entries go into one table: what a spreadsheet opens without complaint.
MOST_IN_TABLE = 20_000


@dataclass(frozen=True)
class Wanted:
    """Which entries are sought; empty fields leave nothing out. Days are calendar days in China, both included."""

    action: str = ""
    who: str = ""
    kind: str = ""
    subject_id: str = ""
    district: str = ""
    first: date | None = None
    last: date | None = None

    def arguments(self) -> dict[str, str]:
        """Give what stands in an address for this."""
        written = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {name: value for name, value in written.items() if value}


@dataclass(frozen=True)
class Line:
    """One entry in words. ``details`` are pairs of a word and what stands there."""

    at: datetime
    who: str
    deed: str
    subject: str
    district: str
    details: list[tuple[str, str]]


def entries(*, actor: Actor, wanted: Wanted, page: int = 1) -> Page:
    """Give a page of entries in words, the newest first: a fixed number of queries."""
    ensure(actor, Permission.AUDIT_READ, COLLEGE)
    found = page_of(_sought(wanted), page, PER_PAGE)
    found.items[:] = _in_words(found.items)
    return found


def deeds_there(*, actor: Actor) -> list[tuple[str, str]]:
    """Give (action, words) of every kind of deed that was ever written down, by its words."""
    ensure(actor, Permission.AUDIT_READ, COLLEGE)
    actions = db.session.scalars(select(AuditEntry.action).distinct())
    return sorted(((each, deed_words(each)) for each in actions), key=lambda pair: pair[1])


def districts() -> Mapping[str, str]:
    """Give the names of the districts by code, as the feature that keeps them says."""
    return current_app.extensions["district_names"]()


def as_table(*, actor: Actor, wanted: Wanted) -> bytes:
    """Give the entries as CSV, and write down that they were taken out.

    Raises `RuleBroken` when they are more than `MOST_IN_TABLE`.
    """
    ensure(actor, Permission.AUDIT_READ, COLLEGE)
    found = list(db.session.scalars(_sought(wanted).limit(MOST_IN_TABLE + 1)))
    if len(found) > MOST_IN_TABLE:
        raise RuleBroken(_("These are more than 20,000 entries. Please choose fewer days."))
    audit.record(actor, "audit.export", count=len(found), wanted=wanted.arguments())
    head = [_("When"), _("Who"), _("Deed"), _("About"), _("District"), _("Particulars"), _("Code")]
    lines = [
        [time_cell(line.at), line.who, line.deed, line.subject, line.district, _joined(line.details), entry.action]
        for entry, line in zip(found, _in_words(found), strict=True)
    ]
    return csv_bytes([head, *lines])


def deed_words(action: str) -> str:
    """Give what a deed is called; its code when it has no words."""
    return str(audit_words.DEEDS.get(action, action))


def _joined(details: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{word}: {value}" for word, value in details)


def _sought(wanted: Wanted) -> Select[tuple[AuditEntry]]:
    rows = select(AuditEntry)
    if wanted.action:
        rows = rows.where(AuditEntry.action == wanted.action)
    if wanted.who:
        people = staff_named(wanted.who)
        rows = rows.where(AuditEntry.actor_id.in_(people) if people else false())
    if wanted.district:
        rows = rows.where(AuditEntry.district == wanted.district)
    if wanted.first:
        rows = rows.where(AuditEntry.at >= _midnight(wanted.first))
    if wanted.last:
        rows = rows.where(AuditEntry.at < _midnight(wanted.last + timedelta(days=1)))
    return _about(rows, wanted).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def _about(rows: Select[tuple[AuditEntry]], wanted: Wanted) -> Select[tuple[AuditEntry]]:
    """Narrow to a kind of subject and to an id, whole or by its last letters as a page shows it."""
    sought = wanted.subject_id.strip().lower()
    if wanted.kind and _is_whole(sought):
        return rows.where(AuditEntry.subject == f"{wanted.kind}:{sought}")
    if wanted.kind:
        rows = rows.where(AuditEntry.subject.startswith(f"{wanted.kind}:", autoescape=True))
    return rows.where(AuditEntry.subject.endswith(sought, autoescape=True)) if sought else rows


def _is_whole(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _in_words(found: list[AuditEntry]) -> list[Line]:
    about = {entry.id: person_id for entry in found if (person_id := _person_in(entry.subject))}
    ids = {*about.values(), *(entry.actor_id for entry in found if entry.actor_id)}
    staff = {person_id: person.name for person_id, (person, _login) in staff_by_ids(ids).items()}
    students = {each.id: each.name for each in people_by_ids(set(about.values()) - set(staff)).values()}
    places = districts()
    return [
        Line(
            entry.at,
            _who(entry.actor_id, staff),
            deed_words(entry.action),
            _subject(entry, about.get(entry.id), staff),
            places.get(entry.district or "", entry.district or ""),
            _details(entry, students.get(about.get(entry.id)), places),
        )
        for entry in found
    ]


def _person_in(subject: str) -> UUID | None:
    kind, _colon, key = subject.partition(":")
    return UUID(key) if kind == "person" and _is_whole(key) else None


def _who(actor_id: UUID | None, staff: Mapping[UUID, str]) -> str:
    if actor_id is None:
        return _("the college itself, or somebody not signed in")
    return staff.get(actor_id) or _("student %(id)s", id=short_id(actor_id))


def _subject(entry: AuditEntry, person_id: UUID | None, staff: Mapping[UUID, str]) -> str:
    if person_id is not None:
        return staff.get(person_id) or _("student %(id)s", id=short_id(person_id))
    kind, _colon, key = entry.subject.partition(":")
    if entry.action == "access.refused":
        asked = str((entry.detail or {}).get("permission", ""))
        return str(audit_words.RIGHTS.get(asked) or audit_words.KINDS.get(kind, _("a page")))
    if kind not in audit_words.KINDS:
        return entry.subject
    return f"{audit_words.KINDS[kind]} {short_id(UUID(key)) if _is_whole(key) else key}"


def short_id(value: UUID) -> str:
    """Give the last letters of an id: enough to tell two people apart on a page, and to search by."""
    return value.hex[-8:]


def _details(entry: AuditEntry, student: str | None, places: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the particulars that say something, a student's name in what was typed masked."""
    said = audit_words.SAID_ALREADY | ({"permission"} if entry.action == "access.refused" else set())
    filled = {name: value for name, value in (entry.detail or {}).items() if value not in ("", None, [], {})}
    pairs = [(name, _value(value, places)) for name, value in filled.items() if name not in said]
    if student:
        pairs = [(name, text.replace(student, name_masked(student))) for name, text in pairs]
    return [(str(audit_words.PARTICULARS.get(name, name)), text) for name, text in pairs]


def _value(value: object, places: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        pairs = ((audit_words.PARTICULARS.get(name, name), _value(each, places)) for name, each in value.items())
        return ", ".join(f"{name} {each}" for name, each in pairs)
    if isinstance(value, list):
        return ", ".join(_value(each, places) for each in value)
    text = str(value)
    if _is_whole(text):
        return short_id(UUID(text))
    return str(audit_words.VALUES.get(text) or audit_words.RIGHTS.get(text) or audit_words.DEEDS.get(text) or places.get(text) or text)
