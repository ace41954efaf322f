"""What the desk's start page says: what to do today and what is looked after, for every role somebody holds."""

from __future__ import annotations

from dataclasses import dataclass

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.board import service as board
from college.cohorts import service as cohorts
from college.core.permissions import Actor, Permission
from college.feedback import service as feedback
from college.home import health as house
from college.home import tasks
from college.home import today as today_of_desk
from college.home.findings import for_start_page
from college.home.findings_rules import Finding
from college.home.students import StudentStart, start_of
from college.library import service as library
from college.meetings import service as meetings
from college.privacy import service as privacy
from college.questions import service as questions

__all__ = ["COHORTS_SHOWN", "Desk", "StudentStart", "desk", "start_of"]

#: Cohorts that the start page names, those with most to do first; the others stand on the page Cohorts.
COHORTS_SHOWN = 12


@dataclass(frozen=True)
class Desk:
    """What waits for a member of staff today. ``classes``, ``health`` and the like are empty for other roles."""

    tasks: list[tasks.Task]
    classes: list[board.Today]
    more_classes: int
    today: today_of_desk.TodayPage | None
    district_names: dict[str, str]
    sees_cohorts: bool
    may_make_cohorts: bool
    health: house.Health | None
    findings: list[Finding]
    staff_count: int
    course_count: int
    may_read_courses: bool
    may_write_courses: bool
    sees_themes: bool


def desk(actor: Actor, lang: str) -> Desk:
    """Give what a member of staff sees first, over all her roles; the number of queries never grows."""
    sees_cohorts = bool(actor.reach(Permission.BOARD_VIEW))
    classes = _classes(actor, lang) if sees_cohorts else []
    may_manage_staff = bool(actor.reach(Permission.STAFF_MANAGE))
    health = house.health() if may_manage_staff else None
    return Desk(
        tasks=_tasks(actor, health),
        classes=classes[:COHORTS_SHOWN],
        more_classes=max(len(classes) - COHORTS_SHOWN, 0),
        today=today_of_desk.today_page(actor, classes) if classes else None,
        district_names=cohorts.district_names() if sees_cohorts else {},
        sees_cohorts=sees_cohorts,
        may_make_cohorts=bool(actor.reach(Permission.COHORT_EDIT)),
        health=health,
        findings=for_start_page() if health else [],
        staff_count=len(accounts.staff_people()) if may_manage_staff else 0,
        course_count=len(library.published_courses()),
        may_read_courses=bool(actor.reach(Permission.COURSE_VIEW)),
        may_write_courses=authoring.writes(actor),
        sees_themes=bool(actor.reach(Permission.THEME_VIEW)),
    )


def _classes(actor: Actor, lang: str) -> list[board.Today]:
    """Give her living cohorts, those with most to do first."""
    living = [each for each in cohorts.visible_cohorts(actor, Permission.BOARD_VIEW) if not each.archived_at]
    return sorted(board.today_of(living, lang), key=lambda each: -(len(each.stuck) + each.unopened))


def _tasks(actor: Actor, health: house.Health | None) -> list[tasks.Task]:
    """Give everything there is to do: whoever waits for an answer comes first."""
    found = tasks.of_second_factor() if accounts.lacks_second_factor(actor) else []
    found += tasks.of_operator(health) if health else []
    if actor.reach(Permission.QUESTION_ANSWER):
        found += tasks.of_lecturer(questions.open_counts(actor), feedback.to_check_count(actor))
    if actor.reach(Permission.THEME_VIEW):
        found += tasks.of_manager(feedback.theme_counts(actor))
    if actor.reach(Permission.CARD_ISSUE):
        found += tasks.of_resting(cohorts.resting_cards(actor))
    found += tasks.of_names(meetings.waiting_names(actor))
    if actor.reach(Permission.PERSON_MOVE):
        found += tasks.of_transfers(cohorts.waiting_transfer_count(actor))
    return found + tasks.of_deletions(privacy.waiting_count(actor))
