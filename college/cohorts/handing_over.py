"""Letting the students of a cohort in and out: help when a card is forgotten, cards that rest, the end of a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import segno
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.membership import cohort_for, enrolled, enrollment_for, refuse_archived, scope_of
from college.cohorts.models import Cohort
from college.core import audit
from college.core.errors import RuleBroken
from college.core.permissions import Actor, Permission


@dataclass(frozen=True)
class HandoverPage:
    """A handover as its giver sees it, on this one answer only: the pattern to scan, the digits to read aloud."""

    cohort: Cohort
    person: accounts.Person
    picture: str = field(repr=False)
    digits: str = field(repr=False)


@dataclass(frozen=True)
class Resting:
    """A student whose card rests, in one of her cohorts."""

    cohort: Cohort
    person_id: UUID


def give_handover(*, actor: Actor, cohort_id: UUID, person_id: UUID) -> HandoverPage:
    """Make a way in for a student of a cohort whose card is forgotten; an earlier unused one is void.

    Raises NotFound when either is foreign, RuleBroken when she is not in the cohort today or too many were given.
    """
    cohort, enrollment, person = enrollment_for(actor, Permission.HANDOVER_GIVE, cohort_id, person_id)
    refuse_archived(cohort)
    if not enrollment.is_active:
        raise RuleBroken(_("This enrollment has ended. Take that back first, then help her to sign in."))
    given = accounts.give_handover(actor=actor, person_id=person_id, scope=scope_of(cohort))
    picture = segno.make(given.url, error="m", micro=False).png_data_uri(scale=8, border=4)
    return HandoverPage(cohort, person, picture, accounts.in_groups(given.code))


def resume_card(*, actor: Actor, cohort_id: UUID, person_id: UUID) -> bool:
    """Let a student's card that rests open again; False when it does not rest. Safe to repeat."""
    cohort, _enrollment, _person = enrollment_for(actor, Permission.CARD_ISSUE, cohort_id, person_id)
    return accounts.resume_card(actor=actor, person_id=person_id, district=cohort.district_code)


def resting_cards(actor: Actor) -> list[Resting]:
    """Give the students of the actor's living cohorts whose card rests, each once, those first that rest longest."""
    since = accounts.resting()
    if not since:
        return []
    within = queries.cohorts_within(actor.reach(Permission.CARD_ISSUE))
    cohorts = {each.id: each for each in within if not each.archived_at}
    found: dict[UUID, Resting] = {}
    for cohort_id, person_id in queries.active_people_by_cohort(cohorts):
        if person_id in since:
            found.setdefault(person_id, Resting(cohorts[cohort_id], person_id))
    return sorted(found.values(), key=lambda each: since[each.person_id])


def class_devices(*, actor: Actor, cohort_id: UUID) -> tuple[Cohort, int]:
    """Give a cohort and on how many phones of the class its students are signed in now."""
    cohort = cohort_for(actor, Permission.CLASS_END, cohort_id)
    return cohort, accounts.count_class_devices(_student_ids(cohort_id))


def end_class(*, actor: Actor, cohort_id: UUID) -> int:
    """Sign the students of a cohort out of every phone of the class; their own phones stay. Give how many it were."""
    cohort = cohort_for(actor, Permission.CLASS_END, cohort_id)
    count = accounts.end_class_devices(_student_ids(cohort_id))
    audit.record(actor, "class.end", subject=f"cohort:{cohort_id}", district=cohort.district_code, count=count)
    return count


def _student_ids(cohort_id: UUID) -> list[UUID]:
    return [person.id for _enrollment, person in enrolled(cohort_id, with_ended=True)]
