"""A certificate is given by the moment the rule of the course is met, once, and no change of the course takes it back."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from college.certificates import giving
from college.board import shown
from college.certificates import service as certificates
from college.certificates.models import Certificate
from college.core.audit import AuditEntry
from college.core.db import db, run_in_unit
from college.lessons import service as lessons
from college.library import service as library
from college.notices import service as notices
from college.privacy import service as privacy
from college.core.permissions import Actor
from college.progress import service as progress
from tests.certificates.conftest import ONE, THREE, TWO
from tests.support.changing import COURSE, texts
from tests.support.counting import count_queries
from tests.support.meeting_making import came, meeting_of

NAME = "王桂明"


def test_reading_the_last_step_gives_it_and_tells_her(tiny):
    tiny.read(NAME, "ab")
    assert tiny.given(NAME) == []
    tiny.read(NAME, "c", after=10)
    (one,) = tiny.given(NAME)
    assert (one.rule, one.title_zh, one.title_en, one.lesson_count) == ("read", "小课", "A small course", 2)
    assert (one.cohort_name, one.district_name) == ("春季班", "上城区") and len(one.code) == 16
    with tiny.app.app_context():
        (told,) = notices.unread(tiny.people[NAME])
    assert "小课" in told.texts["zh"] and "A small course" in told.texts["en"] and told.url == "/my-certificates"


@pytest.mark.parametrize("rule", ["", "none", "something"])
def test_a_course_without_a_rule_gives_none(tiny, rule):
    tiny.rule(rule)
    tiny.read(NAME, "abc")
    assert tiny.given(NAME) == [] and tiny.looks() == 0


def test_practised_waits_for_the_right_places(tiny):
    tiny.rule("practised")
    tiny.tap(NAME, "a")
    tiny.read(NAME, "abc")
    tiny.tap(NAME, "b")
    assert tiny.given(NAME) == []
    tiny.tap(NAME, "c")
    assert [each.rule for each in tiny.given(NAME)] == ["practised"]


def test_practised_is_given_by_the_last_step_when_the_practice_came_first(tiny):
    tiny.rule("practised")
    tiny.tap(NAME, "abc")
    assert tiny.given(NAME) == []
    tiny.read(NAME, "abc")
    assert len(tiny.given(NAME)) == 1


def test_shown_is_given_by_what_staff_saw_and_not_by_reading(tiny):
    tiny.rule("shown")
    tiny.read(NAME, "abc")
    tiny.tap(NAME, "abc")
    tiny.shows(NAME, "one")
    assert tiny.given(NAME) == []
    tiny.shows(NAME, "two")
    assert [each.rule for each in tiny.given(NAME)] == ["shown"]


def test_a_student_without_a_telephone_shows_all_of_it_in_person(tiny):
    tiny.rule("practised")
    tiny.shows(NAME, "one", "two")
    assert [each.rule for each in tiny.given(NAME)] == ["shown"]


def test_doing_it_all_again_gives_no_second_one(tiny):
    tiny.read(NAME, "abc")
    (before,) = tiny.given(NAME)
    tiny.read(NAME, "abc", after=60)
    tiny.shows(NAME, "one", "two")
    assert [each.code for each in tiny.given(NAME)] == [before.code] and tiny.looks() == 0


@pytest.mark.parametrize("change", ["a lesson more", "another rule", "no rule", "withdrawn", "steps moved"])
def test_no_change_of_the_course_takes_it_back(tiny, change):
    tiny.read(NAME, "abc")
    (before,) = tiny.given(NAME)
    if change == "a lesson more":
        tiny.publish(THREE)
    elif change in ("another rule", "no rule"):
        tiny.rule("shown" if change == "another rule" else "none")
    else:
        tiny.publish(ONE if change == "withdrawn" else texts(one="a", two="cb", three="d"))
    tiny.looks()
    (after,) = tiny.given(NAME)
    assert vars(after).keys() and (after.code, after.title_zh, after.lesson_count) == (before.code, "小课", 2)


def test_whoever_was_finished_before_the_course_gave_any_gets_it_from_the_worker(tiny):
    tiny.rule("none")
    tiny.read(NAME, "abc")
    tiny.looks()
    tiny.rule("read")
    assert tiny.looks() == 1 and tiny.looks() == 0
    assert len(tiny.given(NAME)) == 1


@pytest.mark.both_databases
def test_the_worker_goes_through_everybody_page_by_page_and_writes_only_for_who_lacks_one(tiny):
    tiny.rule("none")
    names = [f"王{sign}" for sign in "安宝才春大"]
    for name in names:
        tiny.student(name)
        tiny.read(name, "ab" if name == "王大" else "abc")
    tiny.shows("王大", "two")
    tiny.looks()
    tiny.rule("read")
    with patch.object(giving, "LOOKED_AT", 2):
        assert tiny.looks() == 5
        assert all(len(tiny.given(name)) == 1 for name in names)
        tiny.rule("practised")
        with patch.object(giving, "_give_some") as gives:
            assert tiny.looks() == 0
    assert not gives.called, "who has one, or has not practised, is only read"


@pytest.mark.parametrize("rule", ["read", "shown", "practised"])
def test_other_words_in_a_lesson_look_at_nobody(tiny, rule):
    tiny.rule(rule)
    tiny.looks()
    tiny.publish({**TWO, "one": replace(TWO["one"], words="请看左下角。")})
    with patch.object(giving.progress, "people_met", wraps=progress.people_met) as asked:
        tiny.looks()
    assert not asked.called


def test_a_lesson_taken_out_finishes_the_course_for_whoever_had_the_others(tiny):
    tiny.looks()
    tiny.read(NAME, "ab")
    tiny.publish(ONE)
    assert tiny.looks() == 1
    assert [each.lesson_count for each in tiny.given(NAME)] == [1]


def test_whoever_asked_for_her_deletion_is_given_nothing_until_she_takes_it_back(tiny):
    tiny.rule("none")
    tiny.read(NAME, "abc")
    tiny.rule("read")
    with tiny.make.work():
        privacy.ask_deletion(actor=Actor.system(), person_id=tiny.people[NAME], way="phone", note="来电话")
    assert tiny.looks() == 0 and tiny.given(NAME) == []


def test_a_hundred_who_show_the_last_lesson_get_theirs_with_no_more_statements_than_two(tiny):
    helper, asked = tiny.make.helper(tiny.cohort), {}
    meeting = {"cohort_id": tiny.cohort, "meeting_id": meeting_of(tiny.make, tiny.cohort)}
    for many in (2, 100):
        people = [tiny.student(f"学员{many}-{number}") for number in range(many)]
        came(tiny.make, meeting["meeting_id"], *people)
        with tiny.make.work():
            first, last = ({"actor": tiny.make.actor(helper), **meeting, "key": (COURSE, each)} for each in ("two", "one"))
            assert shown.keep_for_many(**first, person_ids=people) == many
            with count_queries() as asked[many]:
                assert shown.keep_for_many(**last, person_ids=people) == many
                db.session.flush()
        with tiny.app.app_context():
            assert db.session.scalar(select(func.count()).where(Certificate.person_id.in_(people))) == many
            (told,) = notices.unread(people[0])
            kept = select(AuditEntry.detail).where(AuditEntry.subject == f"person:{people[-1]}", AuditEntry.action == "shown.keep")
            assert "小课" in told.texts["zh"] and {each["lesson"] for each in db.session.scalars(kept)} == {"one", "two"}
    assert asked[100].count <= asked[2].count < 45
    assert {each.cohort_name for each in tiny.given("学员100-99")} == {"春季班"}


@pytest.mark.both_databases
def test_two_at_once_give_one(tiny):
    tiny.rule("none")
    tiny.read(NAME, "abc")
    tiny.rule("read")
    key, gate = {"person_id": tiny.people[NAME], "course_id": COURSE}, Barrier(4)

    def one(_number: int) -> bool:
        with tiny.app.app_context():
            gate.wait()
            return run_in_unit(lambda: certificates.give_if_earned(**key))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [False, False, False, True]
    with tiny.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1
        assert notices.unread_count(tiny.people[NAME]) == 1


@pytest.mark.both_databases
def test_the_last_two_steps_at_the_same_moment_miss_nobody(tiny):
    tiny.read(NAME, "a")
    person_id, gate = tiny.people[NAME], Barrier(2)
    keep = progress.keep_step

    def keep_and_wait(**given):
        place = keep(**given)
        with suppress(BrokenBarrierError):
            gate.wait(timeout=0.5)
        return place

    def one(step: str) -> None:
        with tiny.app.app_context():
            lesson = library.lesson(COURSE, {"b": "one", "c": "two"}[step])
            actor = tiny.make.actor(person_id)
            run_in_unit(lambda: lessons.keep_step(actor=actor, lesson=lesson, step_id=f"step-{step}"))

    with patch.object(lessons.progress, "keep_step", keep_and_wait), ThreadPoolExecutor(2) as pool:
        list(pool.map(one, "bc"))
    assert len(tiny.given(NAME)) == 1
