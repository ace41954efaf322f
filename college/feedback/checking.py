"""Lessons to hold beside a phone: after a decision about what they show, and every half year; checked with one tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission, Reach, Scope
from college.feedback import queries
from college.feedback.models import LessonCheck, Theme, ThemeMove
from college.library import service as library
from college.library.service import Held


@dataclass(frozen=True)
class ToCheck:
    """One lesson to look at: why, and what it is called."""

    check: LessonCheck
    theme: Theme
    move: ThemeMove | None
    course: str
    lesson: str
    feature: str
    #: Whether this reader is an author of the course.
    may_write: bool


def _course_ids(actor: Actor) -> set[str]:
    """Give the courses that this actor teaches: those of her cohorts, and those that are hers as courses."""
    reach = actor.reach(Permission.LESSON_CHECK)
    taught = cohorts.visible_cohorts(actor, Permission.LESSON_CHECK) if reach else []
    return {*reach.courses, *cohorts.courses_of_cohorts([each.id for each in taught])}


def to_check(*, actor: Actor, page: int, lang: str) -> Page:
    """Give one page of the lessons of her courses that wait to be checked; items are `ToCheck`."""
    found = page_of(queries.open_checks(_course_ids(actor)), page)
    moves = queries.last_moves({theme.id for _check, theme in found.items})
    courses = {course.id: course.title(lang) for course in library.published_courses()}
    lessons = {(each.course_id, each.id): each.in_language(lang).title for each in library.lessons()}
    features = library.features()
    items = [
        ToCheck(
            check,
            theme,
            moves.get(theme.id),
            courses.get(check.course_id, check.course_id),
            lessons.get((check.course_id, check.lesson_id), check.lesson_id),
            features[theme.feature_id].name(lang),
            actor.reach(Permission.COURSE_WRITE).covers(Scope(course=check.course_id)),
        )
        for check, theme in found.items
    ]
    return Page(items, found.total, found.page, found.pages)


def to_check_count(actor: Actor) -> int:
    """Count the lessons that wait on this actor's desk to be checked: for her start page.

    Those that nobody ever held beside a phone are not among them: they would drown the others.
    """
    course_ids = _course_ids(actor)
    return page_of(queries.open_checks(course_ids), 1, 1).total + library.to_hold_count(course_ids, today=today())


@dataclass(frozen=True)
class ToHold:
    """A lesson to hold beside a phone again, and whether this reader may change its text at once."""

    held: Held
    course: str
    lesson: str
    may_write: bool


@dataclass(frozen=True)
class Holding:
    """What stands on the desk: lessons held long ago or never, how many never, and what she can still take back."""

    page: Page
    never_count: int
    mine: list[ToHold]


def to_hold(*, actor: Actor, page: int, lang: str, never: bool) -> Holding:
    """Give one page of the lessons of her courses that nobody held beside a phone for half a year, or ever."""
    course_ids = _course_ids(actor)
    found = library.to_hold(course_ids, today=today(), never=never, page=page)
    courses, writes = library.titles_of(course_ids, lang), actor.reach(Permission.COURSE_WRITE)
    lines = [[_line(held, courses, lang, writes) for held in some] for some in (found.items, library.held_by(actor.person_id, course_ids))]
    count = found.total if never else library.to_hold_count(course_ids, today=today(), never=True)
    return Holding(Page(lines[0], found.total, found.page, found.pages), count, lines[1])


def hold_lesson(*, actor: Actor, course_id: str, lesson_id: str, day: date, version: str) -> bool:
    """Keep that a lesson was held beside a phone on a day and is as it should be; what waits for it is done too.

    Gives whether that was new: a second tap changes nothing. Raises NotFound for a course that is not hers to check,
    and RuleBroken for a day that has not come.
    """
    _ensure_hers(actor, course_id)
    if day > today():
        raise RuleBroken(_("This day has not come yet. Please write today or an earlier day."))
    at = library.keep_held(course_id, lesson_id, actor=actor, day=day, version=version)
    for check in queries.open_checks_of(course_id, lesson_id):
        check.checked_at, check.checked_by = at or now(), actor.person_id
    db.session.flush()
    return at is not None


def take_hold_back(*, actor: Actor, course_id: str, lesson_id: str) -> bool:
    """Take one's own tap back within a day; what it had done waits again. False when there is none to take back."""
    _ensure_hers(actor, course_id)
    at = library.take_held_back(course_id, lesson_id, actor=actor)
    if at is None:
        return False
    for check in queries.checks_done_at(course_id, lesson_id, at):
        check.checked_at = check.checked_by = None
    db.session.flush()
    return True


def check_lesson(*, actor: Actor, check_id: UUID, day: date | None = None, version: str = "") -> LessonCheck:
    """Keep that a lecturer looked at a lesson on a day (today by default) and found nothing to change.

    A second look changes nothing. Raises NotFound for a lesson of a course that she does not teach.
    """
    check = queries.check(check_id)
    if check is None:
        ensure(actor, Permission.LESSON_CHECK, Scope(course=""))
        raise NotFound
    _ensure_hers(actor, check.course_id)
    if check.checked_at is None and library.find_lesson(check.course_id, check.lesson_id) is None:
        check.checked_at, check.checked_by = now(), actor.person_id
        db.session.flush()
    elif check.checked_at is None:
        hold_lesson(actor=actor, course_id=check.course_id, lesson_id=check.lesson_id, day=day or today(), version=version)
    return check


def _ensure_hers(actor: Actor, course_id: str) -> None:
    if course_id not in _course_ids(actor):
        ensure(actor, Permission.LESSON_CHECK, Scope(course=course_id))
        raise NotFound


def _line(held: Held, courses: dict[str, str], lang: str, writes: Reach) -> ToHold:
    view = held.view
    return ToHold(held, courses.get(view.course_id, view.course_id), view.in_language(lang).title, writes.covers(Scope(course=view.course_id)))
