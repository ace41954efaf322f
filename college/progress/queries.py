"""Reads of progress: one student's, a whole cohort's (bounded), and counts of taps by target."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, update

from college.core.db import db, insert_once
from college.progress.models import CountedCourse, HelpCall, LessonProgress, StepDone, Tap
from college.progress.rules import Place

T = TypeVar("T")

#: How many values one IN list takes: far under SQLite's limit, and a cohort of 500 stays one query.
CHUNK = 1000


def chunks(values: Collection[T]) -> Iterator[list[T]]:
    """Cut ``values`` into lists that fit one query."""
    rest = iter(values)
    while part := list(islice(rest, CHUNK)):
        yield part


_done, _place = StepDone.__table__.c, LessonProgress.__table__.c
#: Every finished step asks and writes these, so they are made once, on plain columns.
_STEP_TIMES = select(_done.step_id, _done.done_at).where(
    _done.person_id == bindparam("person_id"),
    _done.course_id == bindparam("course_id"),
    _done.step_id.in_(bindparam("step_ids", expanding=True)),
)
_PLACE_COLUMNS = (_place.current_step_id, _place.started_at, _place.seen_at, _place.finished_at, _place.done_count)
_is_hers = (
    _place.person_id == bindparam("of_person"),
    _place.course_id == bindparam("of_course"),
    _place.lesson_id == bindparam("of_lesson"),
)
_HELD_PLACE = select(*_PLACE_COLUMNS).where(*_is_hers).with_for_update()
_MOVE_PLACE = update(LessonProgress.__table__).where(*_is_hers)


def step_times(person_id: UUID, course_id: str, step_ids: Sequence[str]) -> dict[str, datetime]:
    """Give those of ``step_ids`` that the person has done, with when."""
    values = {"person_id": person_id, "course_id": course_id, "step_ids": list(step_ids)}
    return dict(db.session.execute(_STEP_TIMES, values).tuples().all())


def held_place(person_id: UUID, course_id: str, lesson_id: str) -> Place | None:
    """Give where the person is in one lesson and hold the row until the end of the unit of work."""
    row = db.session.execute(_HELD_PLACE, _key(person_id, course_id, lesson_id)).first()
    return Place(*row) if row else None


def move_place(person_id: UUID, course_id: str, lesson_id: str, place: Place) -> None:
    """Write where the person is now in a lesson that she has begun."""
    db.session.execute(_MOVE_PLACE, {**_key(person_id, course_id, lesson_id), **vars(place)})


def _key(person_id: UUID, course_id: str, lesson_id: str) -> dict[str, Any]:
    return {"of_person": person_id, "of_course": course_id, "of_lesson": lesson_id}


def progress_rows(person_ids: Collection[UUID], course_ids: Collection[str]) -> list[Row[Any]]:
    """Give the progress of these people in these courses as plain columns: one query for each thousand people."""
    found: list[Row[Any]] = []
    for part in chunks(person_ids):
        found += db.session.execute(
            select(*LessonProgress.__table__.columns).where(
                LessonProgress.person_id.in_(part), LessonProgress.course_id.in_(course_ids)
            )
        )
    return found


def busy_lessons(person_ids: Collection[UUID], since: datetime) -> dict[tuple[str, str], int]:
    """Count, by (course, lesson), which lessons these people were last in since a moment."""
    found: dict[tuple[str, str], int] = {}
    for part in chunks(person_ids):
        rows = db.session.execute(
            select(LessonProgress.course_id, LessonProgress.lesson_id, func.count())
            .where(LessonProgress.person_id.in_(part), LessonProgress.seen_at >= since)
            .group_by(LessonProgress.course_id, LessonProgress.lesson_id)
        )
        for course_id, lesson_id, people in rows:
            found[course_id, lesson_id] = found.get((course_id, lesson_id), 0) + people
    return found


def taps_since(person_id: UUID, since: datetime) -> list[Row[Any]]:
    """Give (course_id, step_id, tapped_at, is_right) of her taps since a moment."""
    statement = select(Tap.course_id, Tap.step_id, Tap.tapped_at, Tap.is_right)
    return list(db.session.execute(statement.where(Tap.person_id == person_id, Tap.tapped_at >= since)))


def calls_since(person_id: UUID, since: datetime) -> list[Row[Any]]:
    """Give (course_id, step_id, called_at) of her calls for help since a moment."""
    statement = select(HelpCall.course_id, HelpCall.step_id, HelpCall.called_at)
    return list(db.session.execute(statement.where(HelpCall.person_id == person_id, HelpCall.called_at >= since)))


def last_taps(person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Give when each of these people last tapped in practice."""
    found: dict[UUID, datetime] = {}
    for part in chunks(person_ids):
        rows = db.session.execute(
            select(Tap.person_id, func.max(Tap.tapped_at)).where(Tap.person_id.in_(part)).group_by(Tap.person_id)
        )
        found.update({person_id: tapped_at for person_id, tapped_at in rows})
    return found


