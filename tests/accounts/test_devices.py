"""One's own devices: listed in plain words, ended one by one or all, and a new one is asked about."""

from datetime import timedelta

import pytest

from college.accounts import service as accounts
from college.core import clock
from tests.accounts.test_sessions import copied

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.fixture
def two(app, card, walk_in):
    """Sign 王桂明 in on her own phone and on one of the class."""
    own, other = app.test_client(), app.test_client()
    own.environ_base["HTTP_USER_AGENT"] = IPHONE
    walk_in(own, card)
    walk_in(other, card, "class")
    own.submit("/consent", action="/consent")
    return own, other


def test_she_sees_where_she_is_signed_in_in_plain_words(two):
    own, _other = two
    page = own.get("/devices")
    cards = [each.get_text(" ", strip=True) for each in page.page.find("main").find_all("div", class_="card")]
    assert len(cards) == 2
    assert "iPhone" in cards[0] and page.page.find("main").find(class_="badge") is not None
    assert "iPhone" not in cards[1] and "Mozilla" not in page.text


@pytest.mark.parametrize("who", ["student", "product_manager"])
def test_the_page_is_linked_from_the_start(college, signed_in, student, who):
    client = signed_in(student if who == "student" else college.product_manager())
    assert client.get("/").page.find("a", href="/devices") is not None


def test_one_device_is_ended_on_its_next_request(app, two, is_signed_in, devices, student):
    own, other = two
    thief = copied(app, other)
    forms = own.get("/devices").page.find("main").find_all("form")
    action = forms[1]["action"]
    answer = own.submit("/devices", action=action)
    assert answer.headers["Location"] == "/devices"
    assert is_signed_in(own) and not is_signed_in(other) and not is_signed_in(thief)
    assert devices(student) == ["own"]
    token = own.get("/devices").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert own.post(action, data={"csrf_token": token}).status_code == 303


def test_ending_this_very_one_leads_to_goodbye(two, is_signed_in):
    own, other = two
    action = own.get("/devices").page.find("main").find("form")["action"]
    assert own.submit("/devices", action=action).headers["Location"] == "/goodbye"
    assert not is_signed_in(own) and is_signed_in(other)


def test_all_others_are_ended(two, is_signed_in):
    own, other = two
    assert own.submit("/devices", action="/devices/end-others").status_code == 303
    assert is_signed_in(own) and not is_signed_in(other)


def test_all_are_ended(app, two, is_signed_in, devices, student):
    own, other = two
    thief = copied(app, own)
    assert own.submit("/devices", action="/devices/end-all").headers["Location"] == "/goodbye"
    assert not any(is_signed_in(each) for each in (own, other, thief))
    assert devices(student) == []


@pytest.mark.parametrize("deed", ["end", "known"])
def test_somebody_elses_device_is_not_there(college, signed_in, two, last_device, student, is_signed_in, deed):
    stranger = signed_in(college.student(college.cohort(), "李秀兰"))
    token = stranger.get("/devices").page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = stranger.post(f"/devices/{last_device(student).id}/{deed}", data={"csrf_token": token})
    assert answer.status_code == 404
    assert is_signed_in(two[1]) and last_device(student).known_at is None


def notice(client):
    """Give the box on the start page that asks about a device, None when there is none."""
    page = client.follow(client.get("/"))
    form = page.page.find("form", action=lambda action: action and action.endswith("/known"))
    return form and form.find_parent("div")


def test_the_first_sign_in_is_not_news(app, client, card, walk_in, last_device, signed_in, student):
    walk_in(client, card)
    device = last_device(student)
    assert device.browser_hash and len(device.browser_hash) == 64 and not device.is_new
    assert notice(signed_in(student)) is None


def test_a_new_browser_is_asked_about_on_the_others_until_she_knows_it(app, two, last_device, student):
    own, other = two
    assert last_device(student).is_new
    assert notice(own) is not None and notice(other) is None
    page = own.follow(own.get("/"))
    assert own.submit(page, action="/known").status_code == 303
    assert last_device(student).known_at is not None
    assert notice(own) is None


def test_not_me_signs_that_device_out(two, is_signed_in, student, last_device):
    own, other = two
    page = own.follow(own.get("/"))
    shown = own.follow(own.submit(page, {"stranger": "1"}))
    assert not is_signed_in(other) and is_signed_in(own)
    assert len(shown.page.find_all("div", class_="notice")) == 2
    assert notice(own) is None


