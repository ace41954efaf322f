"""What the desk's start page says, for each role that a member of staff holds."""

from __future__ import annotations

from dataclasses import dataclass

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.permissions import Actor, Permission
from college.library import service as library


@dataclass(frozen=True)
class Desk:
    """What waits for her today."""

    cohorts: list[cohorts.Cohort]
    district_names: dict[str, str]
    course_count: int
    staff_count: int
    may_make_cohorts: bool
    may_manage_staff: bool
    may_read_courses: bool


def desk(actor: Actor) -> Desk:
    """Give what a member of staff sees first: her cohorts, the courses, the accounts she looks after."""
    may_manage_staff = bool(actor.reach(Permission.STAFF_MANAGE))
    sees_cohorts = bool(actor.reach(Permission.COHORT_VIEW))
    return Desk(
        cohorts=[each for each in cohorts.visible_cohorts(actor, Permission.COHORT_VIEW) if not each.archived_at]
        if sees_cohorts
        else [],
        district_names=cohorts.district_names() if sees_cohorts else {},
        course_count=len(library.published_courses()),
        staff_count=len(accounts.staff_people()) if may_manage_staff else 0,
        may_make_cohorts=bool(actor.reach(Permission.COHORT_EDIT)),
        may_manage_staff=may_manage_staff,
        may_read_courses=bool(actor.reach(Permission.COURSE_VIEW)),
    )
