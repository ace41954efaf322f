"""A meeting to come of each cohort of the world, one that is called off, and a goal."""

from collections.abc import Iterable
from datetime import time, timedelta
from uuid import UUID

from college.cohorts import service as cohorts
from college.core.clock import today
from college.core.db import new_id
from college.core.permissions import Actor
from college.meetings import calendar, planning
from college.meetings.rules_planning import Wanted
from tests.support.college import College


def planned(make: College, cohort: UUID, helper: UUID) -> dict[str, UUID]:
    """Plan two meetings of a series, the second called off; set a goal."""
    day = today() + timedelta(days=7)
    wanted = Wanted(day, time(9), time(10, 30), "三楼教室", "请带手机", ("refunds", "find-order"), frozenset({helper}))
    place = {"actor": Actor.system(), "cohort_id": cohort}
    with make.work():
        done = planning.plan(**place, form_id=new_id(), wanted=wanted, days=[day, day + timedelta(days=7)])
        first, second = (meeting.id for meeting in done.meetings)
        planning.call_off(**place, meeting_id=second)
        cohorts.set_goals(actor=Actor.system(), cohort_id=cohort, goals=[(wanted.lesson, day)])
        return {"meeting_id": first, "off_meeting_id": second, "goal_id": cohorts.goals_of(cohort)[0].id}


def with_calendars(make: College, person_ids: Iterable[UUID]) -> None:
    """Have each of these people make a calendar address."""
    with make.work():
        for person_id in person_ids:
            calendar.make_address(actor=Actor(person_id=person_id))
