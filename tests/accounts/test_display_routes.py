"""Text size and language: on this phone and with the account, before signing in and after."""

import pytest

from college.accounts.models import Person
from college.core.db import db


@pytest.fixture
def chosen(app):
    """Give a function: what the account of a person says."""

    def read(person_id):
        with app.app_context():
            person = db.session.get(Person, person_id)
            return person.text_size, person.locale

    return read


def shown(client) -> tuple[str, str]:
    """Give text size and language in which a client sees the first page."""
    html = client.follow(client.get("/")).page.html
    size = next(name.removeprefix("size-") for name in html["class"] if name.startswith("size-"))
    return size, html["lang"]


def test_a_stranger_sees_chinese_in_standard_size_whatever_her_browser_says(client):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB,fr"
    assert shown(client) == ("standard", "zh-CN")


@pytest.mark.parametrize("size", ["standard", "large", "huge"])
@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-CN"), ("en", "en")])
def test_a_stranger_chooses_for_this_phone(client, size, language, lang):
    page = client.get("/")
    client.submit(page, {"size": size}, action="/settings/display")
    client.submit(page, {"language": language, "size": None} if language == "en" else {"size": size}, action="/settings/display")
    assert shown(client) == (size, lang)


def test_the_choice_is_kept_for_a_year_and_unreadable_for_scripts(client):
    cookies = client.submit("/", {"size": "huge"}, action="/settings/display").headers.getlist("Set-Cookie")
    (cookie,) = [each for each in cookies if each.startswith("size=")]
    assert "Max-Age=31536000" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_choice_goes_back_to_the_page_on_which_it_was_made(client):
    answer = client.submit("/card/help?from=here", {"size": "huge"}, action="/settings/display")
    assert answer.headers["Location"] == "/card/help?from=here"


def test_a_student_chooses_for_her_account(app, student, signed_in, chosen):
    client = signed_in(student)
    client.submit("/learn", {"size": "huge"}, action="/settings/display")
    client.submit("/learn", {"language": "en", "size": None}, action="/settings/display")
    assert chosen(student) == ("huge", "en")
    assert shown(client) == ("huge", "en")


def test_her_choice_comes_along_to_another_phone(app, client, card, signed_in, walk_in):
    signed_in(card.person_id).submit("/learn", {"size": "huge"}, action="/settings/display")
    walk_in(client, card)
    assert shown(client) == ("huge", "zh-CN")


def test_a_choice_made_on_the_way_in_is_hers(client, card, chosen):
    client.get(card.path)
    client.submit("/card", {"size": "huge"}, action="/settings/display")
    client.submit("/card", action="/card")
    client.submit("/card/phone", {"phone": "own"})
    assert shown(client) == ("huge", "zh-CN")
    assert chosen(card.person_id) == ("huge", "zh")


def test_the_next_person_on_a_class_phone_gets_her_own_size(client, college, card, print_card, walk_in, chosen):
    walk_in(client, card, "class")
    client.submit("/learn", {"size": "huge"}, action="/settings/display")
    client.submit("/learn", action="/sign-out")
    other = print_card(college.student(college.cohort(), "李秀兰"))
    walk_in(client, other, "class")
    assert shown(client) == ("standard", "zh-CN")
    assert chosen(other.person_id) == ("standard", "zh")


JUNK = [{"size": "gigantic"}, {"size": "'; DROP TABLE person"}, {"language": "fr"}, {"language": "zh_Hans_CN"}, {"size": ""}, {}]


@pytest.mark.parametrize("junk", JUNK)
def test_what_nobody_offered_is_ignored(client, card, walk_in, chosen, junk):
    walk_in(client, card)
    token = client.get("/learn").page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = client.post("/settings/display", data={"csrf_token": token, **junk})
    assert answer.status_code == 303
    assert not [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(("size=", "language="))]
    assert chosen(card.person_id) == ("standard", "zh")
