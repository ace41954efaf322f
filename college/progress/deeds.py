"""What people did beside their places, for the numbers of cohorts: who practised, who called, in which weeks who was active."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, column, exists, func, literal, select, true, values

from college.accounts import service as accounts
from college.core.db import db
from college.progress.models import HelpCall, StepDone, Tap
from college.progress.queries import chunks


def practised_by(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> set[tuple[UUID, str]]:
    """Give, as (person id, course id), who tapped right at least once in which of these courses.

    Looks for one tap of each, so it costs the same however much somebody practised.
    """
    found: set[tuple[UUID, str]] = set()
    if not course_ids:
        return found
    courses = values(column("id", String), name="chosen").data([(each,) for each in course_ids]).cte("courses")
    person = accounts.Person.id
    tapped = exists().where(Tap.person_id == person, _course(Tap) == courses.c.id, Tap.is_right)
    pairs = select(person, courses.c.id).join(courses, true())
    for some in chunks(person_ids):
        found.update(db.session.execute(pairs.where(person.in_(some), tapped)).tuples())
    return found


def last_calls(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> dict[tuple[UUID, str], datetime]:
    """Give when each of these people last called for help in each of these courses, by (person id, course id)."""
    found: dict[tuple[UUID, str], datetime] = {}
    for some in chunks(person_ids):
        asked = select(HelpCall.person_id, HelpCall.course_id, func.max(HelpCall.called_at)).where(
            HelpCall.person_id.in_(some), _course(HelpCall).in_(course_ids)
        )
        for person_id, course_id, called_at in db.session.execute(asked.group_by(HelpCall.person_id, HelpCall.course_id)):
            found[person_id, course_id] = called_at
    return found


def called_at_steps(*, person_ids: Collection[UUID], course_ids: Collection[str]) -> dict[UUID, tuple[str, str, str]]:
    """Give at which step each of these few people last called for help in one of these courses.

    As (course id, lesson id, step id) by person: one query for a thousand people.
    """
    found: dict[UUID, tuple[str, str, str]] = {}
    for some in chunks(person_ids):
        asked = select(HelpCall.person_id, HelpCall.course_id, HelpCall.lesson_id, HelpCall.step_id).where(
            HelpCall.person_id.in_(some), _course(HelpCall).in_(course_ids)
        )
        for person_id, *place in db.session.execute(asked.order_by(HelpCall.called_at, HelpCall.id)):
            found[person_id] = (place[0], place[1], place[2])
    return found


def active_spans(
    *, person_ids: Collection[UUID], course_ids: Collection[str], edges: Sequence[datetime]
) -> set[tuple[UUID, int]]:
    """Give, as (person id, place), who finished a step or tapped in practice in which span between these moments.

    ``edges`` stand in order; the place is how many of them lie at or before what she did. Two queries for each
    thousand people, which give a row for each person and span.
    """
    found: set[tuple[UUID, int]] = set()
    for model, at in ((StepDone, StepDone.done_at), (Tap, Tap.tapped_at)):
        place = _place(at, edges)
        for some in chunks(person_ids):
            done = select(model.person_id, place).where(model.person_id.in_(some), _course(model).in_(course_ids))
            found.update(db.session.execute(done.distinct()).tuples())
    return found


def _course(model: Any) -> ColumnElement[str]:
    """Give the course of a row so that no index of courses is taken for it: it would read everybody's rows of the course.

    Without figures of its tables SQLite holds the index of courses for as good as that of people.
    """
    return func.coalesce(model.course_id, "")


def _place(at: Any, edges: Sequence[datetime]) -> ColumnElement[int]:
    if not edges:
        return literal(0)
    return case(*((at < edge, place) for place, edge in enumerate(edges)), else_=len(edges))
