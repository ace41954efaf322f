"""How hard steps are, counted on both databases: people once in a group, and always four queries."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from college.core import clock
from college.core.db import db, unit_of_work
from college.library import service as library
from college.progress import service
from college.progress.service import Friction

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
COURSE = "refunds"


@pytest.fixture
def lesson(refunds, app):
    """Give the first lesson of the shipped course."""
    with app.app_context():
        return library.lesson(refunds, library.course(refunds).lessons[0].id)


@pytest.fixture
def act(app, lesson):
    """Give functions that finish a step, tap and call for help as a person, each in a unit of work."""

    def keep(person, step):
        service.keep_step(
            person_id=person, course_id=COURSE, lesson_id=lesson.id, step_ids=lesson.step_ids, step_id=step
        )

    def tap(person, step, target="cart", expected="scan"):
        where = {"course_id": COURSE, "step_id": step, "screen": "home"}
        service.keep_tap(person_id=person, client_id=uuid4(), target=target, expected=expected, **where)

    def call(person, step, **values):
        where = {"course_id": COURSE, "lesson_id": lesson.id, "step_id": step}
        return service.call_help(person_id=person, client_id=values.pop("client_id", None) or uuid4(), **where, **values)

    def run(action, *args, **values):
        with app.app_context(), unit_of_work(), clock.freeze(NOON):
            return {"keep": keep, "tap": tap, "call": call}[action](*args, **values)

    return run


def friction(app, groups, at=NOON):
    with app.app_context(), clock.freeze(at):
        return service.step_friction(groups=groups)


@pytest.mark.both_databases
def test_people_are_counted_once_and_deeds_each(app, college, lesson, act):
    first, second, third = lesson.step_ids[:3]
    one, two, three = (college.person() for _ in range(3))
    act("keep", one, first)
    for step in (second, second, third):
        act("call", one, step)
    act("call", two, second)
    for _ in range(3):
        act("tap", three, second)
    act("tap", three, second, target="scan")
    groups = {
        "first": [(COURSE, first)],
        "second": [(COURSE, second)],
        "feature": [(COURSE, step) for step in (first, second, third)],
        "nothing": [(COURSE, lesson.step_ids[-1])],
        "empty": [],
    }
    assert friction(app, groups) == {
        "first": Friction(reached=1),
        "second": Friction(reached=3, helped=2, help_calls=3, wrong_people=1, wrong_taps=3),
        "feature": Friction(reached=3, helped=2, help_calls=4, wrong_people=1, wrong_taps=3),
        "nothing": Friction(),
        "empty": Friction(),
    }


@pytest.mark.both_databases
def test_whoever_stands_at_a_step_for_over_14_days_has_stopped_there(app, college, lesson, act):
    person, finisher = college.person(), college.person()
    act("keep", person, lesson.step_ids[0])
    for step in lesson.step_ids:
        act("keep", finisher, step)
    groups = {"here": [(COURSE, lesson.step_ids[1])], "before": [(COURSE, lesson.step_ids[0])]}
    just = friction(app, groups, NOON + timedelta(days=14))
    later = friction(app, groups, NOON + timedelta(days=14, seconds=1))
    assert (just["here"].stopped, later["here"].stopped, later["before"].stopped) == (0, 1, 0)


@pytest.mark.both_databases
def test_a_call_is_kept_once_for_each_id_and_says_who_called_for_whom(app, college, lesson, act):
    person, helper, tap, step = college.person(), college.person(), uuid4(), lesson.step_ids[0]
    assert act("call", person, step, client_id=tap, called_by=helper)
    assert not act("call", person, step, client_id=tap)
    assert act("call", college.person(), step, client_id=tap)
    with app.app_context():
        callers = service.help_callers(course_id=COURSE, step_id=step, person_ids=[person, helper])
    assert callers == {person: NOON}


@pytest.mark.both_databases
def test_any_number_of_groups_takes_four_queries(app, college, lesson, act):
    act("call", college.person(), lesson.step_ids[0])
    for groups in ({"one": [(COURSE, lesson.step_ids[0])]}, {step: [(COURSE, step)] for step in lesson.step_ids}):
        asked = []
        with app.app_context():
            keep = lambda *args: asked.append(args[2])  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", keep)
            service.step_friction(groups=groups)
            event.remove(db.engine, "before_cursor_execute", keep)
        assert len([query for query in asked if "grouped" in query]) == 4
