"""Courses as they begin and stand on the desk: a new one, its lessons and their order; for the service."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import queries, rules_courses
from college.authoring.drafts import place_of
from college.authoring.models import CourseHome, LessonDraft
from college.authoring.rules import COURSE_TEXT, new_step_id
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure, ensure_somewhere
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library


def writes(actor: Actor) -> bool:
    """Say whether somebody writes a course or may begin one: for what navigation offers."""
    return bool(actor.reach(Permission.COURSE_WRITE)) or may_start(actor)


def may_start(actor: Actor) -> bool:
    """Say whether somebody may begin a course: for what a page offers."""
    return bool(actor.reach(Permission.COURSE_START))


def districts_to_start(actor: Actor) -> dict[str, str]:
    """Give the districts, code → name, in which somebody may begin a course: those of her living cohorts."""
    living = [each for each in cohorts.visible_cohorts(actor, Permission.COURSE_START) if each.archived_at is None]
    codes, names = {each.district_code for each in living}, cohorts.district_names()
    return {code: names[code] for code in sorted(codes)}


def start_course(*, actor: Actor, form_id: UUID, title: str, district_code: str | None) -> str:
    """Begin a course at home in a district, with its own text as a draft and its beginner as author; give its id.

    The same form sent twice begins one. Nobody sees the course until it is published. Raises NotFound for a district
    in which she has no cohort; only the college itself begins one without a district.
    """
    ensure_may_start(actor, district_code)
    title = rules_courses.clean_title(title)
    course_id = rules_courses.course_id_for(form_id, actor.person_id)
    if library.begin_course(course_id, title):
        settle(actor, course_id, district_code)
        keep_new(actor, course_id, COURSE_TEXT, rules_courses.new_course_text(course_id, title))
        audit.record(actor, "course.start", subject=f"course:{course_id}", district=district_code)
    return course_id


def ensure_may_start(actor: Actor, district_code: str | None) -> None:
    """Refuse unless somebody may begin a course in a district. Raises NotAllowed, or NotFound where she may not."""
    ensure_somewhere(actor, Permission.COURSE_START)
    if not actor.is_system and district_code not in districts_to_start(actor):
        raise NotFound


def settle(actor: Actor, course_id: str, district_code: str | None, **origin: object) -> None:
    """Give a new course its home, and whoever begins it the role of its author: the college gives it."""
    db.session.add(CourseHome(course_id=course_id, district_code=district_code, created_by=actor.person_id, **origin))
    db.session.flush()
    if actor.person_id is not None:
        place = Scope(district=district_code, course=course_id)
        accounts.grant(actor=Actor.system(), person_id=actor.person_id, role=Role.AUTHOR, scope=place)


def keep_new(actor: Actor, course_id: str, lesson_id: str, zh: str, en: str = "") -> bool:
    """Keep the draft of a text that is not published; say whether it is new."""
    return insert_once(
        LessonDraft, id=new_id(), course_id=course_id, lesson_id=lesson_id, zh=zh, en=en, version=1, touched={},
        removed=[], created_by=actor.person_id, changed_by=actor.person_id,
    )


def new_lesson(*, actor: Actor, course_id: str, form_id: UUID, title: str) -> str:
    """Begin a lesson at the end of a course, with its first step ready; give its id. The same form begins one.

    Raises NotFound for a course that is not hers to write.
    """
    home = home_for_change(actor, course_id)
    lesson_id = rules_courses.lesson_id_for(form_id, course_id)
    text = rules_courses.new_lesson_text(
        lesson_id, rules_courses.clean_title(title), new_step_id(), _("The first step")
    )
    order = order_of(course_id, home)
    if keep_new(actor, course_id, lesson_id, text):
        keep_order(home, [*order, lesson_id])
    return lesson_id


def home_for_change(actor: Actor, course_id: str) -> CourseHome:
    """Give what the web knows of a course, locked, for somebody who writes it. Raises NotAllowed or NotFound.

    A course that came from files alone gets its row now.
    """
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    if course_id not in library.standings([course_id]):
        raise NotFound
    insert_once(CourseHome, course_id=course_id, origin_numbers={}, lesson_order=[], version=1)
    return queries.locked_home(course_id)


def order_of(course_id: str, home: CourseHome | None) -> list[str]:
    """Give the ids of all lessons of a course that are published or written, in order."""
    published = [each.id for each in library.lesson_standings(course_id) if not each.is_withdrawn]
    drafted = [each.lesson_id for each in queries.drafts(course_id) if each.lesson_id != COURSE_TEXT]
    return rules_courses.in_order(home.lesson_order if home else [], published, drafted)


def keep_order(home: CourseHome, order: list[str]) -> None:
    """Write down in which order the lessons of a course stand."""
    home.lesson_order, home.version = order, home.version + 1
    db.session.flush()


def move_lesson(*, actor: Actor, course_id: str, lesson_id: str, place: int, by: int) -> None:
    """Move a lesson some places down (``by`` > 0) or up, if it still stands at ``place`` (from 0): a double tap moves once.

    Students see the order from the next publishing on. Raises NotFound for a lesson that is not there.
    """
    home = home_for_change(actor, course_id)
    order = order_of(course_id, home)
    if lesson_id not in order:
        raise NotFound
    if order.index(lesson_id) == place:
        keep_order(home, rules_courses.moved(order, lesson_id, by))


def publish_order(*, actor: Actor, course_id: str) -> bool:
    """Show students the lessons in the order of the desk, without publishing any text; say whether it was another one.

    Raises NotFound, and RuleBroken for a course that nobody sees yet.
    """
    home = home_for_change(actor, course_id)
    if library.standings([course_id])[course_id].published_at is None:
        raise RuleBroken(_("Nobody sees this course yet. Publish a lesson first."))
    return library.put_in_order(actor=actor, place=place_of(course_id), order=order_of(course_id, home))


def put_away(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDraft:
    """Take a lesson away that was never published; `put_back` brings it back. Taken away twice is once.

    Raises NotFound for what is not there, RuleBroken for a lesson that students have or had.
    """
    home = home_for_change(actor, course_id)
    draft = _draft(course_id, lesson_id)
    if any(each.id == lesson_id for each in library.lesson_standings(course_id)):
        raise RuleBroken(_("This lesson was published. Withdraw it instead: its progress is kept."))
    if draft.put_away_at is None:
        order = order_of(course_id, home)
        draft.put_away_at, draft.publish_on = now(), None
        keep_order(home, order)
    return draft


def put_back(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDraft:
    """Bring a lesson back that was put away, to where it stood. Raises NotFound for what is not there."""
    home_for_change(actor, course_id)
    draft = _draft(course_id, lesson_id)
    draft.put_away_at = None
    db.session.flush()
    return draft


def _draft(course_id: str, lesson_id: str) -> LessonDraft:
    draft = queries.draft(course_id, lesson_id, locks=True)
    if draft is None or lesson_id == COURSE_TEXT:
        raise NotFound
    return draft
