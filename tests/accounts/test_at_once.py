"""What several do in the same moment: a link is used once, every wrong password is counted, a class signs in."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from college.accounts import passwords, second_step
from college.accounts import service as accounts
from college.accounts.failures import credential_key
from college.accounts.models_secrets import CredentialFailure
from college.accounts.second_factor import new_recovery_codes
from college.core.db import db
from college.core.permissions import Actor
from tests.accounts.conftest import PASSWORD
from tests.support.codes import give_factor, shown, wrong

pytestmark = pytest.mark.both_databases
HANDS = 4
GUESSES = 24


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
    hire()
    answers = at_once(
        lambda client: client.get("/staff/sign-in"),
        lambda client, page: client.submit(page, {"login": "zhou", "password": "not the right words"}).status_code,
    )
    assert answers == [422] * HANDS
    with app.app_context():
        assert db.session.get(CredentialFailure, credential_key("login", "zhou")).count == HANDS


def test_students_who_sign_in_at_once_are_all_in(college, print_card, at_once, is_signed_in, devices):
    people = [college.student(college.cohort(), f"王桂{number}") for number in "一二三四"]
    cards = iter([print_card(each) for each in people])

    def walk_up(client):
        client.get(next(cards).path)
        return client.follow(client.submit("/card", action="/card"))

    answers = at_once(walk_up, lambda client, page: (client.submit(page, {"phone": "own"}), is_signed_in(client))[1])
    assert answers == [True] * HANDS
    assert [devices(each) for each in people] == [["own"]] * HANDS


@pytest.fixture
def looks(monkeypatch):
    """Count how often a real hash was looked at, and how often nobody's."""
    seen, verify = Counter(), passwords._verify

    def counting(hashed: str, password: str) -> bool:
        seen["nobody's" if hashed is passwords.NOBODYS_HASH else "real"] += 1
        return verify(hashed, password)

    monkeypatch.setattr(passwords, "_verify", counting)
    return seen


def guess_at_once(app, words: list[str]) -> list[int]:
    """Send many passwords for one login name in the same moment; give the answers' codes."""
    clients = [app.test_client() for _ in words]
    pages = [each.get("/staff/sign-in") for each in clients]
    gate = Barrier(len(words))

    def one(number: int) -> int:
        gate.wait()
        return clients[number].submit(pages[number], {"login": "zhou", "password": words[number]}).status_code

    with ThreadPoolExecutor(len(words)) as pool:
        return list(pool.map(one, range(len(words))))


def test_of_24_guesses_at_once_five_are_looked_at(app, hire, looks):
    hire()
    answers = guess_at_once(app, ["not the right words"] * GUESSES)
    assert set(answers) <= {422, 503}
    assert looks["real"] <= 5 and looks["real"] + looks["nobody's"] >= answers.count(422)
    with app.app_context():
        assert db.session.get(CredentialFailure, credential_key("login", "zhou")).count == looks["real"] == 5


def test_a_right_password_hidden_among_24_opens_nothing_once_five_were_wrong(app, hire, looks, client, try_password):
    hire()
    for _ in range(5):
        try_password(client, password="not the right words")
    assert 303 not in guess_at_once(app, [*["not the right words"] * 12, PASSWORD, *["not the right words"] * 11])
    assert looks["real"] == 5


def test_a_right_password_alone_opens_at_once(app, hire):
    hire()
    assert guess_at_once(app, [PASSWORD] * 3) == [303] * 3


def test_a_code_that_four_hands_type_at_once_opens_once(app, college, hire, at_once, try_password):
    person = hire()
    secret = give_factor(college, person)
    code = shown(secret)
    answers = at_once(
        lambda client: client.follow(try_password(client)),
        lambda client, page: client.submit(page, {"code": code}).status_code,
    )
    assert sorted(answers) == [303, 422, 422, 422]


def test_a_recovery_code_that_four_hands_type_at_once_opens_once(app, college, hire, at_once, try_password):
    person = hire()
    give_factor(college, person)
    with college.work():
        (written, *_others) = new_recovery_codes(actor=Actor(person_id=person))
    answers = at_once(
        lambda client: client.follow(try_password(client)),
        lambda client, page: client.submit(page, {"code": written}).status_code,
    )
    assert sorted(answers) == [303, 422, 422, 422]


def test_codes_guessed_24_at_once_are_looked_at_five_times(app, college, hire, try_password, monkeypatch):
    secret = give_factor(college, hire())
    seen = []
    monkeypatch.setattr(second_step, "use_code", lambda person, code: seen.append(code))
    clients = [app.test_client() for _ in range(GUESSES)]
    pages = [each.follow(try_password(each)) for each in clients]
    gate = Barrier(GUESSES)

    def one(number: int) -> int:
        gate.wait()
        return clients[number].submit(pages[number], {"code": wrong(secret)}).status_code

    with ThreadPoolExecutor(GUESSES) as pool:
        answers = list(pool.map(one, range(GUESSES)))
    assert set(answers) <= {422, 503} and len(seen) == 5
