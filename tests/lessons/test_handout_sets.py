"""Class sets: who may print them, what stands on them, and that a stopped or killed job leaves nothing half."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from college.cohorts import service as cohorts
from college.core import clock, files, jobs
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.files import StoredFile
from college.core.permissions import Actor
from college.lessons import handout_pdf, handout_rules, handout_sets
from college.lessons.handout_rules import Wish
from tests.support.college import XIHU

NAMES = ("王桂明", "李秀兰")


@pytest.fixture
def group(college, refunds):
    """Give a class of two that follows the shipped course, with the staff that prints for it."""
    return Group(college, refunds)


class Group:
    """Two students, their coordinator, lecturer and helper, and what these can press."""

    def __init__(self, college, course: str) -> None:
        self.college, self.course = college, course
        self.cohort = college.cohort(courses=(course,), teacher_name="周老师", teacher_phone="14000000001")
        self.people = [college.student(self.cohort, name) for name in NAMES]
        self.coordinator = college.coordinator()

    def wish(self, *, is_named=True, copies=0, lessons=("find-order",), lang="zh") -> Wish:
        return Wish(tuple((self.course, each) for each in lessons), lang, is_named, copies)

    def press(self, wish=None, *, form_id=None, by=None):
        with self.college.work():
            return handout_sets.start_set(
                actor=self.college.actor(by or self.coordinator),
                cohort_id=self.cohort,
                wish=wish or self.wish(),
                form_id=form_id or new_id(),
            )

    def work(self) -> int:
        with self.college.app.app_context():
            return jobs.run_pending()

    def open(self, file_id, by=None) -> bytes:
        with self.college.work():
            actor = self.college.actor(by or self.coordinator)
            return handout_sets.open_set(actor=actor, cohort_id=self.cohort, file_id=file_id)[1]

    def job(self, job_id, by=None):
        with self.college.work():
            actor = self.college.actor(by or self.coordinator)
            _cohort, job, file = handout_sets.set_job(actor=actor, cohort_id=self.cohort, job_id=job_id)
            return job.state, dict(job.result), file is not None

    def count(self, model) -> int:
        with self.college.app.app_context():
            return len(list(db.session.scalars(select(model))))


def texts(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


@pytest.mark.both_databases
def test_each_student_gets_a_copy_with_her_name_on_each_page(group):
    job = group.press()
    assert group.work() == 1
    pages = texts(group.open(job))
    state, result, _is_kept = group.job(job)
    assert (state, result["copies"], result["pages"]) == ("done", 2, len(pages))
    half = len(pages) // 2
    # by the sound of the name, li before wang; all pages of one student lie together
    assert all("李秀兰" in page and "王桂明" not in page for page in pages[:half])
    assert all("王桂明" in page and "李秀兰" not in page for page in pages[half:])
    assert all("周老师 140 0000 0001" in page for page in pages)
    assert f"第{half}页" in pages[half - 1] and "第1页" in pages[half]


def test_plain_copies_carry_no_name_and_leave_no_entry_about_names(group):
    job = group.press(group.wish(is_named=False, copies=3, lang="en"))
    group.work()
    pages = texts(group.open(job))
    assert len(pages) % 3 == 0 and "Page 1 of" in pages[0]
    assert not any(name in page for page in pages for name in NAMES)
    with group.college.app.app_context():
        actions = [row.action for row in db.session.scalars(select(AuditEntry))]
    assert "handout.print" not in actions and "handout.open" in actions


def test_names_on_paper_are_kept_in_the_audit(group):
    group.press()
    group.work()
    with group.college.app.app_context():
        entry = next(row for row in db.session.scalars(select(AuditEntry)) if row.action == "handout.print")
        assert entry.subject == f"cohort:{group.cohort}" and entry.detail["count"] == 2
        assert not any(name in str(entry.detail) for name in NAMES)


@pytest.mark.both_databases
def test_a_form_sent_twice_is_one_job(group):
    form = new_id()
    assert group.press(form_id=form) == group.press(form_id=form)
    assert group.work() == 1 and group.count(StoredFile) == 1


def test_staff_of_the_cohort_may_print_and_see_it_and_another_district_finds_nothing(group):
    helper, far = group.college.helper(group.cohort), group.college.coordinator(XIHU)
    job = group.press(by=group.college.lecturer(group.cohort))
    group.work()
    assert group.open(job, by=helper).startswith(b"%PDF")
    for ask in (group.press, lambda by: group.open(job, by=by), lambda by: group.job(job, by=by)):
        with pytest.raises(NotFound):
            ask(by=far)


def test_a_job_of_another_cohort_or_kind_is_not_shown(group):
    other = group.college.cohort(courses=(group.course,))
    job = group.press()
    with group.college.work(), pytest.raises(NotFound):
        handout_sets.set_job(actor=group.college.actor(group.coordinator), cohort_id=other, job_id=job)
    with group.college.work():
        payload = {"cohort": str(group.cohort)}
        strange = jobs.enqueue("cards.print", actor=group.college.actor(group.coordinator), payload=payload).id
    with pytest.raises(NotFound):
        group.job(strange)


@pytest.mark.both_databases
def test_a_worker_that_dies_is_followed_by_another(group, monkeypatch):
    job = group.press()

    def die(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(handout_pdf, "draw_set", die)
        with pytest.raises(KeyboardInterrupt):
            group.work()
    assert group.count(StoredFile) == 0
    with clock.freeze(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert group.work() == 1
        assert group.job(job)[0] == "done"
    assert group.count(StoredFile) == 1


@pytest.mark.both_databases
def test_a_job_stopped_while_it_is_drawn_keeps_nothing(group, monkeypatch):
    job = group.press()
    draw = handout_pdf.draw_set

    def stopped_half_way(*args, **more):
        with group.college.work():
            handout_sets.stop_set(actor=group.college.actor(group.coordinator), cohort_id=group.cohort, job_id=job)
        return draw(*args, **more | {"report": lambda done, total: None})

    monkeypatch.setattr(handout_pdf, "draw_set", stopped_half_way)
    group.work()
    assert group.job(job) == ("stopped", {}, False) and group.count(StoredFile) == 0
    assert group.work() == 0


def test_a_waiting_job_that_is_stopped_is_never_begun(group):
    job = group.press()
    with group.college.work():
        actor = group.college.actor(group.coordinator)
        assert handout_sets.stop_set(actor=actor, cohort_id=group.cohort, job_id=job)
        assert not handout_sets.stop_set(actor=actor, cohort_id=group.cohort, job_id=job)
    assert group.work() == 0 and group.job(job)[0] == "stopped"


def test_the_file_is_gone_after_a_day_and_when_somebody_on_it_is_deleted(group):
    job = group.press()
    group.work()
    with clock.freeze(clock.now() + timedelta(hours=24, minutes=1)):
        with pytest.raises(NotFound):
            group.open(job)
        with group.college.work():
            assert files.purge() == 1
    again = group.press()
    group.work()
    with group.college.work():
        cohorts.forget(group.people[0])
    with pytest.raises(NotFound):
        group.open(again)


def test_more_pages_than_a_file_holds_are_refused_with_the_number(group, monkeypatch):
    monkeypatch.setattr(handout_sets, "MOST_PAGES", 10)
    with pytest.raises(RuleBroken) as refused:
        group.press()
    assert "12" in refused.value.sentence and "10" in refused.value.sentence


def test_an_empty_class_an_unknown_lesson_and_the_archive_are_refused(group):
    empty = group.college.cohort(courses=(group.course,))
    archived = group.college.cohort(courses=(group.course,), archived_at=clock.now())
    for cohort, wish in ((empty, group.wish()), (group.cohort, group.wish(lessons=("nothing",))), (archived, group.wish())):
        with group.college.work(), pytest.raises(RuleBroken):
            handout_sets.start_set(actor=Actor.system(), cohort_id=cohort, wish=wish, form_id=new_id())


@pytest.mark.parametrize(("typed", "number"), [("3", 3), ("３", 3), (" 200 ", 200), ("0", None), ("201", None), ("-1", None), ("", None), ("zwei", None), ("99999999999", None)])
def test_copies_are_a_number_that_can_be_printed(typed, number):
    assert handout_rules.whole_number(typed) == number


def test_pages_walk_from_the_cohort_to_the_pdf(group, signed_in):
    client = signed_in(group.coordinator)
    assert f"/cohorts/{group.cohort}/handouts" in client.get(f"/cohorts/{group.cohort}").text
    address = f"/cohorts/{group.cohort}/handouts"
    shown = client.get(address).text
    assert "6页" in shown and "find-order" in shown
    answer = client.submit(address, {"lessons": ["refunds/find-order"], "lang": "zh", "way": "named", "copies": ""}, button="做出讲义")
    assert answer.status_code == 303
    assert "停下" in client.get(answer.location).text
    group.work()
    assert "12页" in client.get(answer.location).text
    pdf = client.submit(answer.location, {}, button="存成文件（PDF）")
    assert pdf.data.startswith(b"%PDF") and "no-store" in pdf.headers["Cache-Control"]


def test_a_form_with_nothing_chosen_comes_back_with_what_was_typed(group, signed_in):
    client = signed_in(group.coordinator)
    answer = client.submit(f"/cohorts/{group.cohort}/handouts", {"lang": "en", "way": "plain", "copies": "many"}, button="做出讲义")
    assert answer.status_code == 422
    assert 'value="many"' in answer.text and answer.text.count("has-error") >= 2
    assert group.count(jobs.Job) == 0


def test_a_form_for_too_many_pages_comes_back_with_its_ticks_and_the_number(group, signed_in, monkeypatch):
    monkeypatch.setattr(handout_sets, "MOST_PAGES", 10)
    client = signed_in(group.coordinator)
    chosen = {"lessons": group.wish().lessons[0][0] + "/" + group.wish().lessons[0][1], "lang": "en", "way": "plain", "copies": "199"}
    answer = client.submit(f"/cohorts/{group.cohort}/handouts", chosen, button="做出讲义")
    assert answer.status_code == 422
    assert 'value="199"' in answer.text and "10页" in answer.text
    assert group.count(jobs.Job) == 0
