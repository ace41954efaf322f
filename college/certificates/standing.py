"""How people stand to the certificates of courses: what each course asks today, and what each of them has done of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from college.certificates import rules
from college.certificates.rules import Done, Needed
from college.library import service as library
from college.library.service import LessonView
from college.progress import service as progress


@dataclass(frozen=True)
class Asked:
    """What a published course asks of whoever wants its certificate."""

    course_id: str
    rule: str
    lessons: tuple[Needed, ...]

    def missing(self, done: Done) -> list[str]:
        """Give the ids of the lessons that are still to do."""
        return rules.missing(self.rule, self.lessons, done)

    def is_met(self, done: Done) -> bool:
        """Say whether somebody has finished the course; nobody has finished one without lessons."""
        return bool(self.lessons) and not self.missing(done)


def asked_of(course_ids: Collection[str]) -> dict[str, Asked]:
    """Give what each of these courses asks, without those that give no certificate: two queries when texts are known."""
    found = library.certificate_rules(course_ids)
    lessons = library.lessons_of(list(found)) if found else {}
    return {course_id: Asked(course_id, rule, tuple(_needed(each) for each in lessons[course_id])) for course_id, rule in found.items()}


def _needed(lesson: LessonView) -> Needed:
    steps = {step.id: len({(each.screen, each.target) for each in step.practice if each.target}) for step in lesson.in_language("zh").steps}
    return Needed(lesson.id, {step_id: count for step_id, count in steps.items() if count})


def done_of(person_ids: Collection[UUID], asked: Collection[Asked]) -> dict[tuple[UUID, str], Done]:
    """Give what these people did of these courses, by (person, course): at most three queries for a thousand people."""
    courses = [each.course_id for each in asked]
    finished: dict[tuple[UUID, str], set[str]] = {}
    shown: dict[tuple[UUID, str], set[str]] = {}
    for row in progress.cohort_progress(person_ids=person_ids, course_ids=courses):
        if row.place.finished_at:
            finished.setdefault((row.person_id, row.course_id), set()).add(row.lesson_id)
    for each in progress.shown_by(person_ids=person_ids, course_ids=courses):
        shown.setdefault((each.person_id, each.course_id), set()).add(each.lesson_id)
    practised = [each.course_id for each in asked if each.rule == rules.PRACTISED]
    right = progress.right_taps(person_ids=person_ids, course_ids=practised) if practised else {}
    return {
        (person_id, course_id): Done(
            finished.get((person_id, course_id), ()),
            shown.get((person_id, course_id), ()),
            right.get(course_id, {}).get(person_id),
        )
        for person_id in person_ids
        for course_id in courses
    }
