"""Long work: claimed once, picked up once when a worker dies, showing how far it is, hers alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest

from college.core import clock, jobs
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.pages import language
from college.core.permissions import Actor


@pytest.fixture
def handler(monkeypatch):
    """Give a function that lets a handler do the work of a kind during this test."""
    monkeypatch.setattr(jobs, "_handlers", {})
    return lambda work, kind="count": jobs.handler(kind)(work)


@pytest.fixture
def enqueue(college):
    """Give a function: payload and person → the id of a waiting job."""

    def add(person_id: UUID | None = None, kind: str = "count", **payload) -> UUID:
        with college.work():
            return jobs.enqueue(kind, actor=Actor(person_id=person_id), payload=payload).id

    return add


def look(app, job_id: UUID) -> dict:
    """Give what a job's row says now."""
    with app.app_context():
        job = db.session.get(jobs.Job, job_id)
        return {
            "state": job.state,
            "result": job.result,
            "sentence": job.failed_sentence,
            "done": (job.done_count, job.total_count),
            "attempts": job.attempts,
            "is_over": job.is_over,
        }


def run(app) -> int:
    """Do everything that waits."""
    with app.app_context():
        return jobs.run_pending()


def test_a_job_is_done_and_keeps_its_result(any_app, handler, enqueue):
    handler(lambda job: {"sum": sum(job.payload["numbers"])})
    job = enqueue(numbers=[1, 2, 3])
    assert look(any_app, job)["state"] == "waiting"
    assert run(any_app) == 1
    assert look(any_app, job) | {"done": None} == {
        "state": "done", "result": {"sum": 6}, "sentence": None, "done": None, "attempts": 1, "is_over": True,
    }  # fmt: skip
    assert run(any_app) == 0


def test_jobs_are_done_in_the_order_in_which_they_came(app, handler, enqueue):
    seen = []
    handler(lambda job: seen.append(job.payload["number"]))
    for number in range(5):
        enqueue(number=number)
    assert run(app) == 5
    assert seen == [0, 1, 2, 3, 4]


def test_a_broken_rule_is_told_in_its_own_words(any_app, handler, enqueue):
    def work(job):
        raise RuleBroken("第3行没有姓名。")

    handler(work)
    job = enqueue()
    run(any_app)
    assert look(any_app, job)["state"] == "failed"
    assert look(any_app, job)["sentence"] == "第3行没有姓名。"


@pytest.mark.parametrize("kind", ["count", "nobody-does-this"])
def test_a_fault_fails_the_job_without_words_and_the_next_is_done(app, handler, enqueue, kind):
    def work(job):
        raise ZeroDivisionError("14000000001")

    handler(work)
    handler(lambda job: {"fine": True}, kind="fine")
    broken, fine = enqueue(kind=kind), enqueue(kind="fine")
    assert run(app) == 2
    assert look(app, broken)["state"] == "failed"
    assert look(app, broken)["sentence"] is None
    assert look(app, fine)["state"] == "done"


def test_two_workers_claim_a_job_once(any_app, handler, enqueue):
    seen, gate = [], Barrier(2)
    handler(lambda job: seen.append(job.id))
    waiting = {enqueue() for _ in range(6)}

    def work(_number: int) -> None:
        gate.wait()
        with any_app.app_context():
            jobs.run_pending()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert sorted(seen) == sorted(waiting)


def die_at_work(app, handler) -> None:
    """Let a worker be killed in the middle of the next job."""

    def work(job):
        raise KeyboardInterrupt

    handler(work)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        jobs.run_next()


def test_a_dead_workers_job_is_picked_up_once_when_its_lease_is_over(any_app, handler, enqueue):
    job, began = enqueue(), clock.now()
    die_at_work(any_app, handler)
    handler(lambda job: {"second": True})
    assert run(any_app) == 0
    with clock.freeze(began + jobs.LEASE + timedelta(seconds=5)):
        assert run(any_app) == 1
    assert look(any_app, job)["result"] == {"second": True}
    assert look(any_app, job)["attempts"] == 2


def test_a_job_that_kills_two_workers_is_not_begun_again_and_holds_nothing_up(app, handler, enqueue):
    job, moment = enqueue(), clock.now()
    for _ in range(2):
        with clock.freeze(moment):
            die_at_work(app, handler)
        moment += jobs.LEASE + timedelta(seconds=5)
    handler(lambda job: {"fine": True})
    after = enqueue()
    with clock.freeze(moment):
        assert run(app) == 1
    assert look(app, job)["state"] == "failed"
    assert look(app, after)["state"] == "done"


def test_progress_is_seen_while_the_work_goes_on(any_app, handler, enqueue):
    seen = []

    def work(job):
        for number in (1, 2, 3):
            job.last_report = 0.0
            job.report(number, 3)
            seen.append(look(any_app, job.id)["done"])

    handler(work)
    job = enqueue()
    run(any_app)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert look(any_app, job)["state"] == "done"


def test_reporting_is_cheap_to_call_often_but_the_end_is_always_told(app, handler, enqueue, monkeypatch):
    written = []
    real = jobs.run_in_unit
    handler(lambda job: [job.report(number, 1000) for number in range(1, 1001)] and {})
    job = enqueue()
    monkeypatch.setattr(jobs, "run_in_unit", lambda work: (written.append(1), real(work))[1])
    run(app)
    assert look(app, job)["done"] == (1000, 1000)
    assert len(written) < 20


def test_reporting_keeps_the_lease(app, handler, enqueue):
    began = clock.now()

    def work(job):
        with clock.freeze(began + timedelta(seconds=50)):
            job.report(1, 2)
        raise KeyboardInterrupt

    enqueue()
    handler(work)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        jobs.run_next()
    handler(lambda job: {})
    with clock.freeze(began + timedelta(seconds=70)):
        assert run(app) == 0
    with clock.freeze(began + timedelta(seconds=115)):
        assert run(app) == 1


def test_a_job_is_hers_alone(any_app, college, enqueue):
    mine, other = college.person(), college.person()
    job = enqueue(mine)
    with any_app.app_context():
        assert jobs.get(job, Actor(person_id=mine)).id == job
        assert jobs.get(job, Actor.system()).id == job
        for stranger in (Actor(person_id=other), Actor()):
            with pytest.raises(NotFound):
                jobs.get(job, stranger)
        with pytest.raises(NotFound):
            jobs.get(other, Actor.system())


def test_a_job_of_the_college_itself_is_not_shown_to_somebody_not_signed_in(app, enqueue):
    job = enqueue(None)
    with app.app_context(), pytest.raises(NotFound):
        jobs.get(job, Actor())


def test_a_job_speaks_the_language_of_whoever_asked(app, handler, college):
    handler(lambda job: {"language": language()})
    ids = []
    for cookie in ("language=en", "language=zh"):
        with app.test_request_context("/", headers={"Cookie": cookie}), college.work():
            ids.append(jobs.enqueue("count", actor=Actor(), payload={}).id)
    run(app)
    assert [look(app, each)["result"] for each in ids] == [{"language": "en"}, {"language": "zh"}]
