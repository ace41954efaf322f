"""A notice on the start page: in her language, read or put away, safe to press twice."""

import pytest

from college.notices import service as notices

TEXTS = {"zh": "老师回答您了", "en": "Your teacher has answered you"}


@pytest.fixture
def student(college, refunds):
    """Make a student of the shipped course."""
    return college.student(college.cohort(courses=(refunds,)), "王桂明")


@pytest.fixture
def tell(college, student):
    """Give a function that tells the student something of a number."""

    def make(number: int = 1, url: str = "/questions") -> None:
        with college.work():
            notices.tell(person_id=student, key=f"message:{number}", texts=TEXTS, url=url)

    return make


def unread(college, student) -> int:
    """Count what she has not read."""
    with college.app.app_context():
        return notices.unread_count(student)


def opening(page, number: int = 0):
    """Give the form of a notice on the start page."""
    return page.page.main.find_all("form")[number]["action"]


def test_reading_leads_to_what_it_is_about(college, student, signed_in, tell):
    tell()
    client = signed_in(student)
    page = client.get("/")
    assert TEXTS["zh"] in page.words and TEXTS["en"] not in page.words
    answer = client.submit(page, action="/notices/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/questions")
    assert unread(college, student) == 0
    assert TEXTS["zh"] not in client.get("/").words


def test_putting_away_stays_on_the_start_page_and_may_be_pressed_twice(college, student, signed_in, tell):
    tell()
    client = signed_in(student)
    page = client.get("/")
    for _ in range(2):
        token = page.page.main.find("input", attrs={"name": "csrf_token"})["value"]
        answer = client.post(opening(page), data={"csrf_token": token, "away": "1"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert unread(college, student) == 0
    assert client.get("/").page.main.find(class_="home-notice") is None


def test_it_speaks_the_readers_language(student, signed_in, tell):
    tell()
    client = signed_in(student)
    client.set_cookie("language", "en")
    page = client.get("/")
    assert TEXTS["en"] in page.words and TEXTS["zh"] not in page.words


def test_two_are_shown_and_the_next_comes_up_when_they_are_read(student, signed_in, tell):
    for number in range(3):
        tell(number)
    client = signed_in(student)
    for shown in (2, 2, 1):
        page = client.get("/")
        assert len(page.page.find_all(class_="home-notice")) == shown
        client.submit(page, action="/notices/")


def test_it_never_leads_out_of_the_college(student, signed_in, tell):
    tell(url="//elsewhere.example/questions")
    client = signed_in(student)
    assert client.submit("/", action="/notices/").headers["Location"] == "/"


def test_another_student_is_told_that_it_is_not_there(college, student, signed_in, tell):
    tell()
    page = signed_in(student).get("/")
    stranger = signed_in(college.student(college.cohort()))
    token = stranger.get("/").page.find("input", attrs={"name": "csrf_token"})["value"]
    assert stranger.post(opening(page), data={"csrf_token": token}).status_code == 404
    assert unread(college, student) == 1
