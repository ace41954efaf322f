"""Kept steps and taps on a real database, each rule and each refusal once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from college.core import clock
from college.core.db import db, new_id, unit_of_work
from college.core.errors import NotFound
from college.library import service as library
from college.progress import rebuilding, service
from college.progress.models import LessonProgress, StepDone, Tap
from college.progress.rules import State

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def lesson(refunds, app):
    """Give the first lesson of the shipped course."""
    with app.app_context():
        head = library.course(refunds).lessons[0]
        return library.lesson(refunds, head.id)


@pytest.fixture
def keep(app, lesson):
    """Give a function that keeps a step as the unit of work of a request does."""

    def keep_one(person, step, *, at=NINE, steps=None, **values):
        with app.app_context(), unit_of_work(), clock.freeze(at):
            return service.keep_step(
                person_id=person,
                course_id=lesson.course_id,
                lesson_id=lesson.id,
                step_ids=steps or lesson.step_ids,
                step_id=step,
                **values,
            )

    return keep_one


def count(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def place_of(app, person, lesson):
    with app.app_context():
        return service.lesson_progress(person_id=person, course_ids=[lesson.course_id]).get((lesson.course_id, lesson.id))


@pytest.mark.both_databases
def test_a_kept_step_moves_her_place_to_the_next_one(app, college, lesson, keep):
    person = college.person()
    place = keep(person, lesson.step_ids[0])
    assert (place.current_step_id, place.done_count, place.finished_at) == (lesson.step_ids[1], 1, None)
    assert place_of(app, person, lesson) == place
    assert service.state(place) == State.STARTED


@pytest.mark.both_databases
def test_the_same_step_sent_again_is_one_completion(app, college, lesson, keep):
    person = college.person()
    first = keep(person, lesson.step_ids[0])
    again = keep(person, lesson.step_ids[0], at=NINE + timedelta(minutes=1), waited=60)
    assert again == first
    assert count(app, StepDone) == 1
    assert count(app, LessonProgress) == 1


@pytest.mark.both_databases
def test_a_finished_lesson_stays_finished_when_it_gets_a_new_step(app, college, lesson, keep):
    person, old = college.person(), lesson.step_ids[:-1]
    for minute, step in enumerate(old):
        place = keep(person, step, at=NINE + timedelta(minutes=minute), steps=old)
    assert place.finished_at == NINE + timedelta(minutes=len(old) - 1)
    again = keep(person, old[0], at=NINE + timedelta(days=1))
    assert again.finished_at == place.finished_at
    assert service.share(lesson.step_ids, old) < 1


@pytest.mark.both_databases
def test_happened_at_differs_from_received_at(app, college, lesson, keep):
    person = college.person()
    keep(person, lesson.step_ids[0], waited=3600)
    with app.app_context():
        row = db.session.scalars(select(StepDone)).one()
        assert (row.done_at, row.received_at) == (NINE - timedelta(hours=1), NINE)


def test_a_step_of_another_lesson_is_refused_and_nothing_is_kept(app, college, lesson, keep):
    with pytest.raises(NotFound):
        keep(college.person(), "no-such-step")
    assert count(app, StepDone) == count(app, LessonProgress) == 0


@pytest.mark.both_databases
def test_a_tap_is_kept_once_for_each_id_of_the_phone(app, college, lesson):
    person, other, client_id = college.person(), college.person(), uuid4()
    tap = {"course_id": lesson.course_id, "step_id": lesson.step_ids[0], "screen": "home", "expected": "scan"}
    with app.app_context(), unit_of_work():
        assert service.keep_tap(person_id=person, client_id=client_id, target="cart", **tap)
        assert not service.keep_tap(person_id=person, client_id=client_id, target="cart", **tap)
        assert service.keep_tap(person_id=other, client_id=client_id, target="cart", **tap)
        assert service.keep_tap(person_id=person, client_id=new_id(), target="scan", **tap)
    with app.app_context():
        counts = service.tap_counts(course_id=lesson.course_id)
    assert [(each.target, each.is_right, each.taps, each.people) for each in counts] == [
        ("cart", False, 2, 2),
        ("scan", True, 1, 1),
    ]


@pytest.mark.both_databases
def test_a_cohorts_progress_is_one_query_however_many_people(app, college, lesson, keep):
    people = [college.person() for _ in range(5)]
    for person in people[:3]:
        keep(person, lesson.step_ids[0])
    with app.app_context():
        asked = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        rows = service.cohort_progress(person_ids=people, course_ids=[lesson.course_id])
    assert {row.person_id for row in rows} == set(people[:3])
    assert {row.place.current_step_id for row in rows} == {lesson.step_ids[1]}
    assert len([query for query in asked if query.lstrip().startswith("SELECT")]) == 1


@pytest.mark.both_databases
def test_last_seen_is_the_last_step_or_tap(app, college, lesson, keep):
    walker, tapper, absent = (college.person() for _ in range(3))
    keep(walker, lesson.step_ids[0])
    with app.app_context(), unit_of_work(), clock.freeze(NINE + timedelta(hours=2)):
        service.keep_tap(
            person_id=tapper, client_id=uuid4(), course_id=lesson.course_id, step_id=lesson.step_ids[0],
            screen="home", target="cart", expected="scan",
        )
    with app.app_context():
        seen = service.last_seen(person_ids=[walker, tapper, absent])
    assert seen == {walker: NINE, tapper: NINE + timedelta(hours=2)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_gives_the_same_rows(app, college, lesson, keep, data):
    steps = lesson.step_ids
    events = data.draw(st.lists(st.tuples(st.sampled_from(steps), st.integers(0, 600)), min_size=1, max_size=8))
    again = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=4))))
    first, second = college.person(), college.person()
    for person, order in ((first, events), (second, again)):
        for step, waited in order:
            keep(person, step, waited=waited)
    assert place_of(app, first, lesson) == place_of(app, second, lesson)


@pytest.mark.both_databases
def test_rebuild_finds_nothing_after_honest_work_and_mends_what_was_broken(app, college, lesson, keep):
    person, other = college.person(), college.person()
    for minute, step in enumerate(lesson.step_ids[:3]):
        keep(person, step, at=NINE + timedelta(minutes=minute))
    keep(other, lesson.step_ids[0])
    honest = place_of(app, person, lesson)
    run = app.test_cli_runner().invoke
    assert "Nothing differed." in run(args=["progress", "rebuild"]).output
    with app.app_context(), unit_of_work():
        db.session.delete(db.session.get(LessonProgress, (other, lesson.course_id, lesson.id)))
        db.session.get(LessonProgress, (person, lesson.course_id, lesson.id)).done_count = 9
    shown = run(args=["progress", "rebuild", "--dry-run"]).output
    assert "done_count was 9, is 3" in shown and "2 differences." in shown
    assert place_of(app, person, lesson).done_count == 9
    assert run(args=["progress", "rebuild"]).output == shown
    assert place_of(app, person, lesson) == honest
    assert place_of(app, other, lesson).current_step_id == lesson.step_ids[1]


def test_rebuild_goes_through_everybody_in_batches(app, college, lesson, keep, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    people = [college.person() for _ in range(5)]
    for person in people:
        keep(person, lesson.step_ids[0])
    with app.app_context(), unit_of_work():
        for row in db.session.scalars(select(LessonProgress)):
            row.done_count = 0
    output = app.test_cli_runner().invoke(args=["progress", "rebuild"]).output
    assert "5 differences." in output
    assert count(app, Tap) == 0
