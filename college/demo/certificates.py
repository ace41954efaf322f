"""Certificates of the demonstration: a few who came to every class showed there all that the course teaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.certificates import service as certificates
from college.core.clock import freeze
from college.demo.history import Walk
from college.library import service as library
from college.progress import service as progress

#: So many of a cohort are given one; they wait to be printed.
GIVEN = 4


@dataclass(frozen=True)
class Shown:
    """Where it was shown: the course, its cohort's people by what they did, who saw it, and when."""

    course_id: str
    walks: Mapping[UUID, Walk]
    seen_by: UUID
    at: datetime


def give(shown: Shown, *, but: UUID) -> list[UUID]:
    """Let the most diligent show every lesson and be given the certificate, where the course gives one; give who they are.

    ``but`` is left as she is: visitors look at her pages as hers.
    """
    lessons = [head.id for head in library.course(shown.course_id).lessons]
    if not library.certificate_rules([shown.course_id]):
        return []
    far = sorted((each for each in shown.walks if each != but), key=lambda each: (-len(shown.walks[each].steps), each))[:GIVEN]
    with freeze(shown.at):
        for lesson_id in lessons:
            seen = {"seen_by": shown.seen_by, "shown_at": shown.at}
            progress.keep_shown(person_ids=far, course_id=shown.course_id, lesson_id=lesson_id, **seen)
        return [each for each in far if certificates.give_if_earned(person_id=each, course_id=shown.course_id)]
