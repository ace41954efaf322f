"""Retention: of each rule, what is just inside its time stays, what is just outside goes, and nobody has to wait."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from college.accounts.models import Consent, Person
from college.cohorts.roster_models import RosterImport
from college.core import audit, clock, jobs
from college.core.db import db
from college.core.permissions import Actor
from college.privacy import retention
from college.privacy.models_retention import RetentionRun
from college.privacy.retention_rules import RULES, is_due, is_overdue, next_at
from tests.privacy.old_rows import DAY, OldRows, moment_of_test
from tests.support.rows import changed_tables, fingerprints

KEYS = [rule.key for rule in RULES]
BY_KEY = {rule.key: rule for rule in RULES}
#: Rules that count whole days in China, and those for which there is nothing to wait for.
DAYS, AT_ONCE = {"learners", "misses", "active_days"}, {"consents"}
SECOND = timedelta(seconds=1)
#: What a run itself writes down: that it ran.
WRITES = {"audit", "runs"}


@pytest.fixture
def moment():
    """Hold the clock still."""
    moment = moment_of_test()
    with clock.freeze(moment):
        yield moment


@pytest.fixture
def old(app, college, refunds, tmp_path, monkeypatch):
    """Make old rows; backups lie in an instance folder of the test's own."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return OldRows(college, tmp_path / "backups")


@pytest.fixture
def run(app):
    """Give a function that throws away and gives what went."""

    def throw_away() -> dict:
        with app.app_context():
            done = retention.run(actor=Actor.system())
            assert done.failed == []
            return done.counts

    return throw_away


def around(key: str, moment):
    """Give a moment just inside the rule's time and one just outside."""
    step = DAY if key in DAYS else SECOND
    return moment - BY_KEY[key].keep + step, moment - BY_KEY[key].keep - step


@pytest.mark.both_databases
@pytest.mark.parametrize("key", [key for key in KEYS if key not in AT_ONCE])
def test_what_is_inside_its_time_stays_and_what_is_outside_goes(moment, old, run, key):
    inside, outside = around(key, moment)
    old.over(key, inside)
    stays = old.left(key)
    old.over(key, outside)
    assert run().get(key) == 1
    assert old.left(key) == stays + (key in WRITES) + (key == "imports")
    assert key not in run(), "a second run takes nothing more"


def test_every_rule_has_a_sweep_and_every_sweep_a_rule():
    assert set(KEYS) == set(retention.SWEEPS)
    assert len(KEYS) == len(set(KEYS))


def test_consents_of_people_who_were_deleted_go_and_those_of_others_stay(app, moment, old, run, college):
    old.over("consents", moment)
    old.signed_in_until(college.person("王在学"), moment)
    assert run()["consents"] == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 1


def test_a_consent_outlives_the_device_on_which_it_was_given(app, moment, old, run):
    old.over("devices", around("devices", moment)[1])
    assert run()["devices"] == 1
    with app.app_context():
        assert db.session.scalars(select(Consent)).one().session_id is None


def test_an_old_import_keeps_its_counts_and_forgets_whom_it_brought(app, moment, old, run):
    old.over("imports", around("imports", moment)[1])
    run()
    with app.app_context():
        record = db.session.scalars(select(RosterImport)).one()
        assert (record.deeds, record.answers, record.remarks) == ({}, {}, [])
        assert (record.done_counts, record.file_hash) == ({"new": 3}, "0" * 64)


@pytest.mark.both_databases
def test_a_dry_run_changes_nothing(app, moment, old, run):
    for key in KEYS:
        if key not in AT_ONCE:
            old.over(key, around(key, moment)[1])
    before, files = fingerprints(app), sorted(old.backups.glob("*"))
    done = app.test_cli_runner().invoke(args=["retention", "run", "--dry-run"])
    assert done.exit_code == 0, done.output
    assert changed_tables(before, fingerprints(app)) == set() and sorted(old.backups.glob("*")) == files
    with app.app_context():
        due = {each.rule.key: each.count for each in retention.look(moment)}
    assert all(due[key] >= 1 for key in KEYS if key not in AT_ONCE)
    run()
    assert changed_tables(before, fingerprints(app)) >= {"handover", "job", "notice", "audit_entry", "retention_run"}
    with app.app_context():
        assert not any(each.count for each in retention.look(moment)), "what was announced has gone"


