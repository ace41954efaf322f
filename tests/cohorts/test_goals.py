"""Goals of a cohort: set many at once, counted like the board, moved, put back; reminded of once, gently, and only who may be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from college.accounts import service as accounts
from college.board import goals as board_goals
from college.cohorts import service as cohorts
from college.cohorts.models import CohortCourse
from college.cohorts.rules_goals import earliest, is_due, of_now, spread
from college.core.clock import freeze, today
from college.core.db import db
from college.core.errors import NotFound
from college.core.permissions import Actor
from college.lessons.rules_next import Candidate, Why, next_lesson
from college.library import service as library
from college.notices.models import Notice
from college.progress import service as progress
from tests.support.college import XIHU

LESSON = ("refunds", "find-order")


@pytest.fixture
def cohort(college, refunds):
    """Give a cohort that follows the shipped course."""
    return college.cohort(courses=(refunds,))


@pytest.fixture
def coordinator(college, cohort, signed_in):
    """Give the client of the coordinator, in English."""
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


def set_goal(college, cohort, by_on, key=LESSON):
    """Set one goal as the college; give its id."""
    with college.work():
        cohorts.set_goals(actor=Actor.system(), cohort_id=cohort, goals=[(key, by_on)])
        return next(each.id for each in cohorts.goals_of(cohort) if (each.course_id, each.lesson_id) == key)


def student(college, cohort, *, agrees=True, finishes=False):
    """Enroll somebody who perhaps agrees and perhaps has finished the lesson."""
    person = college.student(cohort)
    with college.work():
        if agrees:
            accounts.load_consents(given={person: datetime.now(UTC)})
        if finishes:
            head = library.course("refunds").lesson(LESSON[1])
            steps = [progress.PastStep(person, LESSON[1], step, datetime.now(UTC)) for step in head.step_ids]
            progress.load_history(course_id="refunds", lessons={LESSON[1]: head.step_ids}, steps=steps, taps=[])
    return person


def show(college, cohort, person):
    """Note that somebody showed the lesson in person."""
    helper = college.helper(cohort)
    with college.work():
        lesson = {"course_id": LESSON[0], "lesson_id": LESSON[1]}
        progress.keep_shown(person_ids=[person], **lesson, seen_by=helper, shown_at=datetime.now(UTC))


def remind(college, day, hour=10):
    """Let the worker look on a day; the hour is China's."""
    with college.app.app_context(), freeze(datetime.combine(day, time(hour), UTC) - timedelta(hours=8)):
        return board_goals.remind()


def told(college):
    with college.work():
        return {notice.person_id: notice.texts["en"] for notice in db.session.query(Notice).all()}


def test_days_are_the_same_for_all_or_one_a_week():
    keys, first = [("a", "1"), ("a", "2")], date(2026, 12, 5)
    assert spread(keys, first, is_weekly=False) == [(("a", "1"), first), (("a", "2"), first)]
    assert spread(keys, first, is_weekly=True)[1] == (("a", "2"), date(2026, 12, 12))


def test_what_the_class_learns_now_and_when_to_remind():
    day = date(2026, 12, 5)
    assert [is_due(day, day + timedelta(days=shift)) for shift in (-4, -3, 0, 1)] == [False, True, True, False]
    found = earliest([(LESSON, day), (LESSON, day - timedelta(days=1)), (("a", "b"), day + timedelta(days=30))])
    assert of_now(found, day - timedelta(days=5)) == {LESSON: day - timedelta(days=1)}


def test_goals_are_set_many_at_once_one_a_week(college, cohort, coordinator):
    keys = [("refunds", head.id) for head in _heads(college)][:3]
    first = today() + timedelta(days=5)
    form = {"lessons": ["/".join(key) for key in keys], "by_on": first.isoformat(), "spread": "weekly"}
    page = None
    for _twice in range(2):
        page = page or coordinator.get(f"/cohorts/{cohort}/goals")
        coordinator.submit(page, form, button="Save these goals")
    with college.work():
        found = [((each.course_id, each.lesson_id), each.by_on) for each in cohorts.goals_of(cohort)]
    assert found == spread(keys, first, is_weekly=True)


