"""Publishing on a day: set and taken back by an author, begun by the worker in the morning of that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

import structlog
from flask_babel import gettext as _

from college.authoring import queries, scheduling_words
from college.authoring.drafts import locked_draft, place_of
from college.authoring.models import LessonDraft
from college.authoring.publishing import KIND, with_course_text
from college.core import jobs
from college.core.clock import LOCAL, now, today
from college.core.db import db, run_in_unit
from college.core.errors import RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission

log = structlog.get_logger()

#: From this hour of the day on, in China: before the classes begin, when somebody is awake to see it.
MORNING = 6
#: What ids of these jobs are made from.
_DAYS = UUID("7c2f7c0e-4f0f-4f0a-9d4a-6b0a4a1f0f2e")


def schedule(*, actor: Actor, course_id: str, versions: Mapping[str, int], why: str, day: date) -> None:
    """Have texts of a course published in the morning of a later day; set again it is the later word that counts.

    versions: as in `publishing.start`. Raises RuleBroken for a day that is not later than today, and when a text was
    changed since she saw it.
    """
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    if day <= today():
        raise RuleBroken(_("Please write a day later than today, or publish now."))
    for lesson_id, version in sorted(with_course_text(course_id, versions).items()):
        draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
        if draft.version != version:
            raise RuleBroken(_("The text was changed after you opened this page. Please look at it once more, then publish."))
        draft.publish_on, draft.publish_by, draft.publish_version = day, actor.person_id, version
        draft.publish_why, draft.publish_problem = why, ""
    db.session.flush()


def take_back(*, actor: Actor, course_id: str, lesson_id: str) -> bool:
    """Take back the day on which a text was to be published; False when there was none."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    had = draft.publish_on is not None
    draft.publish_on = draft.publish_by = draft.publish_version = None
    draft.publish_why = draft.publish_problem = ""
    db.session.flush()
    return had


def publish_due() -> int:
    """Begin the jobs of texts whose day has come, once it is morning in China; give how many texts. For the worker.

    Texts of a course that one person set for one day are published together. A job that broke is told like one that
    was refused.
    """
    if now().astimezone(LOCAL).hour < MORNING or not run_in_unit(lambda: bool(queries.due(today())), writes=False):
        return 0
    return run_in_unit(_publish_due)


def publish_due_safely() -> int:
    """Do what `publish_due` does for the worker: what fails is written down and tried again, and stops nothing else."""
    try:
        return publish_due()
    except Exception:
        db.session.rollback()
        log.exception("what is due could not be published")
        return 0


def _publish_due() -> int:
    together: dict[tuple, list[LessonDraft]] = defaultdict(list)
    for draft in queries.due(today()):
        together[draft.course_id, draft.publish_on, draft.publish_by, draft.publish_why].append(draft)
    return sum(_ask(*key, drafts) for key, drafts in together.items())


def _ask(course_id: str, on: date, by: UUID | None, why: str, drafts: list[LessonDraft]) -> int:
    versions = {each.lesson_id: each.publish_version or 0 for each in sorted(drafts, key=lambda each: each.lesson_id)}
    job_id = uuid5(_DAYS, repr((course_id, on.isoformat(), str(by), versions)))
    payload = {"course": course_id, "versions": versions, "why": why, "on": on.isoformat()}
    if jobs.is_known(job_id):
        if jobs.get(job_id, Actor.system()).is_over:
            scheduling_words.say_it_failed(payload, Actor.system(), {})
        return 0
    jobs.enqueue(KIND, actor=Actor(person_id=by), payload=payload, job_id=job_id)
    return len(versions)


def is_stale(draft: LessonDraft) -> bool:
    """Say whether a draft was changed after its day was set: on that day it would not be published."""
    return draft.publish_on is not None and draft.publish_version != draft.version

