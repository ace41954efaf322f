"""Roster imports on a real database: all or nothing, once, never twice at the same time, and taken back as a whole."""

import subprocess
import sys
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from college.accounts import service as accounts
from college.accounts.models import Person
from college.cohorts import imports, imports_apply, imports_undo, people, service
from college.cohorts.models import ACTIVE, ENDED, Enrollment
from college.cohorts.roster_models import APPLIED, APPLYING, OPEN, UNDONE, RosterImport
from college.core import clock, jobs
from college.core.audit import AuditEntry
from college.core.clock import today
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from college.progress.models import StepDone
from tests.support.college import XIHU
from tests.support.databases import let_go, make_app
from tests.support.rows import changed_tables, fingerprints
from tests.support.sources import ROOT

pytestmark = pytest.mark.both_databases

ROWS = [("王桂兰", "14000001001"), ("李建国", "14000001002"), ("陈玉珍", "")]
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


def csv_of(rows=ROWS) -> bytes:
    return "\n".join(["姓名,手机号", *(",".join(row) for row in rows)]).encode()


class Desk:
    """One coordinator who imports into one cohort."""

    def __init__(self, college, cohort, coordinator) -> None:
        self.college, self.cohort, self.coordinator = college, cohort, coordinator

    @property
    def app(self):
        return self.college.app

    def actor(self) -> Actor:
        return self.college.actor(self.coordinator)

    def run_jobs(self) -> None:
        with self.app.app_context():
            jobs.run_pending()

    def upload(self, rows=ROWS, cohort=None):
        with self.college.work():
            record = imports.start(
                actor=self.actor(),
                cohort_id=cohort or self.cohort,
                form_id=new_id(),
                file_name="a.csv",
                data=csv_of(rows),
            )
            import_id = record.id
        self.run_jobs()
        return import_id

    def ask_to_apply(self, import_id, cohort=None) -> None:
        with self.college.work():
            imports.request_apply(
                actor=self.actor(), cohort_id=cohort or self.cohort, import_id=import_id, is_wrong_left_out=True
            )

    def apply(self, import_id, cohort=None):
        self.ask_to_apply(import_id, cohort)
        self.run_jobs()
        return self.record(import_id)

    def undo(self, import_id):
        with self.college.work():
            imports_undo.undo(actor=self.actor(), cohort_id=self.cohort, import_id=import_id)
        return self.record(import_id)

    def record(self, import_id) -> SimpleNamespace:
        with self.college.work():
            row = db.session.get(RosterImport, import_id)
            return SimpleNamespace(**{column.name: getattr(row, column.name) for column in RosterImport.__table__.columns})

    def names(self, cohort=None) -> list[str]:
        with self.college.work():
            return sorted(person.name for _enrollment, person in service.enrolled(cohort or self.cohort))

    def count(self, model, *where) -> int:
        with self.college.work():
            return db.session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.fixture
def desk(college) -> Desk:
    """Give a coordinator of 上城区 and her cohort."""
    return Desk(college, college.cohort(), college.coordinator())


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
        imports_apply._apply(job, imports_apply._ready(job))
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


def test_taking_back_removes_who_only_stood_on_the_list(desk):
    import_id = desk.upload()
    before = desk.count(Person)
    desk.apply(import_id)
    with desk.college.work():
        people_ids = [person.id for _enrollment, person in service.enrolled(desk.cohort)]
        tokens = accounts.new_tokens(people_ids)
        accounts.issue_cards(actor=Actor.system(), tokens=tokens, expires_on=today())
    for _ in range(2):
        record = desk.undo(import_id)
    assert (record.state, record.undone_counts["gone"], record.undone_counts["stayed"]) == (UNDONE, 3, 0)
    assert (desk.count(Person), desk.count(Enrollment), audited(desk, "import.undo")) == (before, 0, 1)


def test_taking_back_leaves_who_has_done_something(desk, refunds):
    names = ["王桂兰", "李建国", "陈玉珍", "刘志强", "杨美华"]
    rows = [(name, f"1400000200{number}") for number, name in enumerate(names)]
    import_id = desk.upload(rows)
    desk.apply(import_id)
    other = desk.college.cohort(name="二班")
    with desk.college.work():
        ids = {person.name: person.id for _enrollment, person in service.enrolled(desk.cohort)}
        accounts.start_session(person_id=ids["王桂兰"], kind="own")
        accounts.update_person(accounts.get_person(ids["李建国"]), name="李建国", phone=None, age_band=None)
        service.enroll(actor=Actor.system(), cohort_id=other, person_id=ids["陈玉珍"])
        _finish_a_step(ids["刘志强"])
    record = desk.undo(import_id)
    assert record.undone_counts == {
        "gone": 1,
        "ended": 0,
        "stayed": 4,
        "reasons": {"opened": 1, "edited": 1, "elsewhere": 1, "holds": 1},
    }
    assert desk.names() == [] and desk.names(other) == ["陈玉珍"]
    assert desk.count(Enrollment, Enrollment.cohort_id == desk.cohort, Enrollment.status == ENDED) == 4
    assert desk.count(StepDone) == 1


def _finish_a_step(person_id) -> None:
    course, step = db.session.execute(db.text("SELECT course_id, id FROM step ORDER BY id LIMIT 1")).one()
    moment = imports.now()
    db.session.add(
        StepDone(person_id=person_id, course_id=course, step_id=step, lesson_id="x", done_at=moment, received_at=moment)
    )


def test_taking_back_ends_again_who_had_ended_and_who_was_known(desk):
    other = desk.college.cohort(name="老班")
    back = desk.college.student(desk.cohort, "王桂兰", phone="14000001001")
    known = desk.college.student(other, "李建国", phone="14000001002")
    with desk.college.work():
        ended = service.end_enrollment(actor=Actor.system(), cohort_id=desk.cohort, person_id=back)
        ended.to_on = today().replace(day=1)
        day = ended.to_on
    import_id = desk.upload()
    assert desk.apply(import_id).done_counts == {"back": 1, "known": 1, "new": 1}
    assert len(desk.names()) == 3
    record = desk.undo(import_id)
    assert record.undone_counts == {"gone": 1, "ended": 2, "stayed": 0, "reasons": {}}
    assert (desk.names(), desk.names(other)) == ([], ["李建国"])
    with desk.college.work():
        rows = {(each.person_id, each.cohort_id): each for each in db.session.scalars(select(Enrollment))}
        assert (rows[back, desk.cohort].status, rows[back, desk.cohort].to_on) == (ENDED, day)
        assert (rows[known, desk.cohort].status, rows[known, other].status) == (ENDED, ACTIVE)


def test_what_was_never_applied_cannot_be_taken_back(desk):
    import_id = desk.upload()
    with desk.college.work(), pytest.raises(RuleBroken):
        imports_undo.undo(actor=desk.actor(), cohort_id=desk.cohort, import_id=import_id)


def test_after_taking_back_the_same_list_can_be_imported_again(desk):
    desk.undo_id = desk.upload()
    desk.apply(desk.undo_id)
    desk.undo(desk.undo_id)
    assert desk.apply(desk.upload()).done_counts == {"new": 3}


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
