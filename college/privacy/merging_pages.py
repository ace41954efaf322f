"""What is shown of two records of one person: who may be meant, both side by side, and what a merge moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.errors import RuleBroken
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission
from college.privacy import merging, queries_merging
from college.privacy.models_merging import PersonMerge
from college.progress import service as progress
from college.questions import service as questions


@dataclass(frozen=True)
class Facts:
    """What is shown of one record, so that somebody can tell whether two are one person."""

    person: accounts.Person
    cohorts: list[cohorts.Cohort]
    card: accounts.Card | None
    steps: int
    questions: int
    seen_at: datetime | None
    is_staff: bool


@dataclass(frozen=True)
class MergePage:
    """What is shown of a merge: the two people, by whom, how many things moved, and where the page of each is.

    ``other_cohort_id`` is None while the second record sleeps: it has no page then.
    """

    merge: PersonMerge
    keep: accounts.Person
    other: accounts.Person
    counts: dict[str, int]
    by: str
    parted_by: str
    cohort_id: UUID | None
    other_cohort_id: UUID | None


def twins(*, actor: Actor, cohort_id: UUID, person_id: UUID, words: str, page: int) -> tuple[tuple[cohorts.Cohort, cohorts.Enrollment, accounts.Person], Page]:
    """Give a student's page facts and one page of `Facts` of those who may be the same person, within her reach."""
    student = cohorts.enrollment_for(actor, Permission.PERSON_MERGE, cohort_id, person_id)
    cohorts.refuse_moved(student[0], student[1])
    within = cohorts.people_within(actor.reach(Permission.PERSON_MERGE))
    found = page_of(queries_merging.twins(student[2], within, words.strip()), page, per_page=20)
    facts = facts_of(actor, [each.id for each in found.items])
    return student, Page(items=[facts[each.id] for each in found.items], total=found.total, page=found.page, pages=found.pages)


def facts_of(actor: Actor, person_ids: Collection[UUID]) -> dict[UUID, Facts]:
    """Give what is shown of these records, with those of their cohorts that the actor sees.

    For callers that may see each of the people.
    """
    ids, reach = list(person_ids), actor.reach(Permission.PERSON_MERGE)
    people, cards = accounts.people_by_ids(ids), accounts.cards_of(ids)
    done, asked, seen = progress.done_counts(ids), questions.sent_counts(ids), progress.last_seen(person_ids=ids)
    works = accounts.staff_among(ids)
    return {
        each: Facts(
            person=people[each],
            cohorts=[place for place in cohorts.places_of(each) if reach.covers(cohorts.scope_of(place))],
            card=cards.get(each),
            steps=done.get(each, 0),
            questions=asked.get(each, 0),
            seen_at=seen.get(each),
            is_staff=each in works,
        )
        for each in ids
        if each in people
    }


def pair(*, actor: Actor, keep_id: UUID, other_id: UUID) -> tuple[Facts, Facts]:
    """Give two records side by side. Raises NotFound unless a cohort of each lies within her reach, RuleBroken with
    the reason when the second cannot go into the first."""
    for person_id in (keep_id, other_id):
        merging.ensure_hers(actor, person_id)
    sentence = merging.refusal_of(keep_id, other_id)
    if sentence:
        raise RuleBroken(sentence)
    facts = facts_of(actor, [keep_id, other_id])
    return facts[keep_id], facts[other_id]


def counts(row: PersonMerge) -> dict[str, int]:
    """Give how many things a merge moved, for its page."""
    moved = row.moved
    of = {name: moved.get(name, {}) for name in merging.FEATURES}
    return {
        "cards": len(of["accounts"].get("cards", [])),
        "cohorts": len(of["cohorts"].get("enrollments", [])) + len(of["cohorts"].get("enrollments_aside", [])),
        "steps": len(of["progress"].get("steps", [])) + len(of["progress"].get("steps_aside", [])),
        "questions": len(of["questions"].get("questions", [])),
        "notices": len(of["notices"].get("notices", [])),
    }


def page(*, actor: Actor, merge_id: UUID) -> MergePage:
    """Give what is shown of a merge. Raises NotFound like `merge_for`."""
    row = merging.merge_for(actor, merge_id)
    people = accounts.people_by_ids([each for each in (row.kept_id, row.merged_id, row.merged_by, row.parted_by) if each])
    names = {person_id: person.name for person_id, person in people.items()}
    return MergePage(
        merge=row,
        keep=people[row.kept_id],
        other=people[row.merged_id],
        counts=counts(row),
        by=names.get(row.merged_by, ""),
        parted_by=names.get(row.parted_by, ""),
        cohort_id=_page_place(actor, row.kept_id),
        other_cohort_id=_page_place(actor, row.merged_id) if row.parted_at else None,
    )


def _page_place(actor: Actor, person_id: UUID) -> UUID | None:
    """Give a cohort in which the actor sees this person's page, None when there is none."""
    reach = actor.reach(Permission.COHORT_VIEW)
    return next((each.id for each in cohorts.places_of(person_id) if reach.covers(cohorts.scope_of(each))), None)
