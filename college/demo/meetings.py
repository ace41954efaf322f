"""The invented cohorts' meetings: four weeks with who came, the next one tomorrow, seats and a goal each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import LOCAL, freeze, today
from college.core.permissions import Actor
from college.demo.history import Walk
from college.library import service as library
from college.meetings import service as meetings

#: The dice of the meetings fall apart from those of the progress, so that neither moves the other.
SEED = 20261122
WEEKS, AHEAD = 4, 4
STARTS, ENDS = time(9), time(10, 30)
#: Of a hundred who learnt that week's lesson, so many were in the room; and of those who did not.
CAME_LEARNING, CAME_ELSE = 93, 22
#: Of a hundred who came, so many were late and so many said themselves that they are there; of those who did not, so many had said so.
LATE, BY_HERSELF, EXCUSED = 7, 35, 25
#: In so many days each cohort wants to have learnt its next lesson: near enough for its start page to say so.
GOAL_IN = timedelta(days=6)


@dataclass(frozen=True)
class Room:
    """Where an invented cohort meets, who helps, and what its students are told."""

    cohort_id: UUID
    course_id: str
    helper_id: UUID
    room: str
    note: str


def hold(place: Room, walks: Mapping[UUID, Walk], first_day: datetime) -> None:
    """Plan and hold a cohort's meetings from ``first_day`` on, in the caller's unit of work: the same each time."""
    actor, dice = accounts.actor_for(place.helper_id), Random(f"{SEED}{place.cohort_id}")
    heads = library.course(place.course_id).lessons
    with freeze(first_day - timedelta(days=2)):
        held = _plan(place, "held", first_day, heads[0].id if heads else None, WEEKS)
    for number, meeting in enumerate(held):
        lesson_id = heads[number].id if number < len(heads) else ""
        learnt = {person_id for person_id, each in walks.items() if any(lesson == lesson_id for lesson, _step, _at in each.steps)}
        people = [person_id for person_id, each in walks.items() if each.opened_at or number == 0]
        meetings.load_attendance(meeting_id=meeting.id, marks=_marks(meeting, people, learnt, actor, dice))
    tomorrow = datetime.combine(today() + timedelta(days=1), STARTS, LOCAL)
    following = heads[WEEKS].id if len(heads) > WEEKS else None
    _plan(place, "ahead", tomorrow, following, AHEAD)
    cohorts.give_seats(actor=Actor.system(), cohort_id=place.cohort_id)
    if following:
        goal = ((place.course_id, following), today() + GOAL_IN)
        cohorts.set_goals(actor=Actor.system(), cohort_id=place.cohort_id, goals=[goal])


def _plan(place: Room, name: str, first: datetime, lesson_id: str | None, count: int) -> list[meetings.Meeting]:
    days = [first.date() + timedelta(weeks=week) for week in range(count)]
    lesson = (place.course_id, lesson_id) if lesson_id else None
    wanted = meetings.Wanted(days[0], STARTS, ENDS, place.room, place.note, lesson, frozenset({place.helper_id}))
    done = meetings.plan(
        actor=Actor.system(),
        cohort_id=place.cohort_id,
        form_id=uuid5(place.cohort_id, name),
        wanted=wanted,
        days=days,
        follows=True,
    )
    return done.meetings


def _marks(
    meeting: meetings.Meeting, people: list[UUID], learnt: set[UUID], actor: Actor, dice: Random
) -> list[meetings.PastMark]:
    marks = []
    for person_id in people:
        is_there = dice.randrange(100) < (CAME_LEARNING if person_id in learnt else CAME_ELSE)
        if is_there:
            is_late, by_herself = dice.randrange(100) < LATE, dice.randrange(100) < BY_HERSELF
            minutes = dice.randrange(16, 35) if is_late else dice.randrange(-20, 10)
            at = meeting.starts_at + timedelta(minutes=minutes)
            marks.append(meetings.PastMark(person_id, "late" if is_late else "came", at, None if by_herself else actor.person_id))
        elif dice.randrange(100) < EXCUSED:
            marks.append(meetings.PastMark(person_id, "excused", meeting.starts_at - timedelta(hours=2), actor.person_id))
    return marks
