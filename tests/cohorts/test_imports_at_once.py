"""A roster and a hand in the same instant: nobody becomes two people, whichever is first."""

import threading
import time

import pytest

from college.accounts.models import Person
from college.cohorts import imports_apply, people
from college.core import jobs
from college.core.db import db, new_id, run_in_unit
from tests.support.databases import let_go, make_app
from tests.support.rosters import RosterDesk

pytestmark = pytest.mark.both_databases

#: How long the first one dwells between looking who is known and adding, in seconds: time enough for a second to look.
DWELL = 0.4


@pytest.fixture
def desk(college) -> RosterDesk:
    """Give a coordinator of 上城区 and her cohort."""
    return RosterDesk(college, college.cohort(), college.coordinator())


def side_by_side(desk, *tasks):
    """Run each task in an application and a thread of its own; give what each raised, by its place."""
    apps, raised = [make_app(desk.app.config["DATABASE_URL"]) for _ in tasks], {}

    def run(place, app, task) -> None:
        with app.app_context():
            try:
                task()
            except Exception as error:  # noqa: BLE001 - handed to the test
                raised[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place, *pair)) for place, pair in enumerate(zip(apps, tasks, strict=True))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for app in apps:
        let_go(app)
    return raised


def slow(monkeypatch, module, name, looked):
    """Let a function that looks who is known dwell afterwards; ``looked`` is set once it has looked."""
    own = getattr(module, name)

    def look(*args, **values):
        found = own(*args, **values)
        looked.set()
        time.sleep(DWELL)
        return found

    monkeypatch.setattr(module, name, look)


@pytest.mark.parametrize("first", ["the list", "the hand"])
def test_added_by_hand_while_a_list_brings_her(desk, monkeypatch, first):
    import_id = desk.upload()
    desk.ask_to_apply(import_id)
    looked, form_id = threading.Event(), new_id()
    place = (imports_apply, "decided_rows") if first == "the list" else (people, "known_people")
    slow(monkeypatch, *place, looked)

    def bring() -> None:
        if first == "the hand":
            looked.wait(10)
        jobs.run_pending()

    def add() -> None:
        if first == "the list":
            looked.wait(10)
        run_in_unit(
            lambda: people.add_student(
                actor=desk.actor(), cohort_id=desk.cohort, form_id=form_id, name="王桂兰", phone="14000001001", age_band=None
            )
        )

    raised = side_by_side(desk, bring, add)
    assert desk.count(Person, Person.name == "王桂兰") == 1, raised
    if first == "the list":
        assert isinstance(raised.pop(1), people.IsItTheSame)
        assert desk.names() == ["李建国", "王桂兰", "陈玉珍"]
    else:
        assert desk.record(import_id).changed_count == 1, "she is shown that somebody is here already"
    assert not raised
