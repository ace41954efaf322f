"""The manager's numbers: bounded queries in which no name stands, small groups unseen, screens with their wrong taps."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from college.core import clock
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.feedback import export, friction, views
from college.feedback.rules import Rate, Status
from college.feedback.views import Chosen
from college.progress import service as progress
from tests.feedback.office import FEATURE
from tests.questions.classroom import COURSE, LESSON, STEP
from tests.support.college import XIHU


@contextmanager
def statements():
    """Hold every statement sent to the database within the block."""
    sent = []
    engine = db.engine
    keep = lambda connection, cursor, statement, *rest: sent.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)


def as_manager(office, work):
    with office.room.college.work():
        actor = office.room.college.actor(office.manager)
        assert actor.held
        with statements() as sent:
            given = work(actor)
        return given, sent


def everything(theme):
    return [
        lambda actor: views.board_of(actor=actor, chosen=Chosen("all", district_code="330102"), page=1, lang="zh"),
        lambda actor: views.theme_page(actor=actor, theme_id=theme, page=1, lang="zh"),
        lambda actor: friction.friction_of(actor=actor, district_code="", lang="zh"),
        lambda actor: friction.friction_of(actor=actor, district_code="330102", lang="zh"),
        lambda actor: export.export_themes(actor=actor, chosen=Chosen("all"), lang="zh"),
        lambda actor: export.export_evidence(actor=actor, theme_id=theme, lang="zh"),
        lambda actor: views.theme_counts(actor),
    ]


def fill(office, theme, people, questions=1):
    room = office.room
    for number in range(people):
        student = room.college.student(room.cohort, f"赵{number}芳")
        for _ in range(questions):
            office.raise_to(room.ask(who=student), theme)


@pytest.mark.both_databases
def test_the_queries_of_a_manager_do_not_grow_and_name_nobody(office):
    theme = office.raise_to(office.room.ask())
    for work in everything(theme):
        as_manager(office, work)  # a process reads each lesson once
    counts = []
    for people in (1, 4):
        fill(office, theme, people, 2)
        office.raise_to(office.room.ask(who=office.room.other), f"题目{people}题")
        counts.append([])
        for work in everything(theme):
            _given, sent = as_manager(office, work)
            assert not [each for each in sent if re.search(r"\bperson\.|FROM person\b|JOIN person\b|enrollment\.id", each)]
            counts[-1].append(len(sent))
    assert counts[0] == counts[1]


def test_only_a_manager_reads_the_numbers(office):
    theme = office.raise_to(office.room.ask())
    for who in (office.room.lecturer, office.room.student):
        with office.room.college.work():
            actor = office.room.college.actor(who)
            for work in everything(theme)[:-1]:
                with pytest.raises(NotAllowed):
                    work(actor)


def rows_of(office, district=""):
    page, _sent = as_manager(office, lambda actor: friction.friction_of(actor=actor, district_code=district, lang="en"))
    return {row.feature_id: row for row in page.rows}


def walk(office, cohort, people, *, helped=0, asked=0, wrong=0):
    """Have people of a cohort reach the first step; some call, ask, tap wrong."""
    room = office.room
    for number in range(people):
        student = room.college.student(cohort, f"钱{number}芳")
        at = {"person_id": student, "course_id": COURSE, "step_id": STEP}
        with room.college.work():
            progress.keep_tap(client_id=uuid4(), screen="home", target="me", expected="me", **at)
            if number < wrong:
                progress.keep_tap(client_id=uuid4(), screen="home", target="cart", expected="me", **at)
            if number < helped:
                progress.call_help(client_id=uuid4(), lesson_id=LESSON, **at)
        if number < asked:
            room.ask(who=student)


@pytest.mark.both_databases
def test_friction_is_for_each_hundred_with_n_and_small_groups_are_few(office):
    walk(office, office.room.cohort, 10, helped=5, wrong=4)
    row = rows_of(office)[FEATURE]
    assert row.reached == 10
    assert row.rates == {"help": Rate(50), "questions": Rate(0), "wrong": Rate(None), "stopped": Rate(0)}


def test_who_reached_a_feature_in_a_group_under_five_is_not_counted_out(office):
    walk(office, office.room.cohort, 4, helped=4)
    row = rows_of(office)[FEATURE]
    assert row.reached is None
    assert all(rate.is_few for rate in row.rates.values())


@pytest.mark.both_databases
def test_a_district_alone_and_no_small_district_to_be_found_by_subtracting(office):
    far = office.room.college.cohort(XIHU, courses=(COURSE,))
    walk(office, office.room.cohort, 12, helped=6, asked=6)
    walk(office, far, 9)
    here = rows_of(office, "330102")[FEATURE]
    assert (here.reached, here.rates["questions"]) == (12, Rate(50))
    assert here.rates["help"] == Rate(100)
    assert rows_of(office, XIHU)[FEATURE].reached == 9
    assert rows_of(office)[FEATURE].reached == 21


def test_the_next_larger_district_is_hidden_with_a_small_one(office):
    walk(office, office.room.cohort, 12)
    walk(office, office.room.college.cohort(XIHU, courses=(COURSE,)), 2)
    assert rows_of(office)[FEATURE].reached == 14
    assert rows_of(office, "330102")[FEATURE].reached is None
    assert rows_of(office, XIHU)[FEATURE].reached is None


def test_a_district_that_nobody_walked_in_is_not_found(office):
    with pytest.raises(NotFound):
        rows_of(office, "330182")


def test_who_stopped_counts_after_two_weeks(office):
    walk(office, office.room.cohort, 6)
    with clock.freeze(datetime.now(UTC) - timedelta(days=20)), office.room.college.work():
        for person in [office.room.student, office.room.other]:
            progress.keep_step(
                person_id=person, course_id=COURSE, lesson_id=LESSON, step_ids=[STEP, "open-orders"], step_id=STEP
            )
    row = rows_of(office)
    assert sum(each.reached or 0 for each in row.values()) >= 6


def test_a_theme_shows_its_step_drawn_with_its_wrong_taps_and_few_for_small_groups(office):
    walk(office, office.room.cohort, 6, wrong=6)
    with office.room.college.work():
        at = {"person_id": office.room.other, "course_id": COURSE, "step_id": STEP}
        progress.keep_tap(client_id=uuid4(), screen="home", target="no-longer-there", expected="me", **at)
    theme = office.raise_to(office.room.ask())
    page, _sent = as_manager(office, lambda actor: views.theme_page(actor=actor, theme_id=theme, page=1, lang="zh"))
    [scene] = page.scenes
    assert scene.people == 1
    screen = scene.screens[0]
    assert "app-ringed" in screen.drawing
    assert [(tap.people, tap.taps) for tap in screen.wrong] == [(6, 6), (None, None)]
    assert screen.wrong[0].label == "购物车"


def test_numbers_count_people_once_and_leave_out_parted_and_taken_back(office):
    room = office.room
    first, second = room.ask(), room.ask(step="open-orders")
    theme = office.raise_to(first)
    office.raise_to(second, theme)
    office.raise_to(room.ask(who=room.far_student), theme, who=room.far_lecturer)

    def numbers():
        page, _sent = as_manager(office, lambda actor: views.theme_page(actor=actor, theme_id=theme, page=1, lang="zh"))
        return page.line.people, page.line.districts, page.line.questions

    assert numbers() == (2, 2, 3)
    office.part(second)
    assert numbers() == (2, 2, 2)
    office.part(first)
    assert numbers() == (1, 1, 1)
    assert office.status(theme) is Status.NEW
