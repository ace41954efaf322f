"""What several do in the same moment: a link is used once, every wrong password is counted, a class signs in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from college.accounts import service as accounts
from college.accounts.models_secrets import Password
from college.core.db import db
from college.core.permissions import Actor
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.both_databases
HANDS = 4


@pytest.fixture
def at_once(app):
    """Give a function: walks each of four clients up to a form, then lets all press in the same moment."""

    def press(prepare, submit) -> list:
        clients = [app.test_client() for _ in range(HANDS)]
        pages = [prepare(each) for each in clients]
        gate = Barrier(HANDS)

        def one(number: int):
            gate.wait()
            return submit(clients[number], pages[number])

        with ThreadPoolExecutor(HANDS) as pool:
            return list(pool.map(one, range(HANDS)))

    return press


def test_a_link_that_four_hands_use_at_once_works_once(college, at_once, devices):
    with college.work():
        person = accounts.create_staff(actor=Actor.system(), name="周老师", login="zhou").id
        link = accounts.make_password_link(actor=Actor.system(), person_id=person)
    answers = at_once(
        lambda client: client.follow(client.get(link[link.index("/p/") :])),
        lambda client, page: client.submit(page, {"password": PASSWORD}).status_code,
    )
    assert sorted(answers) == [303, 404, 404, 404]
    assert devices(person) == ["staff"]


def test_wrong_passwords_sent_at_once_are_all_counted(app, hire, at_once):
    person = hire()
    answers = at_once(
        lambda client: client.get("/staff/sign-in"),
        lambda client, page: client.submit(page, {"login": "zhou", "password": "not the right words"}).status_code,
    )
    assert answers == [422] * HANDS
    with app.app_context():
        assert db.session.get(Password, person).failure_count == HANDS


def test_students_who_sign_in_at_once_are_all_in(college, print_card, at_once, is_signed_in, devices):
    people = [college.student(college.cohort(), f"王桂{number}") for number in "一二三四"]
    cards = iter([print_card(each) for each in people])

    def walk_up(client):
        client.get(next(cards).path)
        return client.follow(client.submit("/card", action="/card"))

    answers = at_once(walk_up, lambda client, page: (client.submit(page, {"phone": "own"}), is_signed_in(client))[1])
    assert answers == [True] * HANDS
    assert [devices(each) for each in people] == [["own"]] * HANDS
