"""People on the list twice, and people on their way between districts, for whoever looks at addresses of them."""

from uuid import UUID

from college.cohorts import service as cohorts
from college.privacy import merging
from tests.support.college import College

#: A district that is nobody's in the two mirrored ones, with a coordinator, to which anybody can move.
ELSEWHERE = "330105"


def twins_of(make: College, cohort: UUID, coordinator: UUID) -> dict[str, UUID]:
    """Put two records together, leave two alike, and send somebody to a third district; give the ids by name."""
    ids = {name: make.student(cohort, "吴双双") for name in ("keep_id", "other_id", "held_id", "taken_in_id")}
    ids["moving_id"] = make.student(cohort, "郑要走")
    make.coordinator(ELSEWHERE)
    with make.work():
        actor = make.actor(coordinator)
        pair = {"keep_id": ids["held_id"], "other_id": ids["taken_in_id"]}
        ids["merge_id"] = merging.merge(actor=actor, **pair, chosen={}).row.id
        going = {"cohort_id": cohort, "person_id": ids["moving_id"], "to_district": ELSEWHERE}
        ids["leaving_id"] = cohorts.ask_transfer(actor=actor, **going).id
    return ids


def arrival(make: College, cohort: UUID, coordinator: UUID, to_district: str) -> UUID:
    """Send somebody of this cohort to a district; give the id of her transfer."""
    person = make.student(cohort, "冯来到")
    with make.work():
        going = {"cohort_id": cohort, "person_id": person, "to_district": to_district}
        return cohorts.ask_transfer(actor=make.actor(coordinator), **going).id
