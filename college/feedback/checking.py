"""Lessons that show a feature about which something was decided: listed for their lecturers, and checked once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.db import db
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission, Scope
from college.feedback import queries
from college.feedback.models import LessonCheck, Theme, ThemeMove
from college.library import service as library


@dataclass(frozen=True)
class ToCheck:
    """One lesson to look at: why, and what it is called."""

    check: LessonCheck
    theme: Theme
    move: ThemeMove | None
    course: str
    lesson: str
    feature: str


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
        )
        for check, theme in found.items
    ]
    return Page(items, found.total, found.page, found.pages)


def to_check_count(actor: Actor) -> int:
    """Count the lessons that wait on this actor's desk to be checked: for her start page."""
    return page_of(queries.open_checks(_course_ids(actor)), 1, 1).total


def check_lesson(*, actor: Actor, check_id: UUID) -> LessonCheck:
    """Keep that a lecturer looked at a lesson and found nothing to change; a second look changes nothing.

    Raises NotFound for a lesson of a course that she does not teach.
    """
    check = queries.check(check_id)
    if check is None or check.course_id not in _course_ids(actor):
        ensure(actor, Permission.LESSON_CHECK, Scope(course=check.course_id if check else ""))
        raise NotFound
    if check.checked_at is None:
        check.checked_at, check.checked_by = now(), actor.person_id
        db.session.flush()
        audit.record(actor, "lesson.check", subject=f"lesson:{check.course_id}/{check.lesson_id}")
    return check
