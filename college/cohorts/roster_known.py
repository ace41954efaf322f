"""Who a roster's rows may already be: everybody with one of its telephones, and everybody near in its district."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.hand_edits import hand_edits_of
from college.cohorts.models import ACTIVE, Cohort
from college.cohorts.models_hand_edits import AGE_BAND, NAME, PHONE
from college.cohorts.roster_rules import Known, KnownPeople
from college.core.pages import name_masked
from college.core.permissions import Actor, Permission, Scope

EVERY_FIELD = frozenset({NAME, PHONE, AGE_BAND})
#: Where somebody stands seen from the cohort, the nearest first.
NEAREST = {"here": 0, "ended": 1, "district": 2}


def known_people(actor: Actor, cohort: Cohort, phone_keys: Collection[str]) -> KnownPeople:
    """Give everybody whom a roster of this cohort may mean; their names whole only where the actor may see them."""
    places, seen = _places(actor, cohort)
    near = accounts.outlines_by_ids(places)
    found = [*near, *accounts.outlines_by_phones(phone_keys)]
    outlines: dict[tuple[UUID, str | None], accounts.Outline] = {}
    for each in found:
        outlines.setdefault((each.id, each.phone_hash), each)
    staff = accounts.staff_among({each.id for each in found})
    not_here = [person_id for person_id, place in places.items() if place != "here"]
    away = queries_rosters.cared_for_elsewhere(not_here, cohort.district_code)
    by_hand = _by_hand(near)
    return KnownPeople(
        Known(
            id=str(each.id),
            name=each.name,
            shown=each.name if each.id in seen else name_masked(each.name),
            phone_key=each.phone_hash,
            phone_shown=each.phone_masked,
            outside_id=each.outside_id,
            place=places.get(each.id, "elsewhere"),
            is_staff=each.id in staff,
            age_band=each.age_band,
            may_change=places.get(each.id) == "here" or (each.id in seen and each.id not in away),
            by_hand=by_hand.get(each.id, frozenset()),
        )
        for each in outlines.values()
    )


def _by_hand(people: Collection[accounts.Outline]) -> dict[UUID, frozenset[str]]:
    """Give which fields of these people a hand changed; of one changed before fields were told apart, every field."""
    edited = [each.id for each in people if each.is_edited]
    told = hand_edits_of(edited)
    return {person_id: frozenset(told[person_id]) if person_id in told else EVERY_FIELD for person_id in edited}


def _places(actor: Actor, cohort: Cohort) -> tuple[dict[UUID, str], set[UUID]]:
    """Give where everybody of the district stands, and of whom the actor sees the whole name."""
    places: dict[UUID, str] = {}
    seen: set[UUID] = set()
    reach = actor.reach(Permission.ROSTER_IMPORT)
    for person_id, cohort_id, status in queries_rosters.standing_in(cohort.district_code):
        place = "district" if cohort_id != cohort.id else "here" if status == ACTIVE else "ended"
        before = places.get(person_id, "district")
        places[person_id] = min(place, before, key=NEAREST.__getitem__)
        if reach.covers(Scope(district=cohort.district_code, cohort=cohort_id)):
            seen.add(person_id)
    return places, seen
