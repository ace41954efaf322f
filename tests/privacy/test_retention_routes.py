"""The page of retention: what it says before the first run, pressing the button, and what went; for operators alone."""

import pytest

from college.cohorts import imports_undo
from college.cohorts.roster_models import RosterImport
from college.core import audit, jobs
from college.core.clock import now
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.permissions import Actor
from college.privacy import retention
from tests.privacy.old_rows import DAY, OldRows

PAGE = "/privacy/retention"


@pytest.fixture
def old(app, college, refunds, tmp_path, monkeypatch):
    """Make old rows; backups lie in an instance folder of the test's own."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return OldRows(college, tmp_path / "backups")


@pytest.fixture
def client(college, signed_in):
    """Give an operator's client that reads English."""
    client = signed_in(college.operator())
    client.set_cookie("language", "en")
    return client


def test_an_empty_college_has_nothing_to_throw_away(old, client):
    page = client.get(PAGE)
    assert "Nothing would go now" in page.words and "Nothing has been thrown away yet" in page.words
    assert not page.page.find_all("form", action=PAGE)


def test_the_button_throws_away_and_the_page_says_what_went(app, old, client):
    old.over("notices", now() - 400 * DAY)
    old.over("notices", now() - 401 * DAY)
    page = client.get(PAGE)
    assert "2 rows and files would go now" in page.words and old.left("notices") == 2
    job = client.follow(client.submit(page, button="Throw these away now"))
    assert old.left("notices") == 2, "the job has not run yet"
    with app.app_context():
        assert jobs.run_pending() == 1
    assert "This is gone" in client.get(job.request.path).words
    after = client.get(PAGE)
    assert "News that somebody has read 2" in after.words and "郑运维" in after.words and "Nothing would go now" in after.words
    assert old.left("notices") == 0
    with app.app_context():
        entry = db.session.scalars(db.select(audit.AuditEntry).where(audit.AuditEntry.action == "retention.run")).one()
        assert entry.detail["counts"] == {"notices": 2}


def test_names_stand_nowhere_on_the_page(old, client):
    old.over("learners", now() - 800 * DAY)
    page = client.get(PAGE)
    assert "1 row or file would go now" in page.words and "李学员" not in page.words


def test_throwing_away_and_saying_that_keys_are_saved_ask_who_it_is(college, signed_in, old):
    stale = signed_in(college.operator(), confirmed=False)
    old.over("notices", now() - 400 * DAY)
    for action in (PAGE, "keys-saved"):
        answer = stale.submit(PAGE, action=action)
        assert answer.status_code == 303 and "/confirm" in answer.headers["Location"]
    assert old.left("notices") == 1


def test_a_rule_that_failed_is_named(app, old, client, monkeypatch):
    def fail(_before, _limit):
        raise RuntimeError("no luck")

    monkeypatch.setitem(retention.SWEEPS, "drafts", retention.Sweep(lambda _before: 1, fail))
    with app.app_context():
        retention.run(actor=Actor.system())
    words = client.get(PAGE).words
    assert "This failed" in words and "Questions that were begun" in words
    assert "could not be" in client.get("/").words, "and the start page says so too"


def test_an_import_that_retention_has_emptied_can_no_longer_be_taken_back(app, old, college):
    old.over("imports", now() - 20 * DAY)
    old.over("imports", now() - 31 * DAY)
    coordinator = college.coordinator()
    with app.app_context():
        retention.run(actor=Actor.system())
        fresh, emptied = db.session.scalars(db.select(RosterImport).order_by(RosterImport.applied_at.desc()))
        actor, place = college.actor(coordinator), old.cohort
        assert imports_undo.plan_for(actor, place, fresh.id)
        with pytest.raises(RuleBroken):
            imports_undo.plan_for(actor, place, emptied.id)
        with pytest.raises(RuleBroken):
            imports_undo.undo(actor=actor, cohort_id=place, import_id=emptied.id)


def test_only_jobs_of_retention_are_shown_there(college, old, client):
    with college.work():
        other = jobs.enqueue("cards.print", actor=Actor.system(), payload={}).id
    assert client.get(f"{PAGE}/{other}").status_code == 404
