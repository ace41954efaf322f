"""The large invented college: as many people and steps as it says, progress as a recount gives it, never among real people."""

import pytest
from sqlalchemy import func, select

from college.accounts.models import Person
from college.board import snapshots
from college.board.models import DistrictSnapshot
from college.cohorts import service as cohorts
from college.cohorts.models import Cohort, Enrollment
from college.core.db import db, run_in_unit, unit_of_work
from college.core.errors import RuleBroken
from college.demo import scale
from college.demo import service as demo
from college.progress import rebuilding
from college.progress.models import StepDone
from tests.support.college import College
from tests.support.curriculum import publish_copies
from tests.support.databases import let_go

STUDENTS = 2_000
STAFF = 14


@pytest.fixture(scope="module")
def large(sqlite_colleges):
    """Fill one college for all tests; give it with what was said."""
    app = sqlite_colleges.separate("demo-scale", "refunds")
    publish_copies(app, 10)
    said = []
    with app.app_context():
        with unit_of_work():
            cohorts.ensure_districts()
        scale.fill(students=STUDENTS, say=said.append)
    yield app, said
    let_go(app)


def _count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_it_holds_as_many_people_and_steps_as_it_says(large):
    app, said = large
    with app.app_context():
        assert _count(Enrollment) == STUDENTS and _count(Person) == STUDENTS + STAFF
        assert _count(StepDone) == STUDENTS * scale.STEPS
        sizes = dict(db.session.execute(select(Enrollment.cohort_id, func.count()).group_by(Enrollment.cohort_id)).all())
        assert _count(Cohort) == 14 and sorted(set(sizes.values())) == [50, 150]
        assert len(set(db.session.scalars(select(Cohort.district_code)))) == 13
        assert demo.is_demo() and said[-1].startswith("2,000 of 2,000")


def test_everybody_stands_where_her_steps_say(large):
    app, _said = large
    with app.app_context():
        for course_id in ("refunds", "copy-0"):
            batch = run_in_unit(lambda course_id=course_id: rebuilding.rebuild(course_id=course_id), keep=lambda _: False)
            assert batch.last is not None and batch.differences == []


def test_its_snapshots_count_everybody(large):
    app, _said = large
    with app.app_context():
        list(snapshots.rebuild())
        city = db.session.scalars(select(DistrictSnapshot).where(DistrictSnapshot.place == "杭州市")).one()
        assert (city.enrolled, city.started, city.cohorts) == (STUDENTS, STUDENTS, 14)
        db.session.rollback()
        assert list(snapshots.rebuild()) == []


def test_it_never_fills_a_college_that_holds_anybody(app, refunds):
    College(app).person("王真人")
    with app.app_context(), pytest.raises(RuleBroken):
        scale.fill(students=150, say=lambda line: None)


def test_it_needs_courses(app):
    with app.app_context(), pytest.raises(RuleBroken):
        scale.fill(students=150, say=lambda line: None)
    with app.app_context():
        assert _count(Person) == 0
