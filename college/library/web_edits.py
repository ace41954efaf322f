"""What files that are ready would overwrite of what was published on the web; for the command, before it stores anything."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from college.library import queries
from college.library.publishing import Ready, ReadyCourse, ReadyLesson
from college.library.texts import LessonView, lesson_view
from college.library.written import COURSE_FILE

#: Why a lesson is asked about: its text was published on the web, it was withdrawn there, or it is written on there.
PUBLISHED, WITHDRAWN, DRAFTED = "published", "withdrawn", "drafted"
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class WebEdit:
    """A lesson that stands on the web with other words than in the files, or is hidden there."""

    course_id: str
    lesson_id: str
    why: str
    #: The revision that students see, None when they see none.
    number: int | None
    #: The files have no such lesson.
    is_gone: bool


def web_edits(ready: Ready) -> list[WebEdit]:
    """Give what was published or withdrawn on the web and the files say otherwise, by course and lesson."""
    return [edit for course in ready.courses for edit in _edits(course)]


def lesson_files(course: ReadyCourse) -> dict[str, ReadyLesson]:
    """Give the lessons of a ready course by id."""
    return {lesson.id: lesson for lesson in course.lessons}


def ready_texts(course: ReadyCourse, lesson_id: str) -> tuple[str, str] | None:
    """Give what the files say of a lesson ("course": of the course), None when they say what is published or have it not."""
    if lesson_id == COURSE_FILE:
        return course.sources["zh"], course.sources.get("en", "")
    lesson = lesson_files(course).get(lesson_id)
    if lesson is None or lesson.content is None:
        return None
    return lesson.content["sources"]["zh"], lesson.content["sources"].get("en", "")


def ready_view(course: ReadyCourse, lesson_id: str) -> LessonView | None:
    """Give a lesson of the files as students would see it, None when nothing of it would be published."""
    lesson = lesson_files(course).get(lesson_id)
    if lesson is None or lesson.content is None:
        return None
    return lesson_view(lesson_id=lesson_id, course_id=course.id, revision_id=_NOBODY, number=0, content=lesson.content)


def _edits(course: ReadyCourse) -> list[WebEdit]:
    hashes = {lesson.id: lesson.source_hash for lesson in course.lessons}
    rows = queries.all_lessons(course.id)
    current = {each.lesson_id: each for each in queries.revisions(row.current_revision_id for row in rows)}
    found = []
    for row in sorted(rows, key=lambda each: each.id):
        revision = current[row.id]
        if row.retired_at is not None:
            if row.withdrawn_by and row.id in hashes:
                found.append(WebEdit(course.id, row.id, WITHDRAWN, None, False))
        elif revision.origin == "web" and revision.source_hash != hashes.get(row.id):
            found.append(WebEdit(course.id, row.id, PUBLISHED, revision.number, row.id not in hashes))
    return found
