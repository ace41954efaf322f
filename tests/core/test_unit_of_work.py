"""One unit of work around every view, command and job: what is kept, what is undone, what runs again."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4

import psycopg
import pytest
from flask import Response, flash, get_flashed_messages, redirect, session
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from college.accounts.models import Person
from college.core import audit
from college.core.db import UtcDateTime, afterwards, db, insert_once, new_id, run_in_unit, unit_of_work
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor
from tests.core.probing import add

THREADS, EACH = 4, 15


@pytest.fixture
def name() -> str:
    """Give a name that no other test has written."""
    return uuid4().hex


def lost_race(kind: str = "locked") -> OperationalError:
    """Make the error of somebody who was second."""
    cause = sqlite3.OperationalError("database is locked") if kind == "locked" else psycopg.errors.SerializationFailure()
    return OperationalError("UPDATE", {}, cause)


@pytest.mark.parametrize("status", [200, 204, 302, 303, 399])
@pytest.mark.both_databases
def test_a_post_below_400_is_kept(probe, name, status):
    probe.post(lambda: (add(name), Response(status=status))[1])
    assert probe.count(name) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500, 503])
@pytest.mark.both_databases
def test_a_post_of_400_and_more_is_undone(probe, name, status):
    assert probe.post(lambda: (add(name), Response(status=status))[1]).status_code == status
    assert probe.count(name) == 0


RAISED = [(NotFound(), 404), (NotAllowed(), 403), (RuleBroken("so not"), 409), (ValueError("a fault"), 500)]


@pytest.mark.parametrize(("error", "status"), RAISED)
@pytest.mark.both_databases
def test_what_raises_is_undone(probe, name, error, status):
    def view():
        add(name)
        raise error

    assert probe.post(view).status_code == status
    assert probe.count(name) == 0


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.both_databases
def test_reading_never_writes(probe, name, method):
    probe.view = lambda: (add(name), "seen")[1]
    assert probe.client().open("/probe", method=method).status_code == 200
    assert probe.count(name) == 0


def refusals(probe, action: str) -> int:
    """Count the audit entries of an action."""
    with probe.inside():
        return len(db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.action == action)).all())


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.both_databases
def test_a_refusal_is_written_down_though_the_rest_is_undone(probe, name, method):
    def view():
        add(name)
        audit.record_refusal(Actor(), name)
        raise NotAllowed

    probe.view = view
    assert probe.client().open("/probe", method=method).status_code == 403
    assert (probe.count(name), refusals(probe, name)) == (0, 1)


def test_what_is_told_outside_a_unit_runs_at_once(probe, name):
    with probe.inside():
        afterwards(lambda: add(name))
    assert probe.count(name) == 1


def test_a_refusal_inside_a_command_does_not_keep_the_half_done(probe, name):
    with probe.inside(), pytest.raises(NotAllowed), unit_of_work():
        add(name)
        audit.record_refusal(Actor(), name)
        raise NotAllowed
    assert (probe.count(name), refusals(probe, name)) == (0, 1)


@pytest.mark.parametrize("kind", ["locked", "40001"])
@pytest.mark.parametrize(("losses", "status", "kept", "runs"), [(0, 200, 1, 1), (1, 200, 1, 2), (2, 200, 1, 3), (3, 503, 0, 3)])
def test_a_lost_race_runs_again_three_times_at_most(probe, name, kind, losses, status, kept, runs):
    seen = []

    def view():
        seen.append(1)
        add(name)
        if len(seen) <= losses:
            raise lost_race(kind)
        return "done"

    answer = probe.post(view)
    assert (answer.status_code, probe.count(name), len(seen)) == (status, kept, runs)
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_another_fault_of_the_database_is_not_run_again(probe):
    seen = []

    def view():
        seen.append(1)
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("no such table: moon"))

    assert probe.post(view).status_code == 500
    assert len(seen) == 1


def test_a_full_disk_is_507(probe):
    def view():
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    answer = probe.post(view)
    assert answer.status_code == 507
    assert "Retry-After" in answer.headers


def test_a_view_that_runs_again_says_its_word_once(probe):
    client, seen = probe.client(), []

    def speak():
        seen.append(1)
        flash("kept")
        session["count"] = session.get("count", 0) + 1
        if len(seen) == 2:
            raise lost_race()
        return redirect("/probe")

    probe.view = speak
    client.post("/probe")
    client.post("/probe")
    probe.view = lambda: {"flashes": get_flashed_messages(), "count": session["count"]}
    assert len(seen) == 3
    assert client.get("/probe").get_json() == {"flashes": ["kept", "kept"], "count": 2}


def test_what_a_lost_attempt_wanted_to_write_afterwards_is_written_once(probe, name):
    seen = []

    def view():
        seen.append(1)
        audit.record_refusal(Actor(), name)
        if len(seen) == 1:
            raise lost_race()
        raise NotAllowed

    probe.post(view)
    assert refusals(probe, name) == 1


def test_sqlite_has_the_habits_that_keep_what_was_acknowledged(probe):
    def view():
        values = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "foreign_keys")}
        return {**values, "journal": db.session.execute(text("PRAGMA journal_mode")).scalar()}

    expected = {"synchronous": 2, "foreign_keys": 1, "journal": "wal"}
    assert probe.get(view).get_json() == expected
    assert probe.post(view).get_json() == expected


@pytest.mark.parametrize(("method", "is_locked"), [("POST", True), ("GET", False)])
def test_a_writer_takes_sqlites_lock_before_it_reads(probe, method, is_locked):
    path = probe.app.config["DATABASE_URL"].removeprefix("sqlite:///")
    found = []

    def view():
        db.session.execute(select(Person).limit(1))
        other = sqlite3.connect(path, timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
            found.append(False)
        except sqlite3.OperationalError as error:
            found.append("locked" in str(error))
        finally:
            other.close()
        return "seen"

    probe.view = view
    probe.client().open("/probe", method=method)
    assert found == [is_locked]


def test_a_foreign_key_that_leads_nowhere_is_refused(app):
    with app.app_context(), pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(text("INSERT INTO role_grant (id, person_id, role, scope_kind, scope_key, from_on) "
                                "VALUES ('a', 'b', 'helper', 'college', '', '2026-01-01')"))


@pytest.mark.both_databases
def test_four_at_once_lose_nothing(probe, name):
    probe.view = lambda: (add(name), "kept")[1]
    gate = Barrier(THREADS)

    def work(_number: int) -> list[int]:
        client = probe.client()
        gate.wait()
        return [client.post("/probe").status_code for _ in range(EACH)]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [status for each in pool.map(work, range(THREADS)) for status in each]
    assert set(answers) == {200}
    assert probe.count(name) == THREADS * EACH


def test_four_who_count_up_the_same_row_lose_nothing(probe, name):
    with probe.inside(), unit_of_work():
        db.session.add(Person(id=new_id(), name=name, age_band="0"))

    def count_up():
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        person.age_band = str(int(person.age_band) + 1)
        return person.age_band

    probe.view = count_up
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: probe.client().post("/probe"), range(THREADS * 5)))
    assert sorted(int(each.text) for each in answers) == list(range(1, THREADS * 5 + 1))


@pytest.mark.both_databases
def test_insert_once_says_whether_the_row_is_new(probe, name):
    one = new_id()
    with probe.inside(), unit_of_work():
        assert insert_once(Person, id=one, name=name) is True
        assert insert_once(Person, id=one, name="somebody else") is False
        assert insert_once(Person, id=new_id(), name=name) is True
    assert probe.count(name) == 2


@pytest.mark.both_databases
def test_insert_once_fills_in_the_defaults_of_the_columns(probe, name):
    with probe.inside(), unit_of_work():
        insert_once(Person, id=new_id(), name=name)
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        assert (person.locale, person.text_size) == ("zh", "standard")
        assert person.created_at.tzinfo is not None


@pytest.mark.both_databases
def test_insert_once_at_the_same_moment_makes_one(probe, name):
    one = new_id()
    probe.view = lambda: {"new": insert_once(Person, id=one, name=name)}
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: probe.client().post("/probe").get_json()["new"], range(THREADS)))
    assert sorted(answers) == [False, False, False, True]
    assert probe.count(name) == 1


def test_a_unit_of_work_that_raises_keeps_nothing(probe, name):
    with probe.inside(), pytest.raises(KeyError), unit_of_work():
        add(name)
        raise KeyError
    assert probe.count(name) == 0


def test_a_unit_can_be_looked_at_without_being_kept(probe, name):
    with probe.inside():
        assert run_in_unit(lambda: (add(name), "seen")[1], keep=lambda seen: seen != "seen") == "seen"
    assert probe.count(name) == 0


def test_a_time_without_a_zone_is_refused():
    kind = UtcDateTime()
    moment = datetime(2026, 1, 1)
    with pytest.raises(ValueError, match="zone"):
        kind.process_bind_param(moment, None)
    assert kind.process_bind_param(None, None) is None
    assert kind.process_result_value(moment, None).utcoffset().total_seconds() == 0
