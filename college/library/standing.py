"""How a course stands, published or not: for whoever writes on the web, where a course begins before anybody sees it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.library import plain_yaml, queries
from college.library.models import Course
from college.library.pieces import cut
from college.library.texts import language


@dataclass(frozen=True)
class CourseStanding:
    """A course whether it is published or not; ``published_at`` is None until it is."""

    id: str
    titles: dict[str, str]
    published_at: datetime | None

    def title(self, lang: object) -> str:
        """Give the title in a language, else in Chinese."""
        return self.titles.get(language(lang)) or self.titles.get("zh", "")


@dataclass(frozen=True)
class LessonStanding:
    """The latest revision of a lesson, living or withdrawn, with its text as it was written."""

    id: str
    revision_id: UUID
    number: int
    published_at: datetime
    is_withdrawn: bool
    zh: str
    en: str
    #: Pictures that lie in files: path in the text → SHA-256.
    pictures: dict[str, str]


def begin_course(course_id: str, title: str) -> bool:
    """Keep a course that nobody sees until it is published; say whether it is new."""
    position = queries.last_course_position() + 1
    return insert_once(
        Course, id=course_id, position=position, titles={"zh": title}, summaries={"zh": ""}, about={}, lesson_order=[],
        source_hash="", sources={}, published_at=None,
    )


def standings(course_ids: Collection[str] | None = None) -> dict[str, CourseStanding]:
    """Give how these courses stand (all when None), by id, in their order: one query."""
    return {row.id: CourseStanding(*row) for row in queries.course_standings(course_ids)}


def lesson_standings(course_id: str) -> list[LessonStanding]:
    """Give every lesson of a course that was ever published, in order: two queries."""
    rows = sorted(queries.all_lessons(course_id), key=lambda row: (row.position, row.id))
    revisions = {each.id: each for each in queries.revisions(row.current_revision_id for row in rows)}
    return [_lesson(row, revisions[row.current_revision_id]) for row in rows]


def sources_of(revision_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Give (zh, en) of these revisions as they were written, by id: one query that reads nothing else of them."""
    rows = queries.sources_of(revision_ids) if revision_ids else ()
    return {row.id: (row.sources["zh"], row.sources.get("en", "")) for row in rows}


def own_sources_of(course_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Give (zh, en) of these courses' own texts as they were published, by id: one query. Courses without are left out."""
    rows = queries.own_sources_of(course_ids) if course_ids else ()
    return {row.id: (row.sources["zh"], row.sources.get("en", "")) for row in rows if row.sources.get("zh")}


def put_in_order(*, actor: Actor, place: Scope, order: Sequence[str]) -> bool:
    """Show students the lessons of a course in another order; say whether it was another one.

    order: lesson ids; living lessons that it does not name follow as they stand. Raises NotAllowed or NotFound for
    whoever does not write the course.
    """
    ensure(actor, Permission.COURSE_WRITE, place)
    course = queries.hold_course(place.course or "")
    if course is None:
        raise NotFound
    places = {lesson_id: at for at, lesson_id in enumerate(order)}
    living = [each for each in queries.all_lessons(course.id) if each.retired_at is None]
    living.sort(key=lambda each: (places.get(each.id, len(places)), each.position, each.id))
    if [each.id for each in living] == course.lesson_order:
        return False
    for position, lesson in enumerate(living, start=1):
        lesson.position = position
    course.lesson_order = [each.id for each in living]
    course.published_at = now()
    audit.record(actor, "course.order", subject=f"course:{course.id}", district=place.district)
    db.session.flush()
    return True


def lesson_at(course_id: str, lesson_id: str, number: int) -> LessonStanding | None:
    """Give a lesson as one of its revisions had it, None when there is no such revision."""
    revision = queries.revision_at(course_id, lesson_id, number)
    row = queries.lesson_row(course_id, lesson_id)
    return _lesson(row, revision) if row and revision else None


def _lesson(row, revision) -> LessonStanding:
    sources = revision.content["sources"]
    return LessonStanding(
        row.id, revision.id, revision.number, revision.published_at, row.retired_at is not None, sources["zh"],
        sources.get("en", ""), revision.content.get("pictures", {}),
    )


def title_of(source: str) -> str:
    """Give the title that stands in a text's front matter, "" when there is none that can be read."""
    try:
        head = plain_yaml.read(cut(source).head, 1)
    except plain_yaml.Unreadable:
        return ""
    title = head.get("title", "") if isinstance(head, plain_yaml.Mapping) else ""
    return title if isinstance(title, str) else ""