def test_a_new_device_cannot_say_itself_that_it_is_known(two, last_device, student):
    _own, other = two
    token = other.get("/devices").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert other.post(f"/devices/{last_device(student).id}/known", data={"csrf_token": token}).status_code == 404
    assert last_device(student).known_at is None


def test_the_same_browser_is_known_again(client, card, walk_in, last_device, student):
    walk_in(client, card)
    first = last_device(student).browser_hash
    client.submit("/learn", action="/sign-out")
    walk_in(client, card)
    assert last_device(student).browser_hash == first
    assert not last_device(student).is_new


def test_the_browsers_cookie_says_nothing_and_scripts_cannot_read_it(client, card, walk_in, last_device, student):
    walk_in(client, card)
    cookie = client.get_cookie("browser")
    assert cookie.http_only and cookie.same_site == "Lax" and len(cookie.value) == 26
    assert cookie.value not in last_device(student).browser_hash
    client.set_cookie("browser", "garbage")
    walk_in(client, card)
    assert client.get_cookie("browser").value != "garbage"


def test_on_https_the_browsers_cookie_is_bound_to_this_host(app, client, card, walk_in):
    app.config.update(SESSION_COOKIE_SECURE=True)
    client.get(card.path)
    client.submit("/card", action="/card")
    answer = client.submit("/card/phone", {"phone": "own"})
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-browser=")]
    assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_nobody_is_marked_before_signing_in(client, card):
    client.get("/")
    client.get("/staff/sign-in")
    client.get(card.path)
    assert client.get_cookie("browser") is None


def test_a_handover_is_shown_to_the_learner_with_the_givers_name(college, signed_in, student):
    giver = college.coordinator()
    with college.work():
        device, _token = accounts.start_session(person_id=student, kind="own", way="handover")
        device.given_by = giver
    box = notice(signed_in(student))
    assert box is not None and "孙协调" in box.get_text()


def test_she_is_asked_for_thirty_days(college, two, student, is_signed_in):
    own, began = two[0], clock.now()
    with college.work():
        for each in accounts.sessions_of(student):
            each.expires_at = began + timedelta(days=60)
    with clock.freeze(began + timedelta(days=29)):
        assert notice(own) is not None
    with clock.freeze(began + timedelta(days=31)):
        assert notice(own) is None and is_signed_in(own)


def test_a_new_phone_is_told_of_a_helped_sign_in_and_cannot_answer_for_it(college, app, card, walk_in, student):
    giver = college.coordinator()
    with college.work():
        device, _token = accounts.start_session(person_id=student, kind="own", way="handover", browser="0" * 64)
        device.given_by, helped = giver, device.id
    new = app.test_client()
    walk_in(new, card)
    new.submit("/consent", action="/consent")
    page = new.follow(new.get("/"))
    assert "孙协调" in page.text and page.page.find("form", action=f"/devices/{helped}/known") is None
    token = new.get("/devices").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert new.post(f"/devices/{helped}/known", data={"csrf_token": token}).status_code == 404


def test_staff_are_asked_too_and_told_what_to_do(app, hire, try_password, is_signed_in):
    hire()
    one, two = app.test_client(), app.test_client()
    try_password(one)
    try_password(two)
    assert notice(one) is not None
    one.submit(one.get("/"), {"stranger": "1"})
    assert not is_signed_in(two) and notice(one) is None


def test_a_newer_phone_is_not_asked_about_an_older_one_and_cannot_vouch_for_it(college, app, card, walk_in, two, devices, student):
    own, other = two
    third = app.test_client()
    walk_in(third, card)
    with college.work():
        rows = accounts.sessions_of(student)
        newest, middle, oldest = rows
        middle_id, newest_id = middle.id, newest.id
        assert middle.is_new and newest.is_new
    assert notice(third) is None, "both others were there before it"
    assert str(newest_id) in notice(own).find("form")["action"] or str(middle_id) in notice(own).find("form")["action"]
    token = third.get("/devices").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert third.post(f"/devices/{middle_id}/known", data={"csrf_token": token}).status_code == 404
    token = own.get("/devices").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert own.post(f"/devices/{middle_id}/known", data={"csrf_token": token}).status_code == 303


def test_who_signs_in_again_on_her_own_phone_is_still_asked_about_the_stranger(app, card, walk_in, two):
    own, _other = two
    walk_in(own, card)
    assert notice(own) is not None
