"""Before and after a new text: which steps are compared, which are marked, and that few people prove nothing."""

from datetime import timedelta

import pytest

from college.board import lessons
from college.core import clock
from college.core.clock import now
from tests.support.changing import COURSE, Text, TinyCollege, texts

FIRST, REWORDED, LONGER = texts(find="ab"), texts(find=Text("ab", words="请看左上角。")), texts(find=Text("abc", words="请看左上角。"))


@pytest.fixture
def tiny(app, college):
    """Publish a lesson, its steps in other words ten days ago, and with one step more three days ago."""
    found = TinyCollege(app, college)
    with clock.freeze(now() - timedelta(days=60)):
        found.open(REWORDED, LONGER, texts(other="xy"), first=FIRST)
    for days, text in ((10, REWORDED), (3, LONGER)):
        with clock.freeze(now() - timedelta(days=days)):
            found.publish(text)
    return found


def change(tiny, number=0):
    with tiny.make.work():
        return lessons.lesson_board(
            actor=tiny.make.actor(tiny.lecturer), course_id=COURSE, lesson_id="find", group="", number=number, lang="zh"
        ).comparison


def test_the_last_change_is_shown_unless_another_is_asked_for(tiny):
    assert [change(tiny, number).number for number in (0, 2, 3, 1, 99)] == [3, 2, 3, 3, 3]


def test_steps_whose_words_changed_are_marked(tiny):
    last, first = change(tiny), change(tiny, 2)
    assert [each.is_changed for each in last.steps] == [False, False]
    assert [each.is_changed for each in first.steps] == [True, True]
    assert (last.added, last.removed, last.days_since, last.others) == (1, 0, 3, 1)
    assert all(each.since.stopped is None and each.proves_nothing for each in last.steps)


def test_the_page_says_plainly_that_few_people_prove_nothing(tiny, signed_in):
    client = signed_in(tiny.lecturer)
    client.set_cookie("language", "en")
    page = client.get(f"/board/lessons/{COURSE}/find?text=2")
    assert "Fewer than 20 people on one side: this proves nothing." in page.words
    assert "too early to say" in page.words
    assert page.page.main.select_one("select#text option[selected]")["value"] == "2"


def test_a_text_that_was_never_changed_has_nothing_to_compare(app, college, signed_in):
    tiny = TinyCollege(app, college)
    tiny.open(first=FIRST)
    client = signed_in(tiny.lecturer)
    client.set_cookie("language", "en")
    assert "has not been changed since" in client.get(f"/board/lessons/{COURSE}/find").words


def test_a_withdrawn_lesson_keeps_its_numbers_and_leads_nowhere_that_is_gone(tiny, signed_in):
    tiny.publish(texts(other="xy"))
    client = signed_in(tiny.lecturer)
    client.set_cookie("language", "en")
    page = client.get(f"/board/lessons/{COURSE}/find")
    assert "Students do not see this lesson today." in page.words
    assert [row.th.text for row in page.page.main.select(".lesson-funnel tbody tr")] == [f"Step {at}: Step {each}" for at, each in enumerate("abc", 1)]
    for link in page.page.main.find_all("a", href=lambda href: href.startswith("/")):
        assert client.get(link["href"]).status_code == 200, link
