"""Everything that is kept about one person, gathered from every feature for herself: masked, or whole once she confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.certificates import service as certificates
from college.cohorts import service as cohorts
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import NotAllowed
from college.core.guard import ensure_confirmed
from college.core.permissions import Actor, Role
from college.feedback import service as feedback
from college.library import service as library
from college.meetings import service as meetings
from college.notices import service as notices
from college.privacy import merging, queries, words
from college.progress import service as progress
from college.questions import service as questions

#: The features that keep something about a person, in the order in which she reads it.
SOURCES = (accounts, cohorts, meetings, progress, certificates, questions, feedback, library, authoring, notices)
#: Table → section, for tables of this feature itself.
OWN_TABLES = {"deletion": "deletion", "person_merge": "put_together"}
#: Deeds that she reads about at most, the latest first.
DEEDS_SHOWN = 200


@dataclass(frozen=True)
class OwnPage:
    """What she reads about herself. Without ``is_whole`` her number is masked and long lists show their latest."""

    data: dict[str, Any]
    is_whole: bool
    is_staff: bool


def own_tables() -> dict[str, str]:
    """Give every table whose rows about a person stand in `gathered`, with the section."""
    return {table: section for source in SOURCES for table, section in source.OWN_TABLES.items()} | OWN_TABLES


def own_page(*, actor: Actor, is_whole: bool = False) -> OwnPage:
    """Give what is kept about whoever asks, consent or not; the whole of it only to whoever has just confirmed herself.

    Raises `NotAllowed` for nobody, `ConfirmFirst`.
    """
    if actor.person_id is None:
        raise NotAllowed
    if is_whole:
        ensure_confirmed(actor)
    data = gathered(actor.person_id)
    if not is_whole:
        data["person"] = {**data["person"], "phone": data["person"]["phone_masked"], "outside_id": None}
    return OwnPage(data, is_whole, bool(data["staff_account"]))


def gathered(person_id: UUID) -> dict[str, Any]:
    """Give everything that every feature keeps about a person, by section; the caller has asked who may read it."""
    data: dict[str, Any] = {}
    for source in SOURCES:
        data.update(source.own_data(person_id))
    together = [{"merged_at": each.merged_at, "parted_at": each.parted_at} for each in merging.merges_of(person_id)]
    return {**data, "put_together": together, "deletion": _deletion(person_id), "looked_at": _looked_at(person_id)}


def _deletion(person_id: UUID) -> dict[str, Any] | None:
    row = queries.deletion_of(person_id)
    if row is None:
        return None
    return {"asked_at": row.asked_at, "how": row.way, "due_on": row.due_on, "taken_back_at": row.taken_back_at}


def _looked_at(person_id: UUID) -> list[dict[str, Any]]:
    """Give what others did with her data, or she herself took out, the latest first."""
    mine = f"person:{person_id}"
    classes = [f"cohort:{each.id}" for each in cohorts.cohorts_ever_of([person_id]).get(person_id, [])]
    by_others = or_(AuditEntry.actor_id != person_id, AuditEntry.action == "data.export")
    by_others = and_(by_others, AuditEntry.action.not_in(words.TOLD_ELSEWHERE))
    hers = and_(AuditEntry.subject == mine, AuditEntry.actor_id.is_not(None), by_others)
    of_class = and_(AuditEntry.subject.in_(classes), AuditEntry.action.in_(words.OF_CLASS))
    latest = select(AuditEntry).where(or_(hers, of_class)).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    entries = list(db.session.scalars(latest.limit(DEEDS_SHOWN)))
    people = accounts.people_by_ids({each.actor_id for each in entries if each.actor_id})
    roles = {each: _roles(each) for each in people if each != person_id}
    return [
        {
            "at": each.at,
            "by": _by(each.actor_id, person_id, people),
            "role": roles.get(each.actor_id, ""),
            "what": words.deed(each.action),
        }
        for each in entries
    ]


def _by(actor_id: UUID | None, person_id: UUID, people: dict[UUID, accounts.Person]) -> str:
    if actor_id == person_id:
        return _("You yourself")
    person = people.get(actor_id) if actor_id else None
    return person.name if person else ""


def _roles(person_id: UUID) -> str:
    held = dict.fromkeys(Role(each.role) for each in accounts.grants_of(person_id))
    return " / ".join(str(words.ROLES[each]) for each in held)
