"""Progress of two records: joined, one place in each lesson; parted, both as they were; never more than JSON holds."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from college.core import clock
from college.core.db import db, unit_of_work
from college.library import service as library
from college.library.models import Course
from college.progress import service

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
COURSE = "refunds"


@pytest.fixture
def lesson(refunds, app):
    """Give the first lesson of the shipped course."""
    with app.app_context():
        return library.course(refunds).lessons[0]


@pytest.fixture
def keep(app, lesson):
    """Give a function that keeps steps of a person, an hour apart."""

    def keep_all(person, *steps, at=NINE):
        for number, step in enumerate(steps):
            with app.app_context(), unit_of_work(), clock.freeze(at + timedelta(hours=number)):
                where = {"course_id": COURSE, "lesson_id": lesson.id, "step_ids": lesson.step_ids}
                service.keep_step(person_id=person, step_id=step, **where)

    return keep_all


def _place(app, person, lesson):
    with app.app_context():
        return service.lesson_progress(person_id=person, course_ids=[COURSE]).get((COURSE, lesson.id))


def _join(app, from_id, to_id):
    with app.app_context(), unit_of_work():
        return json.loads(json.dumps(service.move_person(from_id=from_id, to_id=to_id)))


def _part(app, from_id, to_id, moved):
    with app.app_context(), unit_of_work():
        service.move_person_back(from_id=from_id, to_id=to_id, moved=moved)


@pytest.mark.both_databases
def test_two_halves_are_a_finished_lesson_until_they_are_parted(app, college, lesson, keep):
    keeper, other = college.person(), college.person()
    steps = lesson.step_ids
    keep(keeper, *steps[:2])
    keep(other, *steps[2:], at=NINE + timedelta(days=1))
    before = [_place(app, each, lesson) for each in (keeper, other)]
    moved = _join(app, other, keeper)
    joined = _place(app, keeper, lesson)
    assert joined.finished_at == NINE + timedelta(days=1, hours=len(steps) - 3)
    assert (joined.done_count, joined.started_at, _place(app, other, lesson)) == (len(steps), NINE, None)
    _part(app, other, keeper, moved)
    assert [_place(app, each, lesson) for each in (keeper, other)] == before


def test_the_later_of_two_places_says_where_she_is(app, college, lesson, keep):
    keeper, other = college.person(), college.person()
    keep(keeper, *lesson.step_ids[:3])
    keep(other, lesson.step_ids[0], at=NINE + timedelta(days=1))
    _join(app, other, keeper)
    joined = _place(app, keeper, lesson)
    assert (joined.current_step_id, joined.done_count) == (lesson.step_ids[1], 3)


def test_a_course_that_is_no_longer_taught_moves_as_it_stands(app, college, lesson, keep):
    keeper, other = college.person(), college.person()
    keep(other, *lesson.step_ids[:2])
    place = _place(app, other, lesson)
    with app.app_context(), unit_of_work():
        db.session.execute(update(Course).where(Course.id == COURSE).values(published_at=None))
    moved = _join(app, other, keeper)
    assert (_place(app, keeper, lesson), _place(app, other, lesson)) == (place, None)
    _part(app, other, keeper, moved)
    assert (_place(app, keeper, lesson), _place(app, other, lesson)) == (None, place)


def test_joining_somebody_who_did_nothing_changes_nothing(app, college, lesson, keep):
    keeper, other = college.person(), college.person()
    keep(keeper, lesson.step_ids[0])
    place = _place(app, keeper, lesson)
    moved = _join(app, other, keeper)
    assert _place(app, keeper, lesson) == place
    _part(app, other, keeper, moved)
    assert _place(app, keeper, lesson) == place