def _heads(college):
    with college.work():
        return library.course("refunds").lessons


def test_a_bad_day_keeps_what_was_ticked(college, cohort, coordinator):
    form = {"lessons": ["/".join(LESSON)], "by_on": "soon"}
    answer = coordinator.submit(f"/cohorts/{cohort}/goals", form, button="Save these goals")
    assert answer.status_code == 422 and answer.page.find(id="by_on")["value"] == "soon"
    assert answer.page.find("input", value="/".join(LESSON)).has_attr("checked")


def test_the_number_is_that_of_the_list_behind_it(college, cohort, coordinator):
    student(college, cohort, finishes=True)
    student(college, cohort)
    show(college, cohort, student(college, cohort))
    set_goal(college, cohort, today() - timedelta(days=1))
    page = coordinator.get(f"/cohorts/{cohort}/goals")
    link = page.page.find("a", string="2 of 3 have finished it or shown it in person")
    assert "1 person is still learning" in page.words
    assert "2 people" in coordinator.get(link["href"]).words


def test_a_goal_that_is_taken_away_can_be_put_back(college, cohort, coordinator):
    day = today() + timedelta(days=9)
    set_goal(college, cohort, day)
    page = coordinator.follow(coordinator.submit(f"/cohorts/{cohort}/goals", {}, button="Take the goal away"))
    with college.work():
        assert cohorts.goals_of(cohort) == []
    button = page.page.find("button", string=lambda words: words and words.startswith("Put it back"))
    coordinator.submit(page, {}, button=button.text)
    with college.work():
        assert [each.by_on for each in cohorts.goals_of(cohort)] == [day]


def test_a_goal_that_is_put_back_is_as_quiet_as_it_was_and_reminds_no_reader_again(college, cohort, coordinator):
    reader, other = student(college, cohort), student(college, cohort)
    quiet = set_goal(college, cohort, today() + timedelta(days=2), ("refunds", _heads(college)[1].id))
    goal = set_goal(college, cohort, today() + timedelta(days=3))
    with college.work():
        cohorts.change_goal(actor=Actor.system(), cohort_id=cohort, goal_id=quiet, is_quiet=True)
    assert remind(college, today()) == 2
    with college.work():
        db.session.query(Notice).filter_by(person_id=reader).update({"read_at": datetime.now(UTC)})
    for goal_id in (quiet, goal):
        with college.work():
            cohorts.remove_goal(actor=Actor.system(), cohort_id=cohort, goal_id=goal_id)
        assert remind(college, today()) == 0
        page = coordinator.get(f"/cohorts/{cohort}/goals?gone={goal_id.hex}")
        button = page.page.find("button", string=lambda words: words and words.startswith("Put it back"))
        for _twice in range(2):
            coordinator.submit(page, {}, button=button.text)
    with college.work():
        assert [(each.id, each.is_quiet) for each in cohorts.goals_of(cohort)] == [(quiet, True), (goal, False)]
    assert remind(college, today()) == 1, "who had read it is not told again, the other's was taken back with the goal"
    assert len(told(college)) == 2 and other in told(college)


def test_a_student_is_told_the_day_gently_and_offered_the_lesson(college, cohort, signed_in):
    key = ("refunds", _heads(college)[2].id)
    phone = signed_in(student(college, cohort))
    phone.set_cookie("language", "en")
    set_goal(college, cohort, today() + timedelta(days=4), key)
    start = phone.get("/")
    assert "This week in your class." in start.words and "Your class would like to have learnt this lesson by" in start.words
    assert start.page.find("a", href=f"/learn/refunds/{key[1]}")
    assert phone.get("/learn/refunds").words.count("Your class would like") == 1
    stranger = signed_in(college.student(college.cohort(XIHU, courses=("refunds",))))
    stranger.set_cookie("language", "en")
    assert "Your class would like" not in stranger.get("/learn/refunds").words


def test_who_has_finished_reads_of_no_day(college, cohort, signed_in):
    set_goal(college, cohort, today() + timedelta(days=4))
    phone = signed_in(student(college, cohort, finishes=True))
    phone.set_cookie("language", "en")
    assert "Your class would like" not in phone.get("/learn/refunds").words