@pytest.mark.both_databases
def test_a_student_of_two_cohorts_stays_until_a_year_after_the_last(app, moment, old, run):
    year = BY_KEY["learners"].keep
    gone = old.student(moment - year - 400 * DAY, moment - year - DAY)
    stays = old.student(moment - year - 400 * DAY, moment - year + DAY)
    seen = old.student(moment - year - 400 * DAY)
    old.signed_in_until(seen, moment - year + DAY)
    works = old.student(moment - year - 400 * DAY)
    old.hire(works)
    never = old.college.person("从未报名")
    assert run()["learners"] == 1
    with app.app_context():
        hidden = {person.id for person in db.session.scalars(select(Person).where(Person.hidden_at.is_not(None)))}
    assert hidden == {gone} and not {stays, seen, works, never} & hidden


def test_audit_entries_cannot_go_before_half_a_year(app, moment):
    with app.app_context(), pytest.raises(ValueError):
        audit.purge_before(moment - 100 * DAY)


def test_one_rule_that_fails_does_not_stop_the_others(app, moment, old, monkeypatch):
    def break_down(_before, _limit):
        raise RuntimeError("no luck")

    broken = retention.Sweep(lambda _before: 1, break_down)
    monkeypatch.setitem(retention.SWEEPS, "drafts", broken)
    for key in ("handovers", "drafts", "notices"):
        old.over(key, around(key, moment)[1])
    with app.app_context():
        done = retention.run(actor=Actor.system())
    assert done.failed == ["drafts"] and done.counts == {"handovers": 1, "notices": 1}


@pytest.mark.both_databases
def test_killed_half_way_the_next_run_takes_the_rest(app, moment, old, run, monkeypatch):
    for number in range(5):
        old.over("notices", around("notices", moment)[1] - number * SECOND)
    whole = retention.SWEEPS["notices"]
    taken = []

    def die_after_two(before, limit):
        if len(taken) == 2:
            raise SystemExit("killed")
        taken.append(whole.purge(before, 1))
        return taken[-1]

    monkeypatch.setitem(retention.SWEEPS, "notices", retention.Sweep(whole.expired, die_after_two))
    with app.app_context(), pytest.raises(SystemExit):
        retention.run(actor=Actor.system())
    assert old.left("notices") == 3
    monkeypatch.setitem(retention.SWEEPS, "notices", whole)
    assert run()["notices"] == 3 and old.left("notices") == 0


def test_no_transaction_takes_more_than_five_hundred(app, moment, old, monkeypatch):
    outside = around("addresses", moment)[1]
    with old.college.work():
        db.session.add_all(old._addresses(None, outside) for _ in range(1100))
    sizes = []
    whole = retention.SWEEPS["addresses"]
    counted = retention.Sweep(whole.expired, lambda before, limit: sizes.append(whole.purge(before, limit)) or sizes[-1])
    monkeypatch.setitem(retention.SWEEPS, "addresses", counted)
    with app.app_context():
        assert retention.run(actor=Actor.system()).counts["addresses"] == 1100
    assert sizes == [500, 500, 100, 0] and max(rule.batch for rule in RULES) == 500


@pytest.fixture
def sweep(app, college):
    """Give a function that does what the job worker does every hour, and says how many jobs that made."""

    def look_and_work() -> int:
        with college.work():
            retention.ask_if_due()
        with app.app_context():
            return jobs.run_pending()

    return look_and_work


def _runs(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(RetentionRun))


@pytest.mark.both_databases
def test_the_sweep_of_the_worker_runs_once_a_day(app, moment, old, sweep):
    old.over("handovers", around("handovers", moment)[1])
    assert sweep() == 1 and old.left("handovers") == 0
    with clock.freeze(moment + timedelta(hours=23)):
        assert sweep() == 0
    with clock.freeze(moment + timedelta(hours=25)):
        assert sweep() == 1
    assert _runs(app) == 2


def test_two_workers_that_ask_at_once_run_it_once(app, moment, old, college):
    with college.work():
        retention.ask_if_due()
        retention.ask_if_due()
    with app.app_context():
        assert jobs.run_pending() == 2
    assert _runs(app) == 1


def test_a_run_that_was_killed_is_made_up_for(app, moment, old, sweep):
    with old.college.work():
        db.session.add(RetentionRun(at=moment - timedelta(minutes=5)))
    assert sweep() == 0, "it may still run"
    with clock.freeze(moment + timedelta(hours=1)):
        assert sweep() == 1


def test_when_it_is_due():
    moment = moment_of_test()
    assert is_due(moment, None, None) and next_at(moment, None) == moment and is_overdue(moment, None)
    assert not is_due(moment, moment - DAY + SECOND, None) and is_due(moment, moment - DAY, None)
    assert next_at(moment, moment - DAY + SECOND) == moment + SECOND
    assert not is_overdue(moment, moment - 2 * DAY) and is_overdue(moment, moment - 2 * DAY - SECOND)
