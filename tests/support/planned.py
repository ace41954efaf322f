"""A meeting to come of each cohort of the world, one that is called off, a goal, and one that was taken away."""

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
    """Plan two meetings of a series, the second called off; set two goals and take one away."""
    day = today() + timedelta(days=7)
    wanted = Wanted(day, time(9), time(10, 30), "三楼教室", "请带手机", ("refunds", "find-order"), frozenset({helper}))
    place = {"actor": Actor.system(), "cohort_id": cohort}
    with make.work():
        done = planning.plan(**place, form_id=new_id(), wanted=wanted, days=[day, day + timedelta(days=7)])
        first, second = (meeting.id for meeting in done.meetings)
        planning.call_off(**place, meeting_id=second)
        cohorts.set_goals(**place, goals=[(wanted.lesson, day), (cohorts.lesson_keys(cohort)[1], day + timedelta(days=7))])
        stands, gone = (goal.id for goal in cohorts.goals_of(cohort))
        cohorts.remove_goal(**place, goal_id=gone)
        return {"meeting_id": first, "off_meeting_id": second, "goal_id": stands, "gone_goal_id": gone}


def with_calendars(make: College, person_ids: Iterable[UUID]) -> None:
    """Have each of these people make a calendar address."""
    with make.work():
        for person_id in person_ids:
            calendar.make_address(actor=Actor(person_id=person_id))
