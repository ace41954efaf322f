"""The phone beside the text: the learner's own pages drawn from the draft, playable, framed by our own pages only."""

import pytest
from sqlalchemy import text

from college.core.db import db
from college.core.permissions import Role, Scope
from tests.support.observatory import policy_of

LESSON = "/write/refunds/find-order"
PHONE = f"{LESSON}/phone/open-my-taobao"


@pytest.fixture
def desk(college, signed_in, refunds):
    """Give a client on which an author is signed in."""
    return signed_in(college.staff(Role.AUTHOR, Scope(course=refunds)))


def test_the_phone_shows_the_draft_and_not_what_is_published(desk):
    desk.submit(f"{LESSON}/steps/open-my-taobao", {"title_zh": "新的题目", "zh-0": "新的话。"}, action="find-order")
    page = desk.get(PHONE)
    assert "新的题目" in page.words and "新的话。" in page.words
    assert "新的题目" not in desk.get("/learn/refunds/find-order/open-my-taobao").words
    assert desk.follow(desk.get(f"{LESSON}/phone")).request.path == PHONE


def test_a_practice_is_played_and_nothing_of_it_is_kept(desk, college):
    page = desk.get(f"{PHONE}/practice?lang=en&size=huge")
    form = page.page.find("form", class_="lesson-picture")
    carried = {name: form.find("input", attrs={"name": name})["value"] for name in ("lang", "size", "at")}
    assert (form["method"], carried) == ("get", {"lang": "en", "size": "huge", "at": "1"})
    right = desk.get(f"{PHONE}/practice", query_string={**carried, "tap": "my-taobao"})
    assert 'lang="en"' in right.text and "size-huge" in right.text and right.page.find(class_="lesson-right")
    wrong = desk.get(f"{PHONE}/practice", query_string={**carried, "tap": "cart"})
    assert wrong.page.find(class_="lesson-wrong")
    with college.work():
        assert [db.session.scalar(text(f"SELECT count(*) FROM {each}")) for each in ("tap", "step_done")] == [0, 0]


def test_language_and_letters_are_those_that_were_asked_for(desk):
    english = desk.get(f"{PHONE}?lang=en")
    assert "My Taobao" in english.words and 'lang="en"' in english.text
    assert 'lang="zh-CN"' in desk.get(f"{PHONE}?lang=zh&size=large").text.partition(">")[2].partition(">")[0]
    assert 'lang="zh-CN"' in desk.get(LESSON).text, "her own pages stay as she chose"


def test_only_our_own_pages_frame_the_phone_and_only_the_editor_frames(desk):
    phone, editor, other = desk.get(PHONE), desk.get(LESSON), desk.get("/courses")
    assert policy_of(phone.headers)["frame-ancestors"] == {"'self'"} and phone.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert policy_of(editor.headers)["frame-src"] == {"'self'"} and editor.headers["X-Frame-Options"] == "DENY"
    assert policy_of(other.headers)["frame-ancestors"] == {"'none'"} and "frame-src" not in policy_of(other.headers)
    assert phone.headers["Cache-Control"] == "no-store"
    assert [len(phone.headers.getlist(name)) for name in ("Content-Security-Policy", "X-Frame-Options")] == [1, 1]


def test_what_cannot_be_shown_says_so(desk):
    assert desk.get(f"{LESSON}/phone/gone").status_code == 200
    assert desk.get(f"{LESSON}/phone?end=1").status_code == 200
    assert desk.get(f"{LESSON}/phone/seven-days/practice").status_code == 303
