"""Several hands on one deletion in the same moment: asked once, purged once, and never half taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.audit import AuditEntry
from college.core.clock import now
from college.core.db import db, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from college.privacy import deletion
from college.privacy import service as privacy
from college.privacy.models import Deletion
from college.progress import service as progress
from tests.privacy.conftest import NAME

pytestmark = pytest.mark.both_databases
HANDS = 4


@pytest.fixture
def student(room):
    return room.student(NAME, None)


def together(app, *works) -> list:
    """Run each function in a thread of its own, all in the same moment."""
    ready = Barrier(len(works))

    def one(work):
        with app.app_context():
            ready.wait(timeout=20)
            try:
                return work()
            except (NotFound, RuleBroken) as refused:
                return type(refused).__name__

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(one, work) for work in works]]


def deeds(app, action: str) -> int:
    with app.app_context():
        return len(db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == action)).all())


def ask(student):
    return run_in_unit(lambda: deletion.ask_deletion(actor=Actor.system(), person_id=student, way="phone").is_pending)


def test_asked_by_four_hands_at_once_it_is_asked_once(app, room, student):
    assert together(app, *[lambda: ask(student)] * HANDS) == [True] * HANDS
    assert deeds(app, "deletion.ask") == 1
    with room.make.work():
        deletion.take_back(actor=Actor.system(), person_id=student)
        assert [each.status for each in enrollments(student)] == ["active"]


def enrollments(student):
    hers = db.select(cohorts.Enrollment).where(cohorts.Enrollment.person_id == student)
    return db.session.scalars(hers).all()


def test_purged_by_four_workers_at_once_it_is_done_and_counted_once(app, room, student):
    with app.app_context():
        ask(student)
    after = now() + timedelta(days=14)
    assert sum(together(app, *[lambda: privacy.purge_due(after)] * HANDS)) == 1
    assert deeds(app, "person.forget") == 1
    with app.app_context():
        assert progress.forgotten_totals().finished == 1


def test_taken_back_while_it_is_purged_is_one_or_the_other(app, room, student):
    with app.app_context():
        ask(student)
    after = now() + timedelta(days=14)
    back = lambda: run_in_unit(lambda: deletion.take_back(actor=Actor.system(), person_id=student).is_pending)  # noqa: E731
    purged, taken = together(app, lambda: privacy.purge_due(after), back)
    with app.app_context():
        person = accounts.get_person(student)
        row = db.session.scalars(db.select(Deletion)).one()
        if purged:
            assert taken in {"RuleBroken", "NotFound"}
            assert (person.name, row.taken_back_at) == ("", None)
        else:
            assert taken is False
            assert (person.name, person.hidden_at, row.purged_at) == (NAME, None, None)
