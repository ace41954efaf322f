"""Two records of one person put together, and parted again as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.certificates import service as certificates
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.db import insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.library import service as library
from college.meetings import service as meetings
from college.notices import service as notices
from college.privacy import queries_merging
from college.privacy.merging_rules import Record, Refusal, fields_to_swap, refusal
from college.privacy.models_merging import PersonMerge
from college.progress import service as progress
from college.questions import service as questions

#: The features that move rows, in the order in which they do; on the way back the other way round.
FEATURES = {
    "accounts": accounts,
    "cohorts": cohorts,
    "meetings": meetings,
    "progress": progress,
    "certificates": certificates,
    "questions": questions,
    "library": library,
    "authoring": authoring,
    "notices": notices,
}
#: A place that no coordinator holds.
NOWHERE = Scope(district="")


@dataclass(frozen=True)
class Merged:
    """A merge that is there now; ``is_new`` is False when somebody had done it before."""

    row: PersonMerge
    is_new: bool


def merge(*, actor: Actor, keep_id: UUID, other_id: UUID, chosen: dict[str, str]) -> Merged:
    """Put ``other_id`` into ``keep_id``; what is there already is given back as it is.

    ``chosen`` says for name, phone and age_band whose is kept: "keep" or "other". Raises NotFound unless a cohort of
    each lies within her reach, RuleBroken with the reason when the second cannot go into the first. Of several hands
    in the same moment one wins: the rows of both people are held, and the other record is closed by one conditional
    UPDATE.
    """
    for person_id in (keep_id, other_id):
        ensure_hers(actor, person_id)
    people = accounts.hold_people([keep_id, other_id])
    before = queries_merging.living_merge(other_id)
    if before is not None and before.kept_id == keep_id:
        return Merged(before, is_new=False)
    sentence = refusal_of(keep_id, other_id)
    if sentence or not accounts.close_record(from_id=other_id, to_id=keep_id):
        raise RuleBroken(sentence or _sentence(Refusal.ASLEEP))
    fields = _fields(chosen, people[keep_id], people[other_id])
    accounts.swap(people[keep_id], people[other_id], fields)
    moved = {name: feature.move_person(from_id=other_id, to_id=keep_id) for name, feature in FEATURES.items()}
    row = _keep(actor, keep_id, other_id, {**moved, "fields": fields})
    _record(actor, "person.merge", row)
    return Merged(row, is_new=True)


def merge_for(actor: Actor, merge_id: UUID) -> PersonMerge:
    """Give a merge whose kept record lies within her reach. Raises NotFound for everybody else's.

    Where she moves, what sleeps in her record goes along: otherwise nobody could part the two any more.
    """
    row = queries_merging.merge(merge_id)
    if row is None:
        raise NotFound
    _ensure_any(actor, cohorts.places_of(row.kept_id))
    return row


def part(*, actor: Actor, merge_id: UUID) -> Merged:
    """Part two records: exactly what moved goes back, as far as it is still there; what came since stays.

    Doing it again changes nothing. Raises NotFound like `merge_for`, RuleBroken when either was deleted meanwhile.
    """
    row = merge_for(actor, merge_id)
    people = accounts.hold_people([row.kept_id, row.merged_id])
    if not queries_merging.part(merge_id, parted_at=now(), parted_by=actor.person_id):
        return Merged(queries_merging.merge(merge_id) or row, is_new=False)
    if not _can_part(row, people):
        raise RuleBroken(_("One of the two is being deleted, so they stay together."))
    way, moved = {"from_id": row.merged_id, "to_id": row.kept_id}, row.moved
    asked = questions.move_person_back(**way, moved=moved.get("questions", {}))
    for name in ("certificates", "progress", "meetings", "cohorts", "library", "authoring", "notices", "accounts"):
        FEATURES[name].move_person_back(**way, moved=moved.get(name, {}))
    notices.move_about(**way, urls=[f"/questions/{each}" for each in asked])
    people = accounts.hold_people([row.kept_id, row.merged_id])
    accounts.swap(people[row.kept_id], people[row.merged_id], moved.get("fields", []))
    _record(actor, "person.part", row)
    return Merged(queries_merging.merge(merge_id) or row, is_new=True)


def forget_merges(person_id: UUID) -> None:
    """Empty what is remembered of the merges of a person who is deleted; only ids and days stay. Safe to repeat."""
    queries_merging.empty_merges(person_id)


def merges_of(person_id: UUID) -> list[PersonMerge]:
    """Give every merge of a record, the latest first: for callers that may see her."""
    return queries_merging.merges_of(person_id)


def done_before(*, actor: Actor, keep_id: UUID, other_id: UUID) -> Merged | None:
    """Give the merge that put the second record into the first already, None when there is none."""
    ensure_hers(actor, keep_id)
    ensure_hers(actor, other_id)
    row = queries_merging.living_merge(other_id)
    return Merged(row, is_new=False) if row is not None and row.kept_id == keep_id else None


def _can_part(row: PersonMerge, people: dict[UUID, accounts.Person]) -> bool:
    is_there = all(each.hidden_at is None and each.forgotten_at is None for each in people.values())
    return is_there and accounts.open_record(from_id=row.merged_id, to_id=row.kept_id)


def ensure_hers(actor: Actor, person_id: UUID) -> None:
    """Raise NotFound unless a cohort that answers for a record lies within her reach.

    A record that sleeps is where its keeper is.
    """
    person = accounts.people_by_ids([person_id]).get(person_id)
    keeper_id = person.merged_into_id or person.id if person else person_id
    _ensure_any(actor, cohorts.places_of(keeper_id))


def _ensure_any(actor: Actor, places: list[cohorts.Cohort]) -> None:
    reach = actor.reach(Permission.PERSON_MERGE)
    scopes = [cohorts.scope_of(each) for each in places]
    ensure(actor, Permission.PERSON_MERGE, next((each for each in scopes if reach.covers(each)), (scopes or [NOWHERE])[0]))


def refusal_of(keep_id: UUID, other_id: UUID) -> str | None:
    """Give the sentence that says why the second record cannot go into the first, None when it can."""
    works = accounts.staff_among([keep_id, other_id])
    records = []
    for person_id in (keep_id, other_id):
        person = accounts.get_person(person_id)
        records.append(
            Record(
                id=person_id,
                is_staff=person_id in works,
                is_asleep=person.merged_into_id is not None,
                is_closed=person.disabled_at is not None or person.hidden_at is not None,
                holds_others=bool(accounts.records_of(person_id)),
            )
        )
    found = refusal(*records)
    return _sentence(found) if found else None


def _sentence(found: Refusal) -> str:
    return {
        Refusal.SAME: _("This is one and the same record. Please choose another one."),
        Refusal.STAFF: _("The second one works for the college and signs in with a name. Keep that record, and put the other one into it."),
        Refusal.ASLEEP: _("One of the two has been put together with another record meanwhile. Please look at the list once more."),
        Refusal.CLOSED: _("One of the two is closed or is being deleted, so nothing can be put into it or taken from it."),
        Refusal.HOLDS: _("The second one holds another record already. Keep that one instead, or part it first."),
    }[found]


def _fields(chosen: dict[str, str], keep: accounts.Person, other: accounts.Person) -> list[str]:
    """Give the fields that change places; those of somebody who works for the college only an operator changes."""
    if accounts.staff_among([keep.id]):
        return []
    return fields_to_swap(chosen, keep=_said(keep), other=_said(other))


def _said(person: accounts.Person) -> dict[str, str | None]:
    return {
        "name": person.name,
        "phone": person.phone_hash,
        "age_band": person.age_band,
        "outside_id": person.outside_id,
    }


def _keep(actor: Actor, keep_id: UUID, other_id: UUID, moved: dict[str, Any]) -> PersonMerge:
    merge_id = new_id()
    values = {"kept_id": keep_id, "merged_id": other_id, "moved": moved, "merged_by": actor.person_id}
    insert_once(PersonMerge, id=merge_id, **values)
    row = queries_merging.merge(merge_id)
    if row is None:
        raise RuleBroken(_sentence(Refusal.ASLEEP))
    return row


def _record(actor: Actor, action: str, row: PersonMerge) -> None:
    place = next(iter(cohorts.places_of(row.kept_id)), None)
    ids = {"merge": str(row.id), "other": str(row.merged_id)}
    audit.record(actor, action, subject=f"person:{row.kept_id}", district=place.district_code if place else None, **ids)
