"""Printed links and open pages outlive a text: they lead to where the step is now, and what was done is kept."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from college.core.db import db
from college.core.permissions import Actor
from college.library import recordings
from college.library import service as library
from college.progress import service as progress
from college.progress.models import StepDone
from college.questions import service as questions
from college.questions import views
from college.search import service as search
from tests.support.changing import COURSE, Text, TinyCollege, texts
from tests.support.sounds import mp3

FIRST = texts(find="abcd", send="pq")
MOVED = texts(find="abd", send="cpq")
REMOVED = texts(find="abd", send="pq")
DIVIDED = texts(find="ab", later="cd", send="pq")
RENAMED = texts(look=Text("abcd", aliases="find"), send="pq")
TAKEN_IN = texts(send="abcdpq")
WITHDRAWN = texts(send="pq")
REWORDED = texts(find=Text("abcd", words="请看左上角。"), send="pq")
TWICE = (MOVED, WITHDRAWN | texts(find="abd"))
STUDENTS = {"at": {"find": "ab"}, "after": {"find": "abc"}}


@pytest.fixture
def tiny(app, college) -> TinyCollege:
    """Give the tiny college with a student at step c and one behind it."""
    found = TinyCollege(app, college)
    found.open(MOVED, REMOVED, DIVIDED, RENAMED, TAKEN_IN, WITHDRAWN, REWORDED, TWICE[1], first=FIRST)
    found.students(STUDENTS)
    return found


@pytest.fixture
def at_c(tiny, signed_in):
    """Give a client on which the student at step c is signed in."""
    return signed_in(tiny.people["at"])


def leads(client, path: str) -> tuple[str, int]:
    """Give where an address below the course leads in the end, and how that is answered."""
    answer = client.get(f"/learn/{COURSE}/{path}", follow_redirects=True)
    return answer.request.path.removeprefix(f"/learn/{COURSE}/"), answer.status_code


@pytest.mark.parametrize(
    ("changed", "printed", "expected"),
    [
        (MOVED, "find/step-c", ("send/step-c", 200)),
        (MOVED, "find/step-c/practice", ("send/step-c", 200)),
        (MOVED, "find", ("find/step-d", 200)),
        (REMOVED, "find/step-c", ("find/step-d", 200)),
        (REMOVED, "find/step-c/practice", ("find/step-d", 200)),
        (DIVIDED, "find/step-d", ("later/step-d", 200)),
        (RENAMED, "find/step-c", ("find/step-c", 200)),
        (RENAMED, "find", ("look/step-c", 200)),
        (RENAMED, "find/finished", ("find/finished", 303)),
        (TAKEN_IN, "find/step-c", ("send/step-c", 200)),
        (TAKEN_IN, "find", ("send/step-c", 200)),
        (WITHDRAWN, "find", ("find", 410)),
        (WITHDRAWN, "find/step-c", ("find/step-c", 410)),
        (WITHDRAWN, "find/finished", ("find/finished", 410)),
        (WITHDRAWN, "never", ("never", 404)),
        (REMOVED, "find/never", ("find/never", 404)),
        (WITHDRAWN, "find/never", ("find/never", 404)),
    ],
)
def test_a_printed_link_leads_to_where_its_step_is_now(tiny, at_c, changed, printed, expected):
    at_c.checks_pages = False
    tiny.publish(changed)
    tiny.caught_up()
    if expected[1] == 303:
        assert at_c.get(f"/learn/{COURSE}/{printed}").status_code == 303
    else:
        assert leads(at_c, printed) == expected


def test_a_step_that_moved_and_was_then_taken_out_still_leads_to_its_first_lesson(tiny, client):
    for changed in TWICE:
        tiny.publish(changed)
    assert leads(client, "find/step-c") == ("find/step-a", 200)


def test_who_opens_a_withdrawn_lesson_is_told_so_and_led_to_the_others(tiny, at_c):
    tiny.publish(WITHDRAWN)
    page = at_c.get(f"/learn/{COURSE}/find/step-c")
    assert page.status_code == 410
    assert page.page.select("h1")
    assert page.page.select(f'a[href="/learn/{COURSE}"]')


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (MOVED, "find/step-d"),
        (REMOVED, "find/step-d"),
        (DIVIDED, "later/step-d"),
        (RENAMED, "look/step-d"),
        (TAKEN_IN, "send/step-d"),
        (WITHDRAWN, ""),
    ],
)
def test_what_is_finished_on_an_open_page_is_kept_and_leads_on(tiny, at_c, changed, expected):
    page = at_c.get(f"/learn/{COURSE}/find/step-c")
    tiny.publish(changed)
    tiny.caught_up()
    answer = at_c.submit(page, action="done")
    assert answer.status_code == 303
    assert answer.headers["Location"].removeprefix(f"/learn/{COURSE}").strip("/") == expected
    with tiny.app.app_context():
        done = db.session.scalars(select(StepDone.step_id).where(StepDone.person_id == tiny.people["at"]))
        assert set(done) == {"step-a", "step-b", "step-c"}
    tiny.caught_up()
    assert tiny.differences() == []


def test_a_tap_on_an_open_page_is_no_error(tiny, at_c):
    page = at_c.get(f"/learn/{COURSE}/find/step-c/practice")
    for changed, place in ((REMOVED, "find/step-d"), (MOVED, "send/step-c")):
        tiny.publish(changed)
        answer = at_c.submit(page, {"tap": "my-taobao"}, action="tap")
        assert leads(at_c, answer.headers["Location"].removeprefix(f"/learn/{COURSE}/")) == (place, 200)


GONE_STEP, GONE_LESSON = "这一步已经不用了", "这一课已经不用了"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (MOVED, ("send", "一节课", "第c步")),
        (REMOVED, ("find", "一节课", GONE_STEP)),
        (WITHDRAWN, ("find", GONE_LESSON, GONE_STEP)),
    ],
)
def test_calls_for_help_and_questions_stay_with_their_step_or_say_that_it_is_gone(tiny, changed, expected):
    """One call before the text changed, one from a page that was open meanwhile."""
    _asks(tiny, "at")
    tiny.publish(changed)
    _asks(tiny, "after")
    with tiny.app.app_context():
        for name in STUDENTS:
            (line,) = views.my_page(actor=tiny.make.actor(tiny.people[name]), page=1, lang="zh").items
            assert (line.place.lesson_id, line.place.lesson, line.place.step) == expected
        chosen = views.Chosen(show="open")
        desk = views.desk_of(actor=tiny.make.actor(tiny.lecturer), chosen=chosen, page=1, lang="zh")
        assert [line.place.step for line in desk.page.items] == [expected[2]] * 2
    with tiny.app.test_request_context():
        told = progress.own_data(tiny.people["at"])
    assert told["help_calls"][0]["step"] == expected[2]
    assert {each["step"] for each in told["lessons"][0]["steps"]} <= {"第a步", "第b步", GONE_STEP}


def _asks(tiny, name: str) -> None:
    with tiny.make.work():
        actor, at = tiny.make.actor(tiny.people[name]), {"lesson_id": "find", "step_id": "step-c"}
        asked = questions.call(actor=actor, client_id=uuid4(), course_id=COURSE, **at)
        questions.send(actor=actor, question_id=asked.id, text="找不到")


def test_a_recording_goes_with_its_step_and_is_silent_when_the_words_change(tiny):
    with tiny.make.work():
        actor, at = tiny.make.actor(tiny.lecturer), {"lesson_id": "find", "step_id": "step-c"}
        recordings.keep(actor=actor, course_id=COURSE, lang="zh", client_id=uuid4(), data=mp3(3), **at)
    assert _voice(tiny, "find") is not None
    tiny.publish(MOVED)
    assert _voice(tiny, "send") is not None
    tiny.publish(FIRST)
    assert _voice(tiny, "find") is not None
    tiny.publish(REWORDED)
    assert _voice(tiny, "find") is None


def _voice(tiny, lesson_id: str):
    with tiny.app.app_context():
        return library.lesson_with_voice(COURSE, lesson_id, "step-c", "zh")[1]


@pytest.mark.parametrize(("changed", "expected"), [(FIRST, ["find"]), (MOVED, ["send"]), (RENAMED, ["look"]), (REMOVED, [])])
def test_search_finds_a_step_where_it_is_now(tiny, changed, expected):
    tiny.publish(changed)
    with tiny.app.app_context():
        search.catch_up()
        found = search.find(actor=Actor(None), words="c步", page=1, lang="zh").page.items
        assert [each.lesson_id for each in found if each.step_id == "step-c"] == expected
