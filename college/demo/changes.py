"""What a coordinator of the demonstration has open: a record kept twice, somebody who moves, somebody who leaves."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import freeze, now
from college.core.permissions import Scope
from college.privacy import service as privacy


def leave_open(*, coordinator: UUID, place: Scope, learner: UUID, absent: list[UUID], to_district: str) -> None:
    """Let ``learner`` stand in the list twice, and of three who never came one move, one leave and one be called.

    ``place`` is the cohort of them all and its district; with fewer than three ``absent`` nothing happens.
    """
    if place.cohort is None or len(absent) < 3:
        return
    actor, cohort_id = accounts.actor_for(coordinator), place.cohort
    moves, leaves, called = absent[:3]
    with freeze(now() - timedelta(days=2)):
        twin = accounts.get_person(learner)
        again = accounts.create_person(name=twin.name, age_band=twin.age_band, person_id=uuid5(cohort_id, "again"))
        cohorts.enroll(actor=actor, cohort_id=cohort_id, person_id=again.id)
        cohorts.ask_transfer(actor=actor, cohort_id=cohort_id, person_id=moves, to_district=to_district)
        privacy.ask_for_her(actor=actor, cohort_id=cohort_id, person_id=leaves, way="phone", note="本人来电，不再上课。")
    with freeze(now() - timedelta(days=1)):
        accounts.unmask_phone(actor=actor, person_id=called, reason="还没有来上课，打电话问一问", scope=place)
