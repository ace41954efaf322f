"""Cards that turn up on many new phones rest (AF-108); a room of 150 behind one address comes in all the same (AF-100)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Card
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.permissions import Actor, Scope
from tests.support.college import SHANGCHENG


@pytest.fixture
def rests(app):
    """Give a function: does this card rest?"""

    def look(card) -> bool:
        with app.app_context():
            return db.session.get(Card, card.id).paused_at is not None

    return look


def let_go_on(college, card):
    """Let a card open again."""
    with college.work():
        return accounts.resume_card(actor=Actor.system(), person_id=card.person_id)


@pytest.mark.both_databases
def test_the_fourth_new_phone_of_a_day_puts_it_to_rest(app, card, walk_in, devices, rests):
    for _ in range(3):
        assert walk_in(app.test_client(), card).headers["Location"] == "/"
    assert not rests(card)
    fourth = app.test_client()
    assert walk_in(fourth, card).headers["Location"] == "/card/rests"
    assert rests(card)
    assert devices(card.person_id) == ["own"] * 3
    page = fourth.get("/card/rests")
    assert page.page.main.find("a", href="tel:140-0000-0001")
    assert fourth.follow(fourth.get("/")).page.find("form", action="/sign-out") is None


def test_a_card_that_rests_opens_nothing_and_says_so_at_once(app, card, walk_in):
    for _ in range(4):
        walk_in(app.test_client(), card)
    client = app.test_client()
    assert client.get(card.path).headers["Location"] == "/card/rests"
    client.submit("/card", action="/card")
    assert client.submit("/card/phone", {"phone": "own"}).headers["Location"] == "/card/rests"


def test_that_it_rests_is_written_down(app, card, walk_in):
    for _ in range(4):
        walk_in(app.test_client(), card)
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "card.pause")).one()
        assert (entry.actor_id, entry.subject) == (card.person_id, f"person:{card.person_id}")
        assert set(accounts.resting()) == {card.person_id}


def test_her_own_phones_are_new_once(app, card, walk_in, rests):
    mine = [app.test_client() for _ in range(3)]
    for _ in range(4):
        for each in mine:
            walk_in(each, card)
    assert not rests(card)


def test_the_tablet_of_the_class_is_nobodys_new_phone(app, college, card, print_card, walk_in, rests):
    tablets = [app.test_client() for _ in range(5)]
    other = print_card(college.person("李秀兰"))
    for each in tablets[:3]:
        walk_in(each, other, "class")
    for each in tablets[:3]:
        assert walk_in(each, card, "class").headers["Location"] == "/"
    for _ in range(3):
        assert walk_in(app.test_client(), card).headers["Location"] == "/"
    assert not rests(card)
    assert walk_in(app.test_client(), card).headers["Location"] == "/card/rests", "the control"


def test_new_phones_of_yesterday_do_not_count(app, card, walk_in, rests):
    began = clock.now()
    with clock.freeze(began):
        for _ in range(3):
            walk_in(app.test_client(), card)
    with clock.freeze(began + timedelta(hours=24, minutes=1)):
        assert walk_in(app.test_client(), card).headers["Location"] == "/"
    assert not rests(card)


@pytest.mark.both_databases
def test_let_go_on_it_opens_and_begins_to_count_anew(app, college, card, walk_in, rests):
    for _ in range(4):
        walk_in(app.test_client(), card)
    assert let_go_on(college, card) is True
    assert let_go_on(college, card) is False
    for _ in range(3):
        assert walk_in(app.test_client(), card).headers["Location"] == "/"
    assert walk_in(app.test_client(), card).headers["Location"] == "/card/rests"
    assert rests(card)


def test_a_new_card_begins_anew(app, card, print_card, walk_in, rests):
    for _ in range(4):
        walk_in(app.test_client(), card)
    newer = print_card(card.person_id)
    assert walk_in(app.test_client(), newer).headers["Location"] == "/"
    with app.app_context():
        assert accounts.resting() == {}


def test_a_class_of_150_behind_one_address_comes_in_within_five_minutes(app, college, print_card, walk_in):
    cohort = college.cohort()
    helpers = [college.helper(cohort) for _ in range(2)]
    people = [college.student(cohort, f"王桂{number}") for number in range(150)]
    began, place = clock.now(), Scope(district=SHANGCHENG, cohort=cohort)
    answers = []
    for number, person in enumerate(people):
        with clock.freeze(began + timedelta(seconds=2 * number)):
            client = app.test_client()
            client.environ_base["REMOTE_ADDR"] = "10.0.0.1"
            if number % 3:
                answers.append(walk_in(client, print_card(person), "class" if number % 2 else "own"))
                continue
            with college.work():
                given = accounts.give_handover(actor=college.actor(helpers[number % 2]), person_id=person, scope=place)
            if number % 9 == 0:
                client.submit("/code", {"code": f"{(int(given.code) + 1) % 10**8:08d}"})
            client.submit("/code", {"code": given.code})
            client.submit("/card", action="/card")
            answers.append(client.submit("/card/phone", {"phone": "own"}))
    assert {each.headers.get("Location") for each in answers} == {"/"}
    assert len(answers) == 150
