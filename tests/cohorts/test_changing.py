"""Going on in another cohort of the district: with history, undone in one tap, and nothing of hers lost."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from college.accounts import service as accounts
from college.cohorts import changing, queries
from college.cohorts import service as cohorts
from college.cohorts.models import Enrollment
from college.cohorts.models_changes import CohortChange
from college.core import clock
from college.core.clock import today
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from college.library import service as library
from college.notices import service as notices
from college.progress import service as progress
from tests.support.college import SHANGCHENG, XIHU


@pytest.fixture
def place(college, refunds):
    """Make two cohorts that follow one course, their coordinator, and a student of the first."""

    class Place:
        first = college.cohort(SHANGCHENG, (refunds,), name="一班")
        second = college.cohort(SHANGCHENG, (refunds,), name="二班")
        coordinator = college.coordinator()
        student = college.student(first, "王桂明")

        def change(self, *, form_id=None, back=0, of=None, to=None, why=""):
            with college.work():
                return changing.change_cohort(
                    actor=college.actor(self.coordinator), cohort_id=of or self.first, person_id=self.student,
                    to_cohort_id=to or self.second, on_day=today() - timedelta(days=back), why=why, form_id=form_id or new_id(),
                ).id  # fmt: skip

        def back(self, change_id, of=None):
            with college.work():
                changing.take_back(
                    actor=college.actor(self.coordinator), cohort_id=of or self.second, person_id=self.student, change_id=change_id
                )

        def standing(self):
            with college.work():
                found = {self.first: None, self.second: None}
                for each in found:
                    row = queries.enrollment_of(self.student, each)
                    found[each] = row.status if row else None
                return tuple(found.values())

        def chain(self):
            """Give (to, why, taken back, can be taken back) of each change."""
            with college.work():
                steps = changing.chain_of(self.student, db.session.get(cohorts.Cohort, self.first))
                return [(each.to_name, each.change.why, bool(each.change.taken_back_at), each.can_be_taken_back) for each in steps]

    return Place()


def test_the_old_enrollment_ends_and_the_new_one_begins_on_one_day(college, place):
    with college.work():
        db.session.get(Enrollment, queries.enrollment_of(place.student, place.first).id).from_on = today() - timedelta(days=30)
    place.change(back=3, why="离家近")
    assert place.standing() == ("ended", "active")
    with college.work():
        old, new = (queries.enrollment_of(place.student, each) for each in (place.first, place.second))
        assert old.to_on == new.from_on == today() - timedelta(days=3)
    assert place.chain() == [("二班", "离家近", False, True)]


def test_card_progress_and_devices_stay(college, place, refunds):
    with college.work():
        card, token = accounts.issue_card(actor=Actor.system(), person_id=place.student, expires_on=today())
        card_id = card.id
        lesson = library.course(refunds).lessons[0]
        progress.keep_step(person_id=place.student, course_id=refunds, lesson_id=lesson.id, step_ids=lesson.step_ids, step_id=lesson.step_ids[0])
    place.change()
    with college.work():
        assert accounts.card_for_token(token).id == card_id
        assert len(progress.cohort_progress(person_ids=[place.student], course_ids=[refunds])) == 1
        assert [each.id for each in cohorts.active_cohorts_of(place.student)] == [place.second]
        assert "二班" in notices.unread(place.student)[0].texts["zh"]


def test_a_form_sent_twice_changes_once(place):
    form = new_id()
    assert place.change(form_id=form) == place.change(form_id=form)
    assert len(place.chain()) == 1


def test_a_slip_of_today_is_undone_without_a_trace_in_the_other_cohort(college, place):
    change = place.change()
    place.back(change)
    place.back(change, of=place.first)
    assert place.standing() == ("active", None)
    assert place.chain() == [("二班", "", True, False)]
    with college.work():
        assert notices.unread(place.student) == []


def test_a_change_of_last_week_is_undone_with_both_times_kept(college, place):
    change = place.change()
    with college.work():
        db.session.get(CohortChange, change).made_at = clock.now() - timedelta(days=7)
    place.back(change)
    assert place.standing() == ("active", "ended")


def test_only_the_latest_change_of_a_chain_can_be_taken_back(college, place):
    third = college.cohort(SHANGCHENG, name="三班")
    first = place.change()
    second = place.change(of=place.second, to=third)
    assert [each[0::3] for each in place.chain()] == [("二班", False), ("三班", True)]
    with pytest.raises(RuleBroken):
        place.back(first)
    place.back(second)
    assert [each[3] for each in place.chain()] == [True, False]
    place.back(first)
    assert place.standing() == ("active", None)


def test_to_and_fro_and_back_again_stays_readable(place):
    place.change()
    second = place.change(of=place.second, to=place.first)
    assert place.standing() == ("active", "ended") and len(place.chain()) == 2
    place.back(second, of=place.first)
    assert place.standing() == ("ended", "active")


@pytest.mark.parametrize("back", [-1, 40])
def test_the_day_lies_within_her_time_in_the_old_cohort(place, back):
    with pytest.raises(RuleBroken):
        place.change(back=back)
    assert place.standing() == ("active", None)


def test_whoever_is_in_both_or_in_neither_cannot_change(college, place):
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=place.second, person_id=place.student)
    with pytest.raises(RuleBroken):
        place.change()
    with college.work():
        for each in (place.first, place.second):
            cohorts.end_enrollment(actor=Actor.system(), cohort_id=each, person_id=place.student)
    with pytest.raises(RuleBroken):
        place.change()


def test_another_districts_cohort_is_out_of_reach_both_ways(college, place):
    far = college.cohort(XIHU)
    with pytest.raises(NotFound):
        place.change(to=far)
    with college.work(), pytest.raises(NotFound):
        changing.change_cohort(
            actor=college.actor(college.coordinator(XIHU)), cohort_id=place.first, person_id=place.student,
            to_cohort_id=far, on_day=today(), why="", form_id=new_id(),
        )  # fmt: skip


def test_a_coordinator_changes_and_undoes_it_on_the_page(college, place, signed_in):
    client = signed_in(place.coordinator)
    path = f"/cohorts/{place.first}/students/{place.student}/change-cohort"
    form = client.get(path)
    assert "二班" in form.words
    wrong = client.submit(path, {"to": str(place.second), "on": "昨天", "why": "离家<近>"}, action="/change-cohort")
    assert wrong.status_code == 422 and wrong.page.find(id="why")["value"] == "离家<近>"
    done = client.submit(path, {"to": str(place.second), "on": today().isoformat(), "why": "离家<近>"}, action="/change-cohort")
    assert done.status_code == 303
    page = client.get(done.location)
    assert "离家<近>" in page.words
    assert client.submit(done.location, action="/back").status_code == 303
    assert place.standing() == ("active", None)
    far = {"to": str(college.cohort(XIHU)), "on": today().isoformat()}
    assert client.submit(path, far, action="/change-cohort").status_code == 422


@pytest.mark.both_databases
def test_of_two_hands_in_one_moment_one_is_first(college, place):
    third, barrier, outcomes = college.cohort(SHANGCHENG, name="三班"), Barrier(2), []

    def go(goal):
        barrier.wait()
        try:
            outcomes.append(place.change(to=goal))
        except RuleBroken:
            outcomes.append(None)

    hands = [Thread(target=go, args=(goal,)) for goal in (place.second, third)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sum(each is not None for each in outcomes) == 1
    with college.work():
        assert len(cohorts.active_cohorts_of(place.student)) == 1
