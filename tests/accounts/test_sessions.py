"""Being signed in on several devices, signing out, and what a cookie is worth afterwards."""

from datetime import timedelta

import pytest

from college.accounts import rules
from college.accounts import service as accounts
from college.core import clock
from tests.support.codes import give_factor, shown


def copied(app, client):
    """Give a second client with a copy of this one's cookie."""
    name = app.config["SESSION_COOKIE_NAME"]
    thief = app.test_client()
    thief.set_cookie(name, client.get_cookie(name).value)
    return thief


def test_signing_out_kills_a_copied_cookie_too(app, client, card, walk_in, is_signed_in, devices):
    walk_in(client, card)
    thief = copied(app, client)
    assert is_signed_in(thief)
    assert client.submit("/learn", action="/sign-out").headers["Location"] == "/goodbye"
    assert not is_signed_in(client)
    assert not is_signed_in(thief)
    assert devices(card.person_id) == []


def test_signing_out_twice_is_harmless(client, card, walk_in):
    walk_in(client, card)
    page = client.get("/learn")
    client.submit(page, action="/sign-out")
    again = client.get("/").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert client.post("/sign-out", data={"csrf_token": again}).headers["Location"] == "/goodbye"


def test_signing_out_ends_one_device_and_no_other(app, card, walk_in, is_signed_in, devices):
    one, other = app.test_client(), app.test_client()
    walk_in(one, card)
    walk_in(other, card, "class")
    one.submit("/learn", action="/sign-out")
    assert is_signed_in(other)
    assert devices(card.person_id) == ["class"]


def test_the_sixth_device_ends_the_oldest(app, card, walk_in, is_signed_in, devices):
    clients = [app.test_client() for _ in range(rules.MAX_DEVICES + 1)]
    began = clock.now()
    for number, each in enumerate(clients):
        with clock.freeze(began + timedelta(days=number)):
            walk_in(each, card)
    with clock.freeze(began + timedelta(days=6)):
        assert [is_signed_in(each) for each in clients] == [False, True, True, True, True, True]
        assert len(devices(card.person_id)) == rules.MAX_DEVICES == 5


def test_signing_in_again_on_a_phone_ends_what_was_before(app, client, card, walk_in, is_signed_in, devices):
    walk_in(client, card)
    before = copied(app, client)
    walk_in(client, card, "class")
    assert devices(card.person_id) == ["class"]
    assert is_signed_in(client)
    assert not is_signed_in(before)


def test_another_person_on_the_same_phone_leaves_nothing_of_the_first(app, college, client, card, print_card, walk_in, devices):
    walk_in(client, card)
    before = copied(app, client)
    other = print_card(college.student(college.cohort(), "李秀兰"))
    walk_in(client, other)
    assert devices(card.person_id) == []
    assert devices(other.person_id) == ["own"]
    assert before.get("/").status_code == 200


def test_signing_in_forgets_what_the_browser_carried(client, card, walk_in):
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"
    walk_in(client, card)
    with client.session_transaction() as session:
        assert not {"planted", "card", "card_confirmed", "csrf_token"} & set(session)


@pytest.mark.parametrize("has_factor", [False, True])
def test_a_password_forgets_what_the_browser_carried_and_begins_a_new_session(college, client, hire, try_password, has_factor, last_device):
    person = hire()
    secret = give_factor(college, person) if has_factor else None
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"
    answer = try_password(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        session["planted"] = "once more"
    if has_factor:
        client.submit(client.follow(answer), {"code": shown(secret)})
        with client.session_transaction() as session:
            assert not {"planted", "second_step", "csrf_token"} & set(session)
    before = last_device(person).id
    answer = try_password(client)
    if has_factor:
        with clock.freeze(clock.now() + timedelta(seconds=90)):
            client.submit(client.follow(answer), {"code": shown(secret)})
    assert last_device(person).id != before


def test_signing_out_leaves_nothing_in_the_browser(client, card, walk_in):
    walk_in(client, card)
    client.submit("/learn", action="/sign-out")
    with client.session_transaction() as session:
        assert "_user_id" not in session


@pytest.mark.parametrize("change", [lambda text: text[:-2], lambda text: "x" + text, lambda text: text.swapcase(), lambda text: "garbage", lambda text: ""])
def test_a_tampered_cookie_is_nobody(app, client, card, walk_in, is_signed_in, change):
    walk_in(client, card)
    name = app.config["SESSION_COOKIE_NAME"]
    thief = app.test_client()
    thief.set_cookie(name, change(client.get_cookie(name).value))
    assert not is_signed_in(thief)


def test_a_cookie_signed_with_another_key_is_nobody(app, client, card, walk_in, is_signed_in):
    walk_in(client, card)
    app.config["SECRET_KEY"] = "a new key after a move"
    assert not is_signed_in(client)


@pytest.mark.parametrize("token", ["", "0" * 26, None])
def test_a_made_up_device_secret_is_nobody(client, token, is_signed_in):
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_once_and_in_again_when_opened(college, signed_in, is_signed_in, student):
    operator = college.operator()
    client = signed_in(student)
    assert is_signed_in(client)
    with college.work():
        accounts.disable_person(actor=college.actor(operator), person_id=student)
    assert not is_signed_in(client)
    with college.work():
        accounts.enable_person(actor=college.actor(operator), person_id=student)
    assert is_signed_in(client)


@pytest.mark.both_databases
@pytest.mark.parametrize(("only_cards", "left"), [(True, ["staff"]), (False, [])])
def test_sessions_are_ended_everywhere_or_only_those_of_cards(college, student, devices, only_cards, left):
    with college.work():
        for kind in ("own", "class", "staff"):
            accounts.start_session(person_id=student, kind=kind, way="card")
    with college.work():
        assert accounts.end_sessions([student], only_cards=only_cards) == 3 - len(left)
        assert accounts.end_sessions([student], only_cards=only_cards) == 0
    assert devices(student) == left


def test_staff_are_led_back_to_their_own_door(client, hire, try_password):
    hire()
    try_password(client)
    gone = client.submit("/devices", action="/sign-out")
    assert gone.headers["Location"] == "/goodbye?of=staff"
    assert client.follow(gone).page.find("main").find("a", href="/staff/sign-in") is not None
    assert client.get("/goodbye").page.find("main").find("a", href="/staff/sign-in") is None
