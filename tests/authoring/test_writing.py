"""Writing without knowing any sign: the pages of a lesson and its pieces, as an author uses them."""

import pytest

from college.authoring import service
from college.core.permissions import Role, Scope

LESSON = "/write/refunds/find-order"
STEP = f"{LESSON}/steps/open-my-taobao"


@pytest.fixture
def author(college, refunds):
    """Give an author of the course."""
    return college.staff(Role.AUTHOR, Scope(course=refunds))


@pytest.fixture
def desk(author, signed_in):
    """Give a client on which the author is signed in."""
    return signed_in(author)


@pytest.fixture
def draft(college, author):
    """Give a function that gives the draft as it stands."""

    def now(lesson_id: str = "find-order"):
        with college.work():
            found = service.draft_for(actor=college.actor(author), course_id="refunds", lesson_id=lesson_id)
            return service.Texts(found.zh, found.en)

    return now


def step_of(draft, step_id: str = "open-my-taobao"):
    """Give one step of the draft."""
    return draft().part(step_id)


def test_a_lesson_shows_its_steps_and_nothing_is_kept_by_looking(desk, draft):
    before = draft()
    for address in (LESSON, STEP, f"{LESSON}/head", f"{LESSON}/intro", f"{LESSON}/text", f"{STEP}/text", "/write/refunds/course", "/write/refunds/course/head"):
        assert desk.get(address).status_code == 200, address
    assert "打开“我的淘宝”" in desk.get(LESSON).words
    assert draft() == before


def test_saving_what_was_opened_changes_nothing(desk, draft):
    before = draft()
    for address in (STEP, f"{LESSON}/head", f"{LESSON}/intro"):
        assert desk.submit(address, action="find-order").status_code == 303
    after = draft()
    assert (after.zh, after.en) == (before.zh, before.en)
