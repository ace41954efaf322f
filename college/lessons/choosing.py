"""What a student might learn next: one proposal with its reason, the tracks, and all courses to choose from herself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from college.cohorts import service as cohorts
from college.core.clock import LOCAL, now
from college.core.permissions import Actor, Permission
from college.lessons import rules_next
from college.lessons.lines import CourseLine, LessonLine, course_line
from college.lessons.rules_next import Candidate, Key, Practised, Why
from college.library import service as library
from college.library.service import CourseView, TrackView
from college.progress import service as progress
from college.progress.service import State


#: The cookie that holds the id of the track that was chosen on this phone.
TRACK_COOKIE = "track"


@dataclass(frozen=True)
class Proposal:
    """The one lesson to learn next, and why this one."""

    course: CourseView
    line: LessonLine
    why: Why
    #: By when her class would like to have learnt it; None where it has set no day, or she has finished it.
    by_on: date | None = None


@dataclass(frozen=True)
class Choice:
    """What she may learn: every published course as she has it, hers first, and the one proposal."""

    lines: tuple[CourseLine, ...]
    followed: tuple[str, ...]
    proposal: Proposal | None

    @property
    def mine(self) -> tuple[CourseLine, ...]:
        """The courses of her class and those that she has begun herself, the last one first."""
        mine = [line for line in self.lines if line.course.id in self.followed or line.seen_at]
        begun = sorted((line for line in mine if line.seen_at), key=lambda line: line.seen_at, reverse=True)
        return (*begun, *(line for line in mine if not line.seen_at))


def choice_of(*, actor: Actor, track_id: str | None = None, after: Key | None = None) -> Choice:
    """Give what this student may learn; nothing for whoever has not signed in or is in no class.

    track_id: the track that she chose on this phone. after: the (course, lesson) that she has just finished.
    """
    taught = cohorts.courses_of(actor.person_id) if actor.person_id else []
    classes = {cohort.id for cohort, _course_id in taught} | set(actor.reach(Permission.LESSON_FOLLOW).cohorts)
    if not classes:
        return Choice((), (), None)
    followed = tuple(course_id for _cohort, course_id in taught)
    lines = _lines(actor, followed, track_id)
    proposal = _proposal(actor, lines, classes, after) if actor.may_keep else _first(lines)
    return Choice(lines, followed, proposal)


def all_courses(*, actor: Actor) -> tuple[CourseLine, ...]:
    """Give every published course in the order of beginners, as this reader has it."""
    return _lines(actor, (), None)


def tracks_of(*, actor: Actor) -> list[tuple[TrackView, tuple[CourseLine, ...]]]:
    """Give each track with its courses as this reader has them."""
    lines = {line.course.id: line for line in _lines(actor, (), None)}
    return [(track, tuple(lines[each] for each in track.course_ids)) for track in library.tracks()]


def _lines(actor: Actor, followed: Sequence[str], track_id: str | None) -> tuple[CourseLine, ...]:
    courses = {course.id: course for course in library.published_courses()}
    track = next((each.course_ids for each in library.tracks() if each.id == track_id), ()) if track_id else ()
    order = [each for each in rules_next.course_order(followed, track, tuple(courses)) if each in courses]
    keeps = actor.person_id is not None and actor.may_keep
    places = progress.lesson_progress(person_id=actor.person_id, course_ids=order) if keeps else {}
    return tuple(course_line(courses[each], places, actor.person_id) for each in order)


def _proposal(actor: Actor, lines: Sequence[CourseLine], classes: Collection[UUID], after: Key | None) -> Proposal | None:
    moment, goals = now(), goals_of(actor)
    by_key = {(line.course.id, each.head.id): (line.course, each) for line in lines for each in line.lines}
    found = rules_next.next_lesson(
        [_candidate(key, each) for key, (_course, each) in by_key.items()],
        now=moment,
        busy=_busy(actor, classes, moment),
        hard=_hard(actor, lines, moment),
        after=after,
        goals=cohorts.of_now(goals, moment.astimezone(LOCAL).date()),
    )
    if found is None:
        return None
    course, line = by_key[found[0]]
    return Proposal(course, line, found[1], None if line.state == State.FINISHED else goals.get(found[0]))


def goals_of(actor: Actor) -> dict[Key, date]:
    """Give until when her cohorts would like to have learnt lessons; what is past is left out: one small query."""
    return cohorts.goals_for_students(actor.reach(Permission.LESSON_FOLLOW).cohorts) if actor.may_keep else {}


def _candidate(key: Key, line: LessonLine) -> Candidate:
    return Candidate(key, line.seen_at is not None, line.state == State.FINISHED, line.seen_at)


def _first(lines: Sequence[CourseLine]) -> Proposal | None:
    line = next((line for line in lines if line.lines), None)
    return Proposal(line.course, line.lines[0], Why.FIRST) if line else None


def _busy(actor: Actor, classes: Collection[UUID], moment: datetime) -> dict[Key, int]:
    """Count the people of her classes by the lesson in which they kept a step this week; she is not among them."""
    people = {each for mates in cohorts.people_by_cohort(classes).values() for each in mates} - {actor.person_id}
    return progress.busy_lessons(person_ids=people, since=moment - rules_next.BUSY_WITHIN)


def _hard(actor: Actor, lines: Sequence[CourseLine], moment: datetime) -> frozenset[Key]:
    heads = [(line.course.id, each.head) for line in lines for each in line.lines]
    lessons = {(course_id, step_id): (course_id, head.id) for course_id, head in heads for step_id in head.step_ids}
    found = progress.practised(person_id=actor.person_id, since=moment - rules_next.HARD_WITHIN)
    return rules_next.hard_lessons(
        [
            Practised(lessons[each.course_id, each.step_id], each.at.astimezone(LOCAL).date(), each.is_right, each.is_call)
            for each in found
            if (each.course_id, each.step_id) in lessons
        ]
    )