def test_those_who_have_not_finished_are_reminded_once_three_days_before(college, cohort):
    open_one, silent = student(college, cohort), student(college, cohort, agrees=False)
    done, gone = student(college, cohort, finishes=True), student(college, cohort)
    day = today() + timedelta(days=10)
    set_goal(college, cohort, day)
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=gone)
    assert remind(college, day - timedelta(days=4)) == 0
    assert remind(college, day - timedelta(days=3), hour=6) == 0, "nobody is reminded at night"
    assert remind(college, day - timedelta(days=3)) == 1
    assert remind(college, day - timedelta(days=2)) == 0, "once for each goal"
    assert set(told(college)) == {open_one}
    assert silent not in told(college) and done not in told(college)


def test_a_goal_rests_while_the_course_is_not_followed(college, cohort):
    student(college, cohort)
    set_goal(college, cohort, today() + timedelta(days=3))
    with college.work():
        db.session.query(CohortCourse).delete()
    assert remind(college, today()) == 0
    with college.work():
        assert cohorts.goals_for_students([cohort]) == {}


def test_who_showed_it_in_person_is_not_reminded(college, cohort):
    show(college, cohort, student(college, cohort))
    set_goal(college, cohort, today() + timedelta(days=3))
    assert remind(college, today()) == 0


def test_reminders_are_taken_back_with_the_goal_and_can_be_switched_off(college, cohort, coordinator):
    student(college, cohort)
    goal = set_goal(college, cohort, today() + timedelta(days=3))
    coordinator.submit(f"/cohorts/{cohort}/goals", {}, button="Remind nobody")
    assert remind(college, today()) == 0
    coordinator.submit(f"/cohorts/{cohort}/goals", {}, button="Do remind")
    assert remind(college, today()) == 1 and len(told(college)) == 1
    with college.work():
        cohorts.remove_goal(actor=Actor.system(), cohort_id=cohort, goal_id=goal)
    assert told(college) == {}


def test_a_later_day_reminds_again_of_that_day_who_had_not_read(college, cohort):
    person = student(college, cohort)
    goal = set_goal(college, cohort, today() + timedelta(days=3))
    remind(college, today())
    later = today() + timedelta(days=20)
    with college.work():
        cohorts.change_goal(actor=Actor.system(), cohort_id=cohort, goal_id=goal, by_on=later)
    assert told(college) == {}
    assert remind(college, later - timedelta(days=3)) == 1 and str(later.day) in told(college)[person]


@pytest.mark.both_databases
def test_the_same_goal_twice_is_one_and_a_foreign_lesson_is_none(college, refunds):
    cohort = college.cohort(courses=(refunds,))
    for _twice in range(2):
        set_goal(college, cohort, today())
    with college.work():
        assert len(cohorts.goals_of(cohort)) == 1
    with pytest.raises(NotFound), college.work():
        cohorts.set_goals(actor=Actor.system(), cohort_id=cohort, goals=[(("other", "lesson"), today())])


def test_helpers_look_and_do_not_set(college, cohort, signed_in):
    helper = signed_in(college.helper(cohort))
    set_goal(college, cohort, today() + timedelta(days=3))
    page = helper.get(f"/cohorts/{cohort}/goals")
    assert page.status_code == 200 and not page.page.main.find("form")
    assert signed_in(college.coordinator(XIHU)).get(f"/cohorts/{cohort}/goals").status_code == 404


def test_what_she_left_unfinished_comes_before_the_class_and_the_goal_before_what_others_do():
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    begun = Candidate(("a", "1"), True, False, moment - timedelta(days=1))
    wanted, busy = Candidate(("a", "2"), False, False, None), Candidate(("a", "3"), False, False, None)
    asked = {"now": moment, "busy": {busy.key: 9}, "hard": (), "goals": {wanted.key: date(2026, 12, 5)}}
    assert next_lesson([begun, wanted, busy], **asked) == (begun.key, Why.UNFINISHED)
    assert next_lesson([wanted, busy], **asked) == (wanted.key, Why.GOAL)
    done = Candidate(wanted.key, True, True, moment)
    assert next_lesson([done, busy], **asked) == (busy.key, Why.CLASS)
