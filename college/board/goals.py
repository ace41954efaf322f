"""Goals of a cohort with how many have finished each lesson or shown it in person; and reminding, once, those who have not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.board import service
from college.board.shapes import Kind, Show
from college.cohorts import service as cohorts
from college.core import pages
from college.core.clock import LOCAL, now, today
from college.core.db import db, run_in_unit
from college.core.errors import NotFound
from college.core.pages import LOCALES
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.notices import service as notices
from college.progress import service as progress

log = structlog.get_logger()

#: From this hour of the day on, in China: nobody is reminded at night.
MORNING = 8


@dataclass(frozen=True)
class GoalLine:
    """A goal of a cohort as its page shows it; the number is that of the board."""

    goal: cohorts.CohortGoal
    title: str
    reached: int
    enrolled: int
    is_past: bool

    @property
    def open_count(self) -> int:
        """How many have neither finished the lesson nor shown it in person."""
        return self.enrolled - self.reached


@dataclass(frozen=True)
class Goals:
    """A cohort's goals, and the lessons that have none yet as ((course id, lesson id), title)."""

    cohort: cohorts.Cohort
    lines: list[GoalLine]
    free: list[tuple[tuple[str, str], str]]


def goals_of(actor: Actor, permission: Permission, cohort_id: UUID, lang: str) -> Goals:
    """Give the goals of a cohort over which the actor holds the permission, the earliest first."""
    board = service.board_of(actor, permission, cohort_id, lang)
    titles = {(course.id, lesson.id): lesson.title for course in board.courses for lesson in course.lessons}
    goals = cohorts.goals_of(cohort_id)
    lines = [_line(board, each, titles) for each in goals if (each.course_id, each.lesson_id) in titles]
    taken = {(each.course_id, each.lesson_id) for each in goals}
    return Goals(board.cohort, lines, [(key, title) for key, title in titles.items() if key not in taken])


def goal_line(actor: Actor, cohort_id: UUID, goal_id: UUID, lang: str) -> tuple[Goals, GoalLine]:
    """Give one goal for whoever may set goals there. Raises NotFound for a foreign one, or one whose lesson is gone."""
    found = goals_of(actor, Permission.GOAL_SET, cohort_id, lang)
    line = next((each for each in found.lines if each.goal.id == goal_id), None)
    if line is None:
        raise NotFound
    return found, line


def gone_of(found: Goals, goal_id: UUID) -> tuple[UUID, str] | None:
    """Give a goal that was taken away as (id, title); None when it stands, is foreign, or its lesson is gone."""
    goal = cohorts.removed_goal(found.cohort.id, goal_id)
    title = dict(found.free).get((goal.course_id, goal.lesson_id)) if goal else None
    return (goal.id, title) if goal and title else None


def _line(board: service.Board, goal: cohorts.CohortGoal, titles: dict[tuple[str, str], str]) -> GoalLine:
    reached = service.people_of(board, Show(Kind.REACHED, goal.course_id, goal.lesson_id))
    return GoalLine(goal, titles[goal.course_id, goal.lesson_id], len(reached), len(board.rows), goal.by_on < today())


def remind_safely() -> int:
    """Do what `remind` does for the worker: what fails is written down and tried again, and stops nothing else."""
    try:
        return remind()
    except Exception:
        db.session.rollback()
        log.exception("nobody could be reminded of goals")
        return 0


def remind() -> int:
    """Remind of every goal that is three days away; give how many people. For the worker, outside any unit of work.

    Once for each goal, in the daytime, those who are in the cohort, agreed that something is kept of them, and have
    neither finished the lesson nor shown it in person.
    """
    if now().astimezone(LOCAL).hour < MORNING:
        return 0
    day = today()
    waiting = run_in_unit(lambda: [each.id for each in cohorts.goals_to_remind(day, day + cohorts.REMIND_BEFORE)], writes=False)
    return sum(run_in_unit(lambda goal_id=goal_id: _remind(goal_id)) for goal_id in waiting)


def _remind(goal_id: UUID) -> int:
    goal = db.session.get(cohorts.CohortGoal, goal_id)
    head = _head(goal) if goal else None
    if goal is None or head is None or not cohorts.claim_reminding(goal_id):
        return 0
    return notices.tell_many(
        person_ids=_unfinished(goal),
        key=cohorts.reminder_key(goal_id),
        texts={lang: _words(head.title(lang), goal.by_on, lang) for lang in LOCALES},
        url=f"/learn/{goal.course_id}/{goal.lesson_id}",
    )


def _head(goal: cohorts.CohortGoal) -> library.LessonHead | None:
    """Give the lesson of a goal, None where it is withdrawn."""
    course = next((each for each in library.published_courses() if each.id == goal.course_id), None)
    return course.lesson(goal.lesson_id) if course else None


def _unfinished(goal: cohorts.CohortGoal) -> set[UUID]:
    people = cohorts.people_by_cohort([goal.cohort_id]).get(goal.cohort_id, [])
    places = progress.cohort_progress(person_ids=people, course_ids=[goal.course_id])
    done = {each.person_id for each in places if each.lesson_id == goal.lesson_id and each.place.finished_at}
    shown = progress.shown_by(person_ids=people, course_ids=[goal.course_id])
    done |= {each.person_id for each in shown if each.lesson_id == goal.lesson_id}
    return accounts.agreed_among(people) - done


def _words(title: str, by_on: date, lang: str) -> str:
    with force_locale(LOCALES[lang]):
        return _(
            "Your class would like to have learnt this lesson by %(day)s: %(title)s. Have a look when you find time, and ask your teacher what you like.",
            day=pages.day_short(by_on, lang),
            title=title,
        )
