"""Who has asked something: for taking back a roster import, which leaves them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from college.core.among import among
from college.questions.models import Question


def askers_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people who have asked a question, or begun one."""
    return among(Question.person_id, person_ids)
