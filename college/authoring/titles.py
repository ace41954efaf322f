"""What courses and lessons are called on the desk: by their draft's title, which may differ from what is published."""

from __future__ import annotations

from college.authoring import queries
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT
from college.core.errors import NotFound
from college.library import service as library


def title_of(draft: LessonDraft) -> str:
    """Give a draft's title as it stands, its id when it has none."""
    return library.title_of(draft.zh) or draft.lesson_id


def text_title(course_id: str, lesson_id: str) -> str:
    """Give what a text calls itself, as a draft or as it is published; for a caller who may write it."""
    draft = queries.draft(course_id, lesson_id)
    there = draft or library.written_or_none(course_id, "" if lesson_id == COURSE_TEXT else lesson_id)
    return (library.title_of(there.zh) if there else "") or lesson_id


def course_title(course_id: str) -> str:
    """Give what a course is called, published or not. Raises NotFound for one that is not there."""
    there = library.standings([course_id]).get(course_id)
    if there is None:
        raise NotFound
    return called(queries.draft(course_id, COURSE_TEXT), there)


def called(own: LessonDraft | None, course: library.CourseStanding) -> str:
    """Give what a course is called by its own draft, else by what is published of it, else by its id."""
    return (library.title_of(own.zh) if own else "") or course.title("zh") or course.id
