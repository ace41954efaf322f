"""Two people at the same moment: nobody is forgotten, nobody is told twice, nothing is made twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from college.core.db import run_in_unit
from college.core.errors import RuleBroken
from college.feedback import service
from college.feedback.models import Evidence, Theme, ThemeMove
from college.feedback.raising import NewTheme
from college.feedback.rules import Status

ROUNDS = 4


def together(office, *works):
    """Run each (person, function of an actor) in a thread and unit of its own, all beginning at once."""
    college, ready = office.room.college, Barrier(len(works))

    def one(who, work):
        with college.app.app_context():
            ready.wait(timeout=10)
            try:
                return run_in_unit(lambda: work(college.actor(who)) and None)
            except RuleBroken as refused:
                return refused.sentence

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(one, *work) for work in works]]


@pytest.mark.both_databases
def test_whoever_is_raised_while_the_theme_is_closed_is_told_exactly_once(office):
    room = office.room
    for _ in range(ROUNDS):
        theme = office.raise_to(room.ask())
        office.move(theme, Status.LOOKING)
        late = room.ask(who=room.other)
        move = {"theme_id": theme, "client_id": uuid4(), "seen": Status.LOOKING, "to": Status.EXPLAINED, "sentence": "在右下角。"}
        together(
            office,
            (office.manager, lambda actor, move=move: service.move(actor=actor, **move)),
            (room.lecturer, lambda actor, late=late, theme=theme: service.raise_question(actor=actor, question_id=late, to=theme, excerpt="点了没有反应")),
        )  # fmt: skip
        assert len(office.notices(room.other, theme)) == 1
        assert len(office.notices(room.student, theme)) == 1


@pytest.mark.both_databases
def test_a_question_raised_twice_at_once_makes_one_theme(office):
    for number in range(1, ROUNDS + 1):
        asked = office.room.ask()
        new = {"question_id": asked, "to": NewTheme("my-orders", "看不懂"), "excerpt": "点了没有反应"}
        twice = lambda actor, new=new: service.raise_question(actor=actor, **new)  # noqa: E731
        together(office, (office.room.lecturer, twice), (office.room.colleague, twice))
        assert len(office.rows(Theme)) == len(office.rows(Evidence)) == number


@pytest.mark.both_databases
def test_two_decisions_at_once_are_one_and_a_refusal(office):
    theme = office.raise_to(office.room.ask())
    other = office.room.college.product_manager()
    move = {"theme_id": theme, "seen": Status.NEW, "to": Status.LOOKING, "sentence": "我们在看。"}
    said = together(
        office,
        (office.manager, lambda actor: service.move(actor=actor, client_id=uuid4(), **move)),
        (other, lambda actor: service.move(actor=actor, client_id=uuid4(), **move)),
    )
    assert sorted(each is None for each in said) == [False, True]
    assert len(office.rows(ThemeMove)) == 1
