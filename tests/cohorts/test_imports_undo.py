"""Taking a roster import back: who only stood on the list goes, who did anything stays, who was known is as before."""

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Person
from college.cohorts import imports_undo, service
from college.cohorts.models import ACTIVE, ENDED, Enrollment
from college.cohorts.roster_models import UNDONE
from college.core.audit import AuditEntry
from college.core.clock import now, today
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.permissions import Actor
from college.progress.models import StepDone
from tests.support.rosters import RosterDesk

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(college) -> RosterDesk:
    """Give a coordinator of 上城区 and her cohort."""
    return RosterDesk(college, college.cohort(), college.coordinator())


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
    assert (desk.count(Person), desk.count(Enrollment), desk.count(AuditEntry, AuditEntry.action == "import.undo")) == (before, 0, 1)


def test_taking_back_leaves_who_has_done_something(desk, refunds):
    names = ["王桂兰", "李建国", "陈玉珍", "刘志强", "杨美华"]
    rows = [(name, f"1400000200{number}") for number, name in enumerate(names)]
    import_id = desk.upload(rows)
    desk.apply(import_id)
    other = desk.college.cohort(name="二班")
    with desk.college.work():
        ids = {person.name: person.id for _enrollment, person in service.enrolled(desk.cohort)}
        accounts.start_session(person_id=ids["王桂兰"], kind="own", way="card")
        accounts.update_person(accounts.get_person(ids["李建国"]), name="李建国", phone=None, age_band=None)
        service.enroll(actor=Actor.system(), cohort_id=other, person_id=ids["陈玉珍"])
        _finish_a_step(ids["刘志强"])
    record = desk.undo(import_id)
    assert record.undone_counts == {
        "gone": 1,
        "ended": 0,
        "stayed": 4,
        "reasons": {"opened": 1, "edited": 1, "elsewhere": 1, "steps": 1},
    }
    assert desk.names() == [] and desk.names(other) == ["陈玉珍"]
    assert desk.count(Enrollment, Enrollment.cohort_id == desk.cohort, Enrollment.status == ENDED) == 4
    assert desk.count(StepDone) == 1


def _finish_a_step(person_id) -> None:
    course, step = db.session.execute(db.text("SELECT course_id, id FROM step ORDER BY id LIMIT 1")).one()
    moment = now()
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
    first = desk.upload()
    desk.apply(first)
    desk.undo(first)
    assert desk.apply(desk.upload()).done_counts == {"new": 3}
