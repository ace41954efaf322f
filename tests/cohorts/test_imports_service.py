"""Roster imports on a real database: all or nothing, once, never twice at the same time, and taken back as a whole."""

import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from college.accounts import service as accounts
from college.accounts.models import Person
from college.cohorts import imports, imports_apply, people, service
from college.cohorts.roster_models import APPLIED, APPLYING, OPEN, RosterImport
from college.core import clock, jobs
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from tests.support.college import XIHU
from tests.support.databases import let_go, make_app
from tests.support.rosters import ROWS, RosterDesk
from tests.support.rows import changed_tables, fingerprints
from tests.support.sources import ROOT

pytestmark = pytest.mark.both_databases

#: What a job itself writes although the import was undone.
JOB_ROWS = {"job", "audit_entry"}
#: A worker that dies in the middle of applying: people and enrollments are written, nothing is committed.
DYING_WORKER = """
import os, signal, sys
from college.core import audit, jobs
from tests.support.databases import make_app
audit.record = lambda *args, **values: os.kill(os.getpid(), signal.SIGKILL)
with make_app(sys.argv[1]).app_context():
    jobs.run_pending()
"""


@pytest.fixture
def desk(college) -> RosterDesk:
    """Give a coordinator of 上城区 and her cohort."""
    return RosterDesk(college, college.cohort(), college.coordinator())


def audited(desk, action) -> int:
    return desk.count(AuditEntry, AuditEntry.action == action)


def test_a_list_becomes_people_with_encrypted_numbers(desk):
    record = desk.apply(desk.upload())
    assert (record.state, record.done_counts) == (APPLIED, {"new": 3})
    assert (record.applied_by, record.made_by) == (desk.coordinator, desk.coordinator)
    assert desk.names() == ["李建国", "王桂兰", "陈玉珍"]
    with desk.college.work():
        assert [person.name for person in accounts.people_by_phone("14000001001")] == ["王桂兰"]
    assert (audited(desk, "import.preview"), audited(desk, "import.apply")) == (1, 1)


def test_everybody_known_keeps_what_is_kept_of_her(desk):
    other = desk.college.cohort(name="老班")
    known = desk.college.student(other, "王桂兰", phone="14000001001", age_band="65-69")
    with desk.college.work():
        person = accounts.get_person(known)
        accounts.update_person(person, name="王桂兰", phone=None, age_band="70-74")
    record = desk.apply(desk.upload([("王桂兰", "14000001001"), ("李建国", "14000001002")]))
    assert record.done_counts == {"known": 1, "new": 1}
    with desk.college.work():
        assert accounts.get_person(known).age_band == "70-74"
    assert desk.count(Person, Person.name == "王桂兰") == 1


def test_staff_are_never_enrolled(desk):
    with desk.college.work():
        lecturer = accounts.create_staff(actor=Actor.system(), name="钱讲师", login="qian")
        accounts.update_person(lecturer, name="钱讲师", phone="14000001009", age_band=None)
    record = desk.apply(desk.upload([*ROWS, ("钱讲师", "14000001009")]))
    assert record.done_counts == {"new": 3, "aside": 1}
    assert "钱讲师" not in desk.names()


@pytest.mark.parametrize("place", ["after the people", "after the enrollments", "at the end"])
def test_a_fault_half_way_changes_nothing(desk, monkeypatch, place):
    import_id = desk.upload()
    desk.ask_to_apply(import_id)
    before = fingerprints(desk.app)
    _break(monkeypatch, place)
    desk.run_jobs()
    assert changed_tables(before, fingerprints(desk.app)) - JOB_ROWS == set()
    assert desk.record(import_id).state == APPLYING
    monkeypatch.undo()
    assert desk.apply(import_id).state == APPLIED, "after a fault the button works again"
    assert len(desk.names()) == 3


