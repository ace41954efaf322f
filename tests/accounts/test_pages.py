"""What every page of accounts has in common, for a stranger, a student and staff, in both languages."""

import re

import pytest

PHONE = "14000001234"
URLS = ["/", "/goodbye", "/card/help", "/card", "/card/phone", "/staff/sign-in", "/staff/password", "/c/dead", "/p/dead", "/nowhere"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", ["stranger", "card in hand", "student", "staff"])
def test_no_page_shows_a_whole_number_and_each_offers_size_and_language(client, college, signed_in, card, walk_in, who, language):
    if who == "card in hand":
        client.get(card.path)
        client.submit("/card", action="/card")
    elif who == "student":
        walk_in(client, card)
    elif who == "staff":
        client = signed_in(college.coordinator())
    client.set_cookie("language", language)
    for url in URLS:
        page = client.follow(client.get(url))
        assert_shows_no_number(page)
        assert_offers_size_and_language(page)


def assert_shows_no_number(page) -> None:
    """Prove that no telephone number stands whole on a page."""
    assert page.is_page
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", page.text), page.request.path
    assert PHONE not in re.sub(r"\D", "", page.page.get_text(" "))


def assert_offers_size_and_language(page) -> None:
    """Prove that a page offers three sizes and the other language."""
    form = page.page.find("form", action="/settings/display")
    assert {each["value"] for each in form.find_all("button", attrs={"name": "size"})} == {"standard", "large", "huge"}
    other = "en" if page.page.html["lang"] == "zh-CN" else "zh"
    assert form.find("button", attrs={"name": "language"})["value"] == other


def test_the_text_size_in_use_is_the_one_that_is_pressed(client):
    client.set_cookie("size", "huge")
    pressed = client.get("/").page.find("button", attrs={"aria-pressed": "true"})
    assert pressed["value"] == "huge"


def test_a_refused_form_says_so_in_its_title_and_leads_to_the_field(client):
    answer = client.submit("/staff/sign-in", {"login": "", "password": ""})
    assert answer.status_code == 422
    title = answer.page.title.get_text()
    assert title != client.get("/staff/sign-in").page.title.get_text()
    links = [each["href"] for each in answer.page.find(id="errors").find_all("a")]
    assert links == ["#login", "#password"]
    assert all(answer.page.find(id=each[1:]) for each in links)
