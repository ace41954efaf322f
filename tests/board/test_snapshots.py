"""Snapshots: what the boards say, everybody once in a district, taken where something happened, proved by a recount."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from college.board import districts, engagement, service, snapshots, snapshots_looking
from college.board.models import CohortSnapshot, DistrictSnapshot
from college.board.rules_comparing import COUNTED
from college.cohorts import service as cohorts
from college.core import clock, jobs
from college.core.clock import now
from college.core.db import db, new_id, run_in_unit, unit_of_work
from college.core.errors import NotFound
from college.core.permissions import Actor
from college.progress import service as progress
from tests.support.college import SHANGCHENG, XIHU, College
from tests.support.counted import asked_to_count, count_all

CITY = "杭州市"


@pytest.fixture
def town(college, refunds):
    """Two cohorts of one district with three people, one of them in both, and one cohort elsewhere."""
    first, second = college.cohort(SHANGCHENG, (refunds,)), college.cohort(SHANGCHENG, (refunds,), name="二班")
    far = college.cohort(XIHU, (refunds,))
    both, only, away = college.student(first), college.student(first), college.student(far)
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=second, person_id=both)
    keep(college, both, "open-my-taobao")
    return {"first": first, "second": second, "far": far, "both": both, "only": only, "away": away}


def keep(college: College, person, *step_ids):
    with college.work():
        for step_id in step_ids:
            steps = ("open-my-taobao", "all-my-orders")
            progress.keep_step(person_id=person, course_id="refunds", lesson_id="find-order", step_ids=(*steps, step_id), step_id=step_id)


def latest(app, place):
    with app.app_context():
        if isinstance(place, str):
            return db.session.scalars(select(DistrictSnapshot).where(DistrictSnapshot.place == place).order_by(DistrictSnapshot.week.desc())).first()
        return db.session.scalars(select(CohortSnapshot).where(CohortSnapshot.cohort_id == place, CohortSnapshot.is_latest)).one_or_none()


def test_a_snapshot_says_what_the_board_says(app, college, town):
    count_all(app)
    with app.app_context():
        boards = service.numbers_of([town["first"], town["second"], town["far"]])
    for cohort, numbers in boards.items():
        row = latest(app, cohort)
        assert {name: getattr(row, name) for name in COUNTED} == {name: getattr(numbers, name) for name in COUNTED}


def test_somebody_in_two_cohorts_counts_once_in_the_district_and_the_city(app, town):
    count_all(app)
    assert [latest(app, town[each]).enrolled for each in ("first", "second", "far")] == [2, 1, 1]
    district, city = latest(app, SHANGCHENG), latest(app, CITY)
    assert (district.enrolled, district.started, district.cohorts) == (2, 1, 2)
    assert (city.enrolled, city.started, city.cohorts) == (3, 1, 3)
    assert sum(district.spread["lessons"].values()) == 2 and district.lessons_median == 0


def test_a_recount_finds_what_was_changed_behind_it_and_then_nothing(app, college, town):
    count_all(app)
    assert count_all(app) == []
    with college.work():
        db.session.execute(update(CohortSnapshot).where(CohortSnapshot.cohort_id == town["first"]).values(started=99))
        db.session.execute(update(DistrictSnapshot).where(DistrictSnapshot.place == SHANGCHENG).values(enrolled=7))
    told = {str(each) for each in count_all(app)}
    assert told == {f"cohort {town['first']}: started was 99, is 1", f"{SHANGCHENG}: enrolled was 7, is 2"}
    assert count_all(app) == []


def test_the_command_says_what_differed(app, town):
    first = app.test_cli_runner().invoke(args=["board", "rebuild"])
    again = app.test_cli_runner().invoke(args=["board", "rebuild"])
    assert first.exit_code == 0 and "the whole snapshot was missing, is kept" in first.output
    assert again.exit_code == 0 and "Nothing differed." in again.output


def test_the_worker_counts_only_where_something_happened(app, college, town):
    with clock.freeze(now() + timedelta(minutes=10)), app.app_context():
        assert snapshots_looking.refresh() == 3, "never counted"
    later = now() + timedelta(minutes=30)
    with clock.freeze(later), app.app_context():
        assert snapshots_looking.refresh() == 0
    with clock.freeze(later + timedelta(minutes=1)):
        keep(college, town["away"], "open-my-taobao")
    with clock.freeze(later + timedelta(minutes=10)), app.app_context():
        assert snapshots_looking.refresh() == 1
    assert latest(app, town["far"]).started == 1 and latest(app, XIHU).started == 1 and latest(app, CITY).started == 2
    with clock.freeze(later + timedelta(minutes=40)):
        college.student(town["first"])
        with app.app_context():
            assert snapshots_looking.refresh() == 1
    with clock.freeze(later + timedelta(days=1)), app.app_context():
        assert snapshots_looking.refresh() == 3, "people fall silent without doing anything"


def test_one_snapshot_of_each_week_stays(app, town):
    count_all(app)
    with clock.freeze(now() + timedelta(days=7)):
        count_all(app)
        count_all(app)
    with app.app_context():
        mine = select(func.count()).where(CohortSnapshot.cohort_id == town["first"])
        assert db.session.scalar(mine) == 2 and db.session.scalar(mine.where(CohortSnapshot.is_latest)) == 1


def test_an_archived_cohort_counts_no_more(app, college, town):
    count_all(app)
    with college.work():
        db.session.get(cohorts.Cohort, town["second"]).archived_at = now()
        db.session.get(cohorts.Cohort, town["first"]).archived_at = now()
    count_all(app)
    assert (latest(app, SHANGCHENG).enrolled, latest(app, CITY).enrolled) == (0, 1)


def test_what_was_heard_late_or_beside_a_wish_to_count_anew_is_not_passed_over(app, college, town):
    count_all(app)
    with college.work():
        progress.keep_tap(
            person_id=town["away"], client_id=new_id(), course_id="refunds", step_id="open-my-taobao", screen="a", target="b",
            expected="b", waited=3 * 24 * 3600.0,
        )  # fmt: skip
    with clock.freeze(now() + timedelta(minutes=9)):
        asked_to_count(college, college.coordinator(SHANGCHENG), SHANGCHENG)
        with app.app_context():
            jobs.run_pending()
    with clock.freeze(now() + timedelta(minutes=10)), app.app_context():
        snapshots_looking.refresh()
        assert latest(app, town["far"]).taken_at == now()
        heard = run_in_unit(lambda: progress.active_since(now() - timedelta(minutes=15)), writes=False)
        assert (town["away"], progress.day_of(now() - timedelta(days=3))) in heard


def test_a_look_counts_all_that_was_touched_and_begins_where_the_last_whole_one_began(app, college, town, monkeypatch):
    count_all(app)
    monkeypatch.setattr(snapshots_looking, "A_LOOK", 1)
    with clock.freeze(now() + timedelta(minutes=10)), app.app_context():
        snapshots_looking.refresh()
    later = now() + timedelta(minutes=30)
    with clock.freeze(later):
        for person in (town["only"], town["away"]):
            keep(college, person, "open-my-taobao")
    with clock.freeze(later + timedelta(minutes=10)), app.app_context(), monkeypatch.context() as broken:
        broken.setattr(engagement, "count", lambda as_of: 1 / 0)
        assert snapshots_looking.refresh_safely() == 0
    with clock.freeze(later + timedelta(minutes=20)), app.app_context():
        assert snapshots_looking.refresh() == 2
        assert snapshots_looking.refresh() == 0


def test_a_district_that_lost_a_cohort_is_added_up_again_and_has_no_line_after_its_last(app, college, town):
    count_all(app)
    with clock.freeze(now() + timedelta(minutes=30)), app.app_context():
        run_in_unit(lambda: setattr(db.session.get(cohorts.Cohort, town["first"]), "archived_at", now()))
        snapshots_looking.refresh()
        assert (latest(app, SHANGCHENG).enrolled, latest(app, SHANGCHENG).cohorts, latest(app, CITY).enrolled) == (1, 1, 2)
        run_in_unit(lambda: setattr(db.session.get(cohorts.Cohort, town["second"]), "archived_at", now()))
        snapshots_looking.refresh()
        assert (latest(app, SHANGCHENG).enrolled, latest(app, CITY).enrolled) == (0, 1)
        shown = districts.index(college.actor(college.coordinator(SHANGCHENG)), 1)[0].items
        assert [line for _district, line in shown] == [None]
        run_in_unit(lambda: setattr(db.session.get(cohorts.Cohort, town["second"]), "archived_at", None))
    with clock.freeze(now() + timedelta(minutes=60)), app.app_context():
        snapshots_looking.refresh()
        assert latest(app, SHANGCHENG).enrolled == 1


def test_a_job_counts_a_district_and_shows_how_far_it_is(app, college, town):
    coordinator, colleague = college.coordinator(SHANGCHENG), college.coordinator(XIHU)
    job_id = asked_to_count(college, coordinator, SHANGCHENG)
    with app.app_context():
        assert jobs.run_pending() == 1
        job = snapshots_looking.job(actor=college.actor(coordinator), job_id=job_id)
        assert (job.state, job.result["cohorts"]) == ("done", 2)
        with pytest.raises(NotFound):
            snapshots_looking.job(actor=college.actor(colleague), job_id=job_id)
    assert latest(app, SHANGCHENG).enrolled == 2 and latest(app, XIHU) is None


def test_nobody_counts_a_district_that_is_not_hers_and_the_same_form_asks_once(app, college, town):
    coordinator, form = college.coordinator(SHANGCHENG), new_id()
    with app.app_context(), unit_of_work():
        actor = college.actor(coordinator)
        ids = {snapshots_looking.ask_recount(actor=actor, district_codes=[SHANGCHENG], job_id=form).id for _ in range(2)}
        assert ids == {form}
        with pytest.raises(NotFound):
            snapshots_looking.ask_recount(actor=actor, district_codes=[XIHU], job_id=new_id())


@pytest.mark.both_databases
def test_taking_snapshots_works_on_both_databases(app, town):
    count_all(app)
    assert count_all(app) == []
    assert (latest(app, CITY).enrolled, latest(app, town["first"]).spread["lessons"]) == (3, {"0": 2})


def test_the_number_of_queries_does_not_grow_with_people(app, college, town):
    with app.app_context():
        assert len(list(service.rows_of([town["first"]]))) == 1
        assert snapshots.AT_ONCE <= service.CHUNK