def last_kept_steps(person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Give when each of these people last kept a step, in whatever course."""
    found: dict[UUID, datetime] = {}
    for part in chunks(person_ids):
        rows = db.session.execute(
            select(LessonProgress.person_id, func.max(LessonProgress.seen_at))
            .where(LessonProgress.person_id.in_(part))
            .group_by(LessonProgress.person_id)
        )
        found.update({person_id: seen_at for person_id, seen_at in rows})
    return found


def tap_counts(course_id: str) -> list[Row[Any]]:
    """Count the taps of a course by step, screen and target: how many, and by how many people."""
    return list(
        db.session.execute(
            select(
                Tap.step_id,
                Tap.screen,
                Tap.target,
                Tap.is_right,
                func.count().label("taps"),
                func.count(Tap.person_id.distinct()).label("people"),
            )
            .where(Tap.course_id == course_id)
            .group_by(Tap.step_id, Tap.screen, Tap.target, Tap.is_right)
            .order_by(Tap.step_id, Tap.screen, Tap.target)
        )
    )


def people_after(course_id: str, after: UUID | None, size: int) -> list[UUID]:
    """Give the next ``size`` people after ``after`` who have finished a step in a course, for a rebuild."""
    people = select(StepDone.person_id).where(StepDone.course_id == course_id).distinct()
    people = people.where(StepDone.person_id > after) if after else people
    return list(db.session.scalars(people.order_by(StepDone.person_id).limit(size)))


def done_rows(course_id: str, person_ids: Collection[UUID]) -> list[Row[Any]]:
    """Give all finished steps of these people in a course, the earlier first."""
    done = select(StepDone.person_id, StepDone.step_id, StepDone.lesson_id, StepDone.done_at)
    mine = done.where(StepDone.course_id == course_id, StepDone.person_id.in_(person_ids))
    return list(db.session.execute(mine.order_by(StepDone.person_id, StepDone.done_at)))


def stored_progress(course_id: str, person_ids: Collection[UUID]) -> dict[UUID, dict[str, LessonProgress]]:
    """Give the rows of these people in one course by person and lesson, held to be mended."""
    rows = select(LessonProgress).where(
        LessonProgress.course_id == course_id, LessonProgress.person_id.in_(person_ids)
    )
    held = rows.order_by(LessonProgress.person_id, LessonProgress.lesson_id).with_for_update()
    found: dict[UUID, dict[str, LessonProgress]] = {}
    for row in db.session.scalars(held.execution_options(populate_existing=True)):
        found.setdefault(row.person_id, {})[row.lesson_id] = row
    return found


def counted_marks() -> dict[str, str]:
    """Give, by course, the mark of the texts by which everybody's progress was counted last."""
    return dict(db.session.execute(select(CountedCourse.course_id, CountedCourse.mark)).tuples().all())


def keep_mark(course_id: str, mark: str) -> None:
    """Keep that everybody's progress in a course was counted by these texts."""
    if not insert_once(CountedCourse, course_id=course_id, mark=mark):
        db.session.execute(update(CountedCourse).where(CountedCourse.course_id == course_id).values(mark=mark))
