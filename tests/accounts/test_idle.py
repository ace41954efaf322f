"""An hour without a press and 24 hours in all: how staff are signed out, and how they come back to where they were."""

from datetime import timedelta

import pytest

from college.core import clock
from tests.support.rows import changed_tables, fingerprints

START = clock.now()


@pytest.fixture
def colleague(hire, client, try_password):
    """Sign a member of staff in at a known moment."""
    hire()
    with clock.freeze(START):
        assert try_password(client).headers["Location"] == "/"
    return client


def ask(client, minutes: float, address: str = "/courses"):
    """Ask for a page so many minutes after signing in."""
    with clock.freeze(START + timedelta(minutes=minutes)):
        return client.get(address)


@pytest.mark.parametrize(("minutes", "status"), [(1, 200), (59, 200), (60, 303), (61, 303)])
def test_an_hour_without_a_press_signs_out(colleague, minutes, status):
    assert ask(colleague, minutes).status_code == status


def test_every_press_begins_the_hour_again(colleague):
    for minutes in (50, 100, 150, 200):
        assert ask(colleague, minutes).status_code == 200
    assert ask(colleague, 261).status_code == 303


def test_after_24_hours_she_is_out_however_busy_she_was(colleague):
    for half_hours in range(1, 48):
        assert ask(colleague, half_hours * 30).status_code == 200
    assert ask(colleague, 24 * 60 - 0.1).status_code == 200
    assert ask(colleague, 24 * 60).status_code == 303


def test_she_is_told_and_comes_back_to_where_she_was(colleague):
    there = ask(colleague, 61, "/courses?page=2")
    assert there.headers["Location"] == "/staff/sign-in?next=/courses?page%3D2"
    with clock.freeze(START + timedelta(minutes=61)):
        page = colleague.follow(there)
        assert page.page.find("main").find("div", class_="notice-care") is not None
        from_there = colleague.submit(page, {"login": "zhou", "password": "four green apples on a chair"})
        assert from_there.headers["Location"] == "/courses?page=2"
        assert colleague.get("/courses").status_code == 200


def test_the_start_page_too_says_what_happened(colleague):
    assert ask(colleague, 61, "/").headers["Location"] == "/staff/sign-in"


def test_a_button_pressed_too_late_does_nothing_and_leads_back(app, colleague, college, hire):
    page = ask(colleague, 1, "/devices")
    with clock.freeze(START + timedelta(minutes=62)):
        answer = colleague.post(
            "/devices/end-others",
            data={"csrf_token": page.page.find("input", attrs={"name": "csrf_token"})["value"]},
            headers={"Referer": "http://localhost/devices"},
        )
    assert answer.headers["Location"] == "/staff/sign-in?next=/devices"


def test_nothing_is_written_to_the_database_by_reading(app, colleague):
    before = fingerprints(app)
    for minutes in (10, 20, 81):
        ask(colleague, minutes)
    assert changed_tables(before, fingerprints(app)) == set()


def test_the_cookie_is_given_anew_at_most_once_a_minute(colleague):
    def is_new(seconds: int) -> bool:
        with clock.freeze(START + timedelta(seconds=seconds)):
            return any("college=" in each for each in colleague.get("/courses").headers.getlist("Set-Cookie"))

    assert [is_new(seconds) for seconds in (120, 130, 170, 181, 200)] == [True, False, False, True, False]


def test_what_a_script_asks_for_by_itself_is_no_press(colleague):
    for minutes in (30, 59):
        with clock.freeze(START + timedelta(minutes=minutes)):
            assert colleague.get("/courses", headers={"Sec-Fetch-Mode": "cors"}).status_code == 200
    assert ask(colleague, 61).status_code == 303


def test_a_copied_cookie_of_an_hour_ago_is_dead(app, colleague):
    name = app.config["SESSION_COOKIE_NAME"]
    old = colleague.get_cookie(name).value
    assert ask(colleague, 50).status_code == 200
    thief = app.test_client()
    thief.set_cookie(name, old)
    assert ask(thief, 59).status_code == 200
    thief.set_cookie(name, old)
    assert ask(thief, 61).status_code == 303
    assert ask(colleague, 61).status_code == 200


def test_a_staff_session_that_does_not_say_when_she_was_seen_is_over(colleague):
    with colleague.session_transaction() as session:
        del session["seen"]
    assert ask(colleague, 1).status_code == 303


def test_students_are_not_signed_out_by_the_hour(signed_in, student, is_signed_in):
    with clock.freeze(START):
        client = signed_in(student)
    with clock.freeze(START + timedelta(days=3)):
        assert is_signed_in(client)


@pytest.mark.parametrize("jump", [timedelta(days=-3650), timedelta(days=9131)])
def test_a_clock_that_jumps_breaks_nothing(colleague, jump):
    with clock.freeze(START + jump):
        assert colleague.get("/courses").status_code < 500
        assert colleague.follow(colleague.get("/")).status_code == 200
