"""Deletions that wait, for a coordinator's own cohorts, and one student's page on which she asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import crypto
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.pages import Page, name_masked, page_of
from college.core.permissions import Actor, Permission
from college.privacy import deletion, queries, rules
from college.privacy.models import Deletion
from college.progress import service as progress
from college.questions import service as questions

PER_PAGE = 20


@dataclass(frozen=True)
class Request:
    """One pending deletion as the list shows it. ``asked_by`` is empty where the student asked herself."""

    person_id: UUID
    name: str
    way: str
    asked_at: datetime
    asked_by: str
    note: str
    gone_on: date
    cohort: cohorts.Cohort
    is_late: bool


@dataclass(frozen=True)
class Amount:
    """What goes with a deletion, as numbers."""

    steps: int
    help_calls: int
    questions: int


@dataclass(frozen=True)
class LeftBehind:
    """Deletions as numbers: who waits, who should be gone by now, who was deleted, and what they leave as numbers."""

    waiting: int
    late: int
    done: int
    numbers: progress.Forgotten


def left_behind() -> LeftBehind:
    """Give deletions as numbers, for the operator: never a name."""
    return LeftBehind(
        deletion.pending_count(), deletion.overdue_count(), queries.purged_count(), progress.forgotten_totals()
    )


def amount_of(person_id: UUID) -> Amount:
    """Count what goes with somebody."""
    done = progress.own_data(person_id)
    steps = sum(each["steps_done"] for each in done["lessons"])
    return Amount(steps, len(done["help_calls"]), len(questions.own_data(person_id)["questions"]))


def requests_page(*, actor: Actor, page: int, today: date) -> Page:
    """Give one page of what waits in the actor's own cohorts, the first due first; items are `Request`.

    Raises `NotAllowed` for whoever may delete nobody.
    """
    reach = actor.reach(Permission.PERSON_ERASE)
    found = page_of(queries.pending_within(reach), page, PER_PAGE)
    people = accounts.people_by_ids({each for row in found.items for each in (row.person_id, row.asked_by) if each})
    places = cohorts.cohorts_ever_of([row.person_id for row in found.items])
    rows = [_request(actor, row, people, places.get(row.person_id, []), today) for row in found.items]
    return Page(rows, found.total, found.page, found.pages)


def _request(
    actor: Actor,
    row: Deletion,
    people: dict[UUID, accounts.Person],
    ever: list[cohorts.Cohort],
    today: date,
) -> Request:
    reach = actor.reach(Permission.PERSON_ERASE)
    own = [each for each in ever if reach.covers(cohorts.scope_of(each))]
    by = people.get(row.asked_by) if row.asked_by and row.asked_by != row.person_id else None
    return Request(
        person_id=row.person_id,
        name=name_masked(people[row.person_id].name),
        way=row.way,
        asked_at=row.asked_at,
        asked_by=by.name if by else "",
        note=crypto.decrypt(row.note_cipher) if row.note_cipher else "",
        gone_on=rules.gone_on(row.due_on),
        cohort=own[0],
        is_late=row.due_on < rules.late_since(today),
    )


def page_place(actor: Actor, person_id: UUID) -> UUID | None:
    """Give the cohort in which the actor sees somebody's page, the one where she learns now first; None without one."""
    reach = actor.reach(Permission.COHORT_VIEW)
    places = cohorts.places_of(person_id) + cohorts.cohorts_ever_of([person_id]).get(person_id, [])
    return next((each.id for each in places if reach.covers(cohorts.scope_of(each))), None)


def waiting_count(actor: Actor) -> int:
    """Count who waits to be deleted in the actor's own cohorts: for her start page."""
    reach = actor.reach(Permission.PERSON_ERASE)
    return queries.count(Deletion.person_id.in_(cohorts.hidden_within(reach))) if reach else 0


def copied_person(*, actor: Actor, cohort_id: UUID, person_id: UUID) -> tuple[cohorts.Cohort, accounts.Person]:
    """Give a cohort and somebody of it, hidden or not, of whom relatives may get a copy. Raises `NotFound`."""
    cohort = cohorts.cohort_for(actor, Permission.PERSON_ERASE, cohort_id)
    ensure(actor, Permission.PERSON_ERASE, cohorts.scope_of(cohort))
    person = accounts.people_by_ids([person_id]).get(person_id)
    ever = cohorts.cohorts_ever_of([person_id]).get(person_id, [])
    if person is None or cohort_id not in {each.id for each in ever}:
        raise NotFound
    if cohorts.has_moved(person_id, cohort):
        raise NotFound
    return cohort, person
