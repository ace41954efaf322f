"""Finding one person over all cohorts of an actor: by name, its sound, the end of the telephone, or the card's number."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import queries_finding
from college.cohorts.membership import cohort_for, scope_of, visible_cohorts
from college.cohorts.models import ACTIVE, ENDED, Cohort, Enrollment
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission, Reach

#: People on one page.
PER_PAGE = 25


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, and perhaps one cohort and whether people are there today ("active", "ended")."""

    words: str = ""
    cohort_id: UUID | None = None
    status: str = ""
    page: int = 1


@dataclass(frozen=True)
class Place:
    """A cohort in which somebody is or was."""

    cohort: Cohort
    enrollment: Enrollment


@dataclass(frozen=True)
class Found:
    """Somebody who was found, with her cohorts as far as the actor sees them, that of today first."""

    person: accounts.Person
    places: list[Place]
    may_merge: bool


def find(*, actor: Actor, asked: Asked) -> Page:
    """Give one page of the people who are meant, as `Found`, by the sound of their names; nobody without words.

    Only those for whom a cohort of the actor answers are found or counted, never another district's. Five queries
    whatever is found. Raises NotFound for a cohort that is not hers.
    """
    reach = actor.reach(Permission.COHORT_VIEW)
    if asked.cohort_id is not None:
        cohort_for(actor, Permission.COHORT_VIEW, asked.cohort_id)
    status = asked.status if asked.status in (ACTIVE, ENDED) else ""
    meant = queries_finding.people_meant(reach, asked.words, cohort_id=asked.cohort_id, status=status)
    page = page_of(meant, asked.page, PER_PAGE)
    places: dict[UUID, list[Place]] = {}
    for enrollment, cohort in queries_finding.places_within(reach, [person.id for person in page.items]):
        places.setdefault(enrollment.person_id, []).append(Place(cohort, enrollment))
    merges = actor.reach(Permission.PERSON_MERGE)
    found = [_found(person, places[person.id], merges) for person in page.items if person.id in places]
    return Page(items=found, total=page.total, page=page.page, pages=page.pages)


def _found(person: accounts.Person, places: list[Place], merges: Reach) -> Found:
    return Found(person, places, any(merges.covers(scope_of(each.cohort)) for each in places))


def choosable_cohorts(actor: Actor) -> list[Cohort]:
    """Give the cohorts in which somebody may be looked for: the living ones first, then the archive."""
    return sorted(visible_cohorts(actor, Permission.COHORT_VIEW), key=lambda each: each.archived_at is not None)
