"""What may be chosen for a meeting: the lessons of its cohort's courses and the staff of the cohort."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.errors import RuleBroken
from college.core.permissions import Role
from college.library import service as library
from college.meetings.models import Meeting
from college.meetings.rules_planning import Wanted, lessons_from

Key = tuple[str, str]


def courses_of(cohort_id: UUID) -> list[library.CourseView]:
    """Give the published courses of a cohort in its order."""
    courses = {course.id: course for course in library.published_courses()}
    return [courses[each] for each in cohorts.cohort_courses(cohort_id) if each in courses]


def lesson_keys(cohort_id: UUID) -> list[Key]:
    """Give (course id, lesson id) of everything that a cohort can learn, in order."""
    return [(course.id, head.id) for course in courses_of(cohort_id) for head in course.lessons]


def team_of(cohort: cohorts.Cohort) -> list[accounts.Person]:
    """Give the helpers and lecturers of a cohort, each once, helpers first."""
    people = [*cohorts.team_of(cohort, Role.HELPER), *cohorts.team_of(cohort, Role.LECTURER)]
    return list({person.id: person for person in people}.values())


def lesson_choices(cohort_id: UUID, kept: Key | None, lang: str) -> list[tuple[str, str]]:
    """Give the lessons of a cohort as ("course/lesson", words), and the one that a meeting has already."""
    courses = courses_of(cohort_id)
    names = len(courses) > 1
    found = {
        (course.id, head.id): _lesson_words(course, number, head, lang, names)
        for course in courses
        for number, head in enumerate(course.lessons, start=1)
    }
    if kept and kept not in found:
        found[kept] = _("A lesson that this cohort does not follow any more")
    return [("/".join(key), words) for key, words in found.items()]


def _lesson_words(course: library.CourseView, number: int, head: library.LessonHead, lang: str, with_course: bool) -> str:
    words = _("Lesson %(number)s: %(title)s", number=number, title=head.title(lang))
    return f"{course.title(lang)} > {words}" if with_course else words


def lesson_order(cohort_id: UUID, first: Key | None, count: int, lang: str) -> list[str]:
    """Give what ``count`` meetings teach that go from lesson to lesson, as words; empty where a course has no more."""
    titles = {(course.id, head.id): head.title(lang) for course in courses_of(cohort_id) for head in course.lessons}
    return [titles.get(key, "") if key else "" for key in lessons_from(first, list(titles), count)]


def team_choices(cohort: cohorts.Cohort, kept: Collection[UUID] = ()) -> dict[UUID, str]:
    """Give the staff of a cohort, and those whom a meeting has already, as id → name."""
    people = {person.id: person.name for person in team_of(cohort)}
    others = accounts.people_by_ids([each for each in kept if each not in people])
    return {**people, **{person.id: person.name for person in others.values()}}


def refuse_foreign(cohort: cohorts.Cohort, wanted: Wanted, before: Wanted | None = None) -> None:
    """Raise RuleBroken for a lesson or helper that the cohort has not, unless the meeting had it before."""
    had = before or Wanted(wanted.day, wanted.starts, wanted.ends)
    is_lesson = wanted.lesson in (None, had.lesson) or wanted.lesson in lesson_keys(cohort.id)
    new_helpers = wanted.helper_ids - had.helper_ids
    if not is_lesson or not new_helpers <= {person.id for person in team_of(cohort)}:
        raise RuleBroken(_("This choice is no longer there. Please choose again."))


def lesson_titles(meetings: list[Meeting], lang: str) -> dict[Key, str]:
    """Give the titles of the lessons of these meetings, by (course id, lesson id); what is withdrawn is left out."""
    wanted = {(each.course_id, each.lesson_id) for each in meetings if each.course_id}
    if not wanted:
        return {}
    heads = {(course.id, head.id): head for course in library.published_courses() for head in course.lessons}
    return {key: heads[key].title(lang) for key in wanted if key in heads}
