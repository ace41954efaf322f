"""Where a step stands today and what it is called, in three queries for any number of questions."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from college.core.errors import RuleBroken
from college.library import service as library
from college.library.service import LessonView


@dataclass(frozen=True)
class Place:
    """A step in words. A step that is no longer shown has no title of its own."""

    course_id: str
    lesson_id: str
    step_id: str
    course: str
    lesson: str
    step: str
    is_living: bool


@dataclass(frozen=True)
class Link:
    """The step that an answer points at."""

    course_id: str
    lesson_id: str
    step_id: str


class Places:
    """The steps of all published courses in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.courses = {course.id: course.title(lang) for course in library.published_courses()}
        self.lessons = [lesson for lesson in library.lessons() if lesson.course_id in self.courses]
        steps = (place for lesson in self.lessons for place in self._steps(lesson))
        self.living = {(place.course_id, place.step_id): place for place in steps}

    def _steps(self, lesson: LessonView) -> list[Place]:
        text, course = lesson.in_language(self.lang), lesson.course_id
        return [
            Place(course, lesson.id, step.id, self.courses[course], text.title, step.title, is_living=True)
            for step in text.steps
        ]

    def of(self, course_id: str, lesson_id: str, step_id: str) -> Place:
        """Give where a step stands now; one that is gone keeps the lesson in which it stood."""
        found = self.living.get((course_id, step_id))
        if found:
            return found
        course, lesson = self.courses.get(course_id, course_id), self.lesson_title(course_id, lesson_id)
        gone = _("A step that is no longer shown")
        return Place(course_id, lesson_id, step_id, course, lesson, gone, is_living=False)

    def lesson_title(self, course_id: str, lesson_id: str) -> str:
        """Give a lesson's title, or what stands for one that is gone."""
        titles = (
            lesson.in_language(self.lang).title
            for lesson in self.lessons
            if (lesson.course_id, lesson.id) == (course_id, lesson_id)
        )
        return next(titles, _("A lesson that is no longer shown"))

    def order(self, course_id: str, step_id: str) -> int:
        """Give where a step stands among all, for sorting; what is gone comes last."""
        keys = list(self.living)
        return keys.index((course_id, step_id)) if (course_id, step_id) in self.living else len(keys)

    def steps_of(self, course_id: str) -> list[Place]:
        """Give the living steps of a course in their order."""
        return [place for place in self.living.values() if place.course_id == course_id]


def link_to(course_id: str, step_id: str | None) -> Link | None:
    """Give what an answer may point at, None for nothing. Raises RuleBroken for a step that is not shown."""
    if not step_id:
        return None
    place = Places("zh").of(course_id, "", step_id)
    if not place.is_living:
        raise RuleBroken(_("That step is no longer shown. Please choose another one."))
    return Link(course_id, place.lesson_id, step_id)
