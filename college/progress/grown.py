"""Whose progress has grown: for taking back a roster import, which leaves them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from college.core.among import among
from college.progress.models import HelpCall, LessonProgress, ShownInPerson, StepDone, Tap


def learners_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people who have begun a lesson, finished a step, practised or called for help."""
    columns = (LessonProgress.person_id, StepDone.person_id, Tap.person_id, HelpCall.person_id)
    return set().union(*(among(column, person_ids) for column in columns))


def shown_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people who have shown in person what they can."""
    return among(ShownInPerson.person_id, person_ids)
