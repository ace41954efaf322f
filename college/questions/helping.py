"""What a helper in the room does: call for help for a student of her cohort who cannot tap herself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission
from college.progress import service as progress
from college.questions.places import Place, Places


@dataclass(frozen=True)
class Beside:
    """A student of a cohort, and the living steps of the courses that it follows."""

    cohort: cohorts.Cohort
    person: accounts.Person
    steps: list[Place]


def beside(*, actor: Actor, cohort_id: UUID, person_id: UUID, lang: str) -> Beside:
    """Give the student for whom a helper calls. Raises NotFound when she is not in a cohort of this helper's today."""
    cohort, enrollment, person = cohorts.enrollment_for(actor, Permission.HELP_CALL, cohort_id, person_id)
    if not enrollment.is_active:
        raise NotFound
    places = Places(lang)
    steps = [place for course_id in cohorts.cohort_courses(cohort_id) for place in places.steps_of(course_id)]
    return Beside(cohort, person, steps)


def call_for(
    *, actor: Actor, cohort_id: UUID, person_id: UUID, client_id: UUID, course_id: str, step_id: str
) -> bool:
    """Keep that a student of this helper's cohort needs help at a step; False when this form was kept before.

    Raises NotFound as `beside` does, and when the cohort does not follow this step's course; RuleBroken while she
    has not agreed that anything of her is kept.
    """
    found = beside(actor=actor, cohort_id=cohort_id, person_id=person_id, lang="zh")
    place = next((each for each in found.steps if (each.course_id, each.step_id) == (course_id, step_id)), None)
    if place is None:
        raise NotFound
    if accounts.consent_of(person_id) is None:
        name = found.person.name
        raise RuleBroken(_("%(name)s has not agreed to the privacy notice yet, so nothing may be kept.", name=name))
    return progress.call_help(
        person_id=person_id,
        client_id=client_id,
        course_id=course_id,
        lesson_id=place.lesson_id,
        step_id=step_id,
        called_by=actor.person_id,
    )
