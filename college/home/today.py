"""今天: of each cohort who calls for help, who has gone silent, whose card was never opened, what comes next. Numbers are the board's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from college.accounts import service as accounts
from college.board import service as board
from college.cohorts import service as cohorts
from college.core.clock import LOCAL, today
from college.core.permissions import Actor, Permission
from college.meetings import service as meetings
from college.progress import service as progress

#: People named of one cohort for each reason; all of them stand behind the number.
NAMED = 3
#: Cohorts that are shown with their people, those with most to do first.
COHORTS_SHOWN = 12
#: Meetings that are shown, the next one first.
MEETINGS_SHOWN = 5
#: A goal is shown from so long before its day until so long after it.
GOAL_BEFORE, GOAL_AFTER = timedelta(days=7), timedelta(days=14)
#: What somebody may do for a person here; each name is that of a permission.
TAPS = (Permission.PHONE_UNMASK, Permission.CARD_ISSUE, Permission.HANDOVER_GIVE)


@dataclass(frozen=True)
class Spot:
    """The lesson at which somebody needs help; ``step_number`` is None when it is finished or the step is gone."""

    title: str
    step_number: int | None
    is_finished: bool = False


@dataclass(frozen=True)
class Named:
    """Somebody to whom one tap helps: her name, where she stands, and since when it is so (None where it is not known)."""

    person: accounts.Person
    spot: Spot | None
    since: datetime | None


@dataclass(frozen=True)
class Group:
    """The people of a cohort for one reason: how many, the few that are named, and under which number of the board all are."""

    kind: board.Kind
    count: int
    named: list[Named]


@dataclass(frozen=True)
class GoalDue:
    """A goal whose day is near or just over, and how many have neither finished its lesson nor shown it in person."""

    goal: cohorts.CohortGoal
    title: str
    open_count: int
    is_past: bool


@dataclass(frozen=True)
class CohortDay:
    """What waits in one cohort. ``may`` says which taps its reader has, by the permission's name in lower case."""

    cohort: cohorts.Cohort
    groups: list[Group]
    open_questions: int
    goals: list[GoalDue]
    may: dict[str, bool]

    @property
    def count(self) -> int:
        """How much waits here, to put the cohort with most to do first."""
        return sum(each.count for each in self.groups) + self.open_questions + len(self.goals)


@dataclass(frozen=True)
class Coming:
    """The next meeting of a cohort; on its day the list of names can be opened."""

    meeting: meetings.Meeting
    cohort: cohorts.Cohort
    is_today: bool
    may_take: bool


@dataclass(frozen=True)
class TodayPage:
    """Everything of 今天: meetings that come next, and the cohorts in which something waits."""

    meetings: list[Coming]
    cohorts: list[CohortDay]
    more_cohorts: int


def today_page(actor: Actor, classes: Sequence[board.Today]) -> TodayPage:
    """Give 今天 for the cohorts whose boards an actor may see: four queries, however many they are."""
    goals, known = _goals_by_cohort(classes), _known(classes)
    reaches = {permission: actor.reach(permission) for permission in TAPS}
    days = []
    for each in classes:
        may = {key.name.lower(): reach.covers(cohorts.scope_of(each.cohort)) for key, reach in reaches.items()}
        groups = [_group(each, kind, known) for kind in KINDS]
        questions = sum(row.deeds.open_questions for row in each.rows)
        days.append(CohortDay(each.cohort, groups, questions, _due(each, goals.get(each.cohort.id, [])), may))
    waiting = sorted((each for each in days if each.count), key=lambda each: -each.count)
    return TodayPage(_coming(actor, classes), waiting[:COHORTS_SHOWN], max(len(waiting) - COHORTS_SHOWN, 0))


#: Why people stand on this page, in the order in which they do.
KINDS = (board.Kind.CALLING, board.Kind.STUCK, board.Kind.UNOPENED)


def _people(each: board.Today, kind: board.Kind) -> list[board.PersonRow]:
    """Give the people of one number, those first for whom it has been so for longest."""
    return sorted(each.people(kind), key=lambda row: (_since(row, kind) or datetime.max.replace(tzinfo=LOCAL)))


def _since(row: board.PersonRow, kind: board.Kind) -> datetime | None:
    return row.deeds.called_at if kind is board.Kind.CALLING else row.last_step_at


@dataclass(frozen=True)
class _Known:
    """Who is named on the page, and at which step each called for help."""

    people: dict[UUID, accounts.Person]
    calls: dict[UUID, tuple[str, str, str]]


def _known(classes: Sequence[board.Today]) -> _Known:
    named = {kind: {row.member.person_id for each in classes for row in _people(each, kind)[:NAMED]} for kind in KINDS}
    course_ids = {course.id for each in classes for course in each.courses}
    calls = progress.called_at_steps(person_ids=list(named[board.Kind.CALLING]), course_ids=course_ids)
    return _Known(accounts.people_by_ids(set().union(*named.values())), calls)


def _group(each: board.Today, kind: board.Kind, known: _Known) -> Group:
    rows = _people(each, kind)
    named = [
        Named(known.people[row.member.person_id], _spot(each, row, kind, known), _since(row, kind)) for row in rows[:NAMED]
    ]
    return Group(kind, len(rows), named)


def _spot(each: board.Today, row: board.PersonRow, kind: board.Kind, known: _Known) -> Spot | None:
    """Give where she called for help, else where she was last; None for nowhere."""
    call = known.calls.get(row.member.person_id) if kind is board.Kind.CALLING else None
    lessons = {(course.id, lesson.id): lesson for course in each.courses for lesson in course.lessons}
    if call and (lesson := lessons.get(call[:2])):
        return Spot(lesson.title, lesson.number_of(call[2]))
    return Spot(row.where.lesson.title, row.where.step_number, row.where.is_finished) if row.where else None


def _goals_by_cohort(classes: Sequence[board.Today]) -> dict:
    found: dict = {}
    for goal in cohorts.goals_between([each.cohort.id for each in classes], today() - GOAL_AFTER, today() + GOAL_BEFORE):
        found.setdefault(goal.cohort_id, []).append(goal)
    return found


def _due(each: board.Today, goals: Sequence[cohorts.CohortGoal]) -> list[GoalDue]:
    """Give the goals that somebody has not reached yet; lessons that are gone are left out."""
    titles = {(course.id, lesson.id): lesson.title for course in each.courses for lesson in course.lessons}
    return [
        GoalDue(goal, titles[key], waiting, goal.by_on < today())
        for goal in goals
        if (key := (goal.course_id, goal.lesson_id)) in titles
        and (waiting := sum(1 for row in each.rows if not row.has_reached_lesson(*key)))
    ]


def _coming(actor: Actor, classes: Sequence[board.Today]) -> list[Coming]:
    by_id = {each.cohort.id: each.cohort for each in classes}
    reach = actor.reach(Permission.ATTENDANCE_TAKE)
    found = sorted(meetings.next_meeting_of(list(by_id)).values(), key=lambda each: (each.starts_at, each.id))
    return [
        Coming(each, by_id[each.cohort_id], _day_of(each) == today(), reach.covers(cohorts.scope_of(by_id[each.cohort_id])))
        for each in found[:MEETINGS_SHOWN]
    ]


def _day_of(meeting: meetings.Meeting) -> date:
    return meeting.starts_at.astimezone(LOCAL).date()
