"""Where a link leads whose lesson or step stands elsewhere meanwhile: printed papers and open pages outlive a text."""

from __future__ import annotations

from dataclasses import dataclass

from college.core.errors import NotFound
from college.library import service as library


@dataclass(frozen=True)
class There:
    """A lesson that is taught, and the step in it; without a step it is opened where the reader goes on."""

    lesson_id: str
    step_id: str | None = None


def where_is(course_id: str, lesson_id: str, step_id: str | None = None) -> There | None:
    """Give where a lesson or one of its steps stands now, None when it is no longer taught.

    Raises NotFound for what never was in this course.
    """
    lesson = library.find_lesson(course_id, lesson_id)
    if step_id is not None:
        holder = living_lesson(course_id, step_id)
        if holder:
            return There(holder, step_id)
        if not library.was_step(course_id, step_id):
            raise NotFound
    if lesson is not None:
        return There(lesson.id)
    if not library.was_lesson(course_id, lesson_id):
        raise NotFound
    heirs = (living_lesson(course_id, each) for each in library.last_steps(course_id, lesson_id))
    heir = next((each for each in heirs if each), None)
    return There(heir) if heir else None


def living_lesson(course_id: str, step_id: str) -> str | None:
    """Give the lesson in which a step stands, None when no lesson has it any more."""
    try:
        return library.lesson_of_step(course_id, step_id)
    except NotFound:
        return None
