"""Somebody who went on in another cohort of her district, and seats of which one was just changed, for the World."""

from uuid import UUID

from college.cohorts import changing, seats
from college.core.clock import today
from college.core.db import new_id
from tests.support.college import College


def changed(make: College, cohort: UUID, coordinator: UUID, district: str) -> dict[str, UUID]:
    """Have a student of a cohort go on in a new one, and the others sit, one of them in the last seat; give her, that cohort and the change."""
    other = make.cohort(district, name="邻班")
    person = make.student(cohort, "冯换班")
    with make.work():
        done = changing.change_cohort(
            actor=make.actor(coordinator), cohort_id=cohort, person_id=person, to_cohort_id=other, on_day=today(), why="离家近", form_id=new_id()
        )
        place = {"actor": make.actor(coordinator), "cohort_id": cohort}
        seats.give(**place)
        # The first one sits last, so that giving all seats anew and taking the change back both change something.
        seats.move(**place, person_id=seats.seating(**place).rows[0].person.id, number=20)
        return {"changed_id": person, "other_cohort_id": other, "change_id": done.id}