def _break(monkeypatch, place: str) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("the lights went out")

    def after(own):
        return lambda *args, **kwargs: (own(*args, **kwargs), fail())

    if place == "after the people":
        monkeypatch.setattr(accounts, "bulk_create_people", after(accounts.bulk_create_people))
    elif place == "after the enrollments":
        monkeypatch.setattr(imports_apply, "bulk_enroll", after(imports_apply.bulk_enroll))
    else:
        monkeypatch.setattr(imports_apply.audit, "record", after(imports_apply.audit.record))


def test_a_worker_killed_before_or_after_the_commit_applies_it_once(desk):
    import_id = desk.upload()
    desk.ask_to_apply(import_id)
    job = jobs.Running(desk.record(import_id).job_id, desk.coordinator, {"import_id": str(import_id)})
    with desk.app.app_context():
        db.session.begin()
        imports_apply._apply(job, imports_apply._ready(job), {})
        db.session.rollback()
    assert desk.names() == []
    for _ in range(2):
        with desk.app.app_context():
            imports_apply.apply(job)
    desk.run_jobs()
    assert desk.names() == ["李建国", "王桂兰", "陈玉珍"]
    assert (desk.count(Person, Person.name == "王桂兰"), audited(desk, "import.apply")) == (1, 1)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(desk):
    import_id = desk.upload()
    desk.ask_to_apply(import_id)
    before = fingerprints(desk.app)
    dead = subprocess.run([sys.executable, "-c", DYING_WORKER, desk.app.config["DATABASE_URL"]], cwd=ROOT, check=False)
    assert dead.returncode == -9
    assert changed_tables(before, fingerprints(desk.app)) == {"job"}
    desk.run_jobs()
    assert desk.names() == [], "its lease has not run out yet"
    with clock.freeze(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        desk.run_jobs()
    assert desk.record(import_id).state == APPLIED
    assert desk.names() == ["李建国", "王桂兰", "陈玉珍"]


def test_asking_twice_applies_it_once(desk):
    import_id = desk.upload()
    desk.ask_to_apply(import_id)
    desk.ask_to_apply(import_id)
    assert desk.count(jobs.Job, jobs.Job.kind == imports.APPLY_JOB) == 1
    desk.run_jobs()
    desk.ask_to_apply(import_id)
    assert desk.count(jobs.Job, jobs.Job.kind == imports.APPLY_JOB) == 1
    assert len(desk.names()) == 3


def test_who_came_meanwhile_sends_it_back_to_be_looked_at(desk):
    import_id = desk.upload()
    with desk.college.work():
        people.add_student(
            actor=desk.actor(), cohort_id=desk.cohort, form_id=new_id(), name="王桂兰", phone="14000001001", age_band=None
        )
        people.add_student(
            actor=desk.actor(), cohort_id=desk.cohort, form_id=new_id(), name="别人", phone="14000001002", age_band=None
        )
    record = desk.apply(import_id)
    assert (record.state, record.changed_count) == (OPEN, 2)
    assert record.counts == {"here": 1, "ask": 1, "new": 1}
    assert desk.names() == ["别人", "王桂兰"]
    with desk.college.work():
        with pytest.raises(RuleBroken):
            imports.request_apply(
                actor=desk.actor(), cohort_id=desk.cohort, import_id=import_id, is_wrong_left_out=True
            )
        imports.answer(actor=desk.actor(), cohort_id=desk.cohort, import_id=import_id, row_number=3, word="new")
    assert desk.apply(import_id).done_counts == {"here": 1, "new": 2}
    assert desk.names() == ["别人", "李建国", "王桂兰", "陈玉珍"]


def test_an_answer_is_kept_when_only_another_row_changed(desk):
    desk.college.student(desk.cohort, "王秀英", phone="14000001001")
    import_id = desk.upload()
    with desk.college.work():
        imports.answer(actor=desk.actor(), cohort_id=desk.cohort, import_id=import_id, row_number=2, word="leave")
        people.add_student(
            actor=desk.actor(), cohort_id=desk.cohort, form_id=new_id(), name="李建国", phone="14000001002", age_band=None
        )
    record = desk.apply(import_id)
    assert (record.changed_count, record.answers) == (1, {"2": "leave"})
    assert desk.apply(import_id).done_counts == {"left": 1, "here": 1, "new": 1}


def test_the_same_list_twice_in_two_cohorts_makes_each_person_once(desk):
    other = desk.college.cohort(name="二班")
    rows = ROWS[:2]
    first, second = desk.upload(rows), desk.upload(rows, other)
    desk.ask_to_apply(first)
    desk.ask_to_apply(second, other)
    _run_side_by_side(desk, [first, second])
    states = sorted(desk.record(each).state for each in (first, second))
    assert states == [APPLIED, OPEN], "the later one finds them and asks to be looked at again"
    assert desk.count(Person, Person.name == "王桂兰") == 1


def _run_side_by_side(desk, import_ids) -> None:
    """Apply each import in a process's place of its own: an application and a thread."""
    start, faults = threading.Barrier(len(import_ids)), []
    apps = [make_app(desk.app.config["DATABASE_URL"]) for _ in import_ids]

    def work(app, import_id) -> None:
        with app.app_context():
            record = db.session.get(RosterImport, import_id)
            job = jobs.Running(record.job_id, desk.coordinator, {"import_id": str(import_id)})
            db.session.rollback()
            start.wait(10)
            try:
                imports_apply.apply(job)
            except Exception as fault:  # noqa: BLE001 - handed to the test below
                faults.append(fault)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(apps, import_ids, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for app in apps:
        let_go(app)
    assert not faults, faults


def test_one_import_applied_by_two_workers_at_once_is_applied_once(desk):
    import_id = desk.upload()
    desk.ask_to_apply(import_id)
    _run_side_by_side(desk, [import_id, import_id])
    assert (desk.record(import_id).state, desk.count(Person, Person.name == "王桂兰")) == (APPLIED, 1)


def test_a_foreign_cohort_is_not_found(desk):
    import_id, far = desk.upload(), desk.college.cohort(XIHU)
    for cohort in (far, desk.cohort):
        stranger = desk.college.actor(desk.college.coordinator(XIHU))
        with desk.college.work(), pytest.raises(NotFound):
            imports.request_apply(actor=stranger, cohort_id=cohort, import_id=import_id, is_wrong_left_out=True)
    with desk.college.work(), pytest.raises(NotFound):
        imports.start(actor=desk.actor(), cohort_id=far, form_id=new_id(), file_name="a", data=b"x")


def test_names_of_another_district_stay_masked_in_a_question(desk):
    far = desk.college.cohort(XIHU)
    desk.college.student(far, "王秀英", phone="14000001001")
    import_id = desk.upload()
    with desk.college.work():
        _cohort, record = imports.import_for(desk.actor(), desk.cohort, import_id)
        rows, _sample = imports.kept_rows(record)
        asked = next(row.decided for row in rows if row.decided.candidates)
        assert [each.shown for each in asked.candidates] == ["王*英"]


def test_many_are_enrolled_at_once_and_again_without_change(desk):
    ids = [desk.college.person(f"王{number}") for number in range(5)]
    with desk.college.work():
        first = service.bulk_enroll(actor=desk.actor(), cohort_id=desk.cohort, person_ids=[*ids, ids[0]])
        assert (first.added, first.restored, first.already) == (ids, [], [])
    with desk.college.work():
        service.end_enrollment(actor=Actor.system(), cohort_id=desk.cohort, person_id=ids[1])
    with desk.college.work():
        again = service.bulk_enroll(actor=desk.actor(), cohort_id=desk.cohort, person_ids=ids)
        assert (again.added, again.restored, again.already) == ([], [ids[1]], [ids[0], *ids[2:]])
