"""Writing in a browser when things go wrong: two at one step, a line that breaks, a browser that closes, a session that ends."""

import re

import pytest

from college.accounts import service as accounts
from college.authoring import service
from college.core.permissions import Role, Scope
from tests.support.axe import assert_accessible
from tests.support.browser import click_through
from tests.support.probes import assert_fit_for_desk
from tests.support.words import words_of

LESSON, STEP = "/write/refunds/find-order", "open-my-taobao"
PAGE = f"{LESSON}/steps/{STEP}"
THEIRS, MINE = "请先找到淘宝。", "请您慢慢来。"


@pytest.fixture
def say(people):
    """Say sentences as the pages do in Chinese."""
    return words_of(people.app, "zh")


@pytest.fixture
def authors(people, refunds):
    """Give two authors of the course."""
    return [people.staff(Role.AUTHOR, Scope(course=refunds), name) for name in ("王桂明", "李秀兰")]


@pytest.fixture
def kept(people, authors):
    """Give a function that says whether words stand in the college's draft."""

    def stands(words: str) -> bool:
        with people.work():
            actor = people.actor(authors[0])
            return words in service.draft_for(actor=actor, course_id="refunds", lesson_id="find-order").zh

    return stands


def box(page):
    """Give the first box for Chinese words of the step."""
    return page.locator('textarea[name^="zh-"]').first


def write(page, words: str) -> None:
    """Type at the end of the step's first words."""
    box(page).press("Control+End")
    box(page).press_sequentially(words)


def wait_for_line(page, say, sentence: str) -> None:
    """Wait until the line beside the form says a sentence, whatever the time in it."""
    words = re.escape(say(sentence, time="@")).replace("@", r"\d\d:\d\d")
    page.wait_for_function("(words) => new RegExp(words).test(document.querySelector('[data-line]').textContent)", arg=words)


def wait_until_kept(page, say) -> None:
    wait_for_line(page, say, "Kept at %(time)s.")


def left_in(page) -> list[str]:
    """Give the names under which the browser keeps words that have not arrived."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('writing:'))")


def look_around(page) -> None:
    """Let the page ask at once who else is here, as it does every 20 seconds."""
    with page.expect_response("**/presence"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_at_one_step_see_each_other_and_both_texts_and_lose_nothing(authors, desk, say, kept, visits):
    visits.expected.add(409)
    mine, theirs = desk(person=authors[0]), desk(person=authors[1])
    for page in (mine, theirs):
        with page.expect_response("**/presence"):
            page.goto(PAGE)
    look_around(mine)
    mine.wait_for_function("() => document.querySelector('[data-presence]').textContent.includes('李秀兰')")
    assert say("step %(number)s", number=1) in mine.locator("[data-presence]").inner_text()
    assert_accessible(mine)
    assert_fit_for_desk(mine)

    write(theirs, THEIRS)
    wait_until_kept(theirs, say)
    look_around(mine)
    mine.wait_for_selector("[data-presence] .notice")
    assert THEIRS not in box(mine).input_value(), "nothing changes under her hands"

    write(mine, MINE)
    mine.wait_for_selector("[data-both]:not([hidden])")
    assert kept(THEIRS) and not kept(MINE)
    click_through(mine, mine.get_by_role("button", name=say("Look at both texts")))
    sides = [mine.locator(f".writing-{side}").inner_text() for side in ("mine", "theirs")]
    assert MINE in sides[0] and THEIRS in sides[1]
    assert "李秀兰" in mine.locator("main").inner_text()
    assert_accessible(mine)
    assert_fit_for_desk(mine)
    click_through(mine, mine.get_by_role("button", name=say("Put both texts there")))
    mine.wait_for_url(f"**{PAGE}")
    assert kept(THEIRS) and kept(MINE)
    assert left_in(mine) == [], "her words are with the college"


def test_a_line_that_breaks_and_a_browser_that_closes_lose_no_word(authors, desk, say, kept):
    page = desk(person=authors[0])
    page.goto(PAGE)
    page.context.set_offline(True)
    write(page, MINE)
    wait_for_line(page, say, "The network is bad. What you wrote is kept on this computer and will be sent by itself.")
    page.context.set_offline(False)
    wait_until_kept(page, say)
    assert kept(MINE) and left_in(page) == []
    page.frame_locator("iframe[data-phone]").get_by_text(MINE).wait_for()

    page.context.set_offline(True)
    write(page, THEIRS)
    remembered = page.context.storage_state()
    # A context that is closed is on the line again for a moment: her last words may not slip out then.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no line')); }")
    page.context.close()
    assert not kept(THEIRS)
    again = desk(person=authors[0], storage=remembered)
    again.goto(PAGE)
    wait_until_kept(again, say)
    assert again.get_by_text(say("What you wrote last on this computer had not been sent yet. It stands here again and is being sent.")).is_visible()
    assert box(again).input_value().endswith(MINE + THEIRS)
    assert kept(THEIRS) and left_in(again) == []


def test_a_browser_that_keeps_nothing_asks_before_it_leaves_unsent_words(authors, desk, say):
    page = desk(person=authors[0])
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.goto(PAGE)
    page.route(f"**{PAGE}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    write(page, MINE)
    wait_for_line(page, say, "The network is bad. Please leave this page open until it says that your words are kept.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_a_session_that_ended_keeps_her_words_from_others_and_for_her(authors, desk, say, kept, people, live_college):
    page = desk(person=authors[0])
    page.goto(PAGE)
    with people.work():
        accounts.end_sessions([authors[0]])
    write(page, MINE)
    link = page.get_by_role("link", name=say("Sign in and come back here"))
    link.wait_for()
    assert f"next={PAGE}".replace("/", "%2F") in link.get_attribute("href") or f"next={PAGE}" in link.get_attribute("href")
    click_through(page, link)

    page.context.add_cookies(live_college.cookies(person=authors[1]))
    page.goto(PAGE)
    assert MINE not in box(page).input_value(), "another person at the same computer"
    page.context.add_cookies(live_college.cookies(person=authors[0]))
    page.goto(PAGE)
    wait_until_kept(page, say)
    assert box(page).input_value().endswith(MINE) and kept(MINE)
    assert left_in(page) == []


def test_an_answer_that_is_lost_and_a_token_that_died_are_no_conflict(authors, desk, say, kept, visits):
    visits.expected.add(400)
    page = desk(person=authors[0])
    page.goto(PAGE)
    lost = []

    def lose(route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(f"**{PAGE}", lose)
    write(page, MINE)
    wait_for_line(page, say, "The network is bad. What you wrote is kept on this computer and will be sent by itself.")
    assert lost == [200] and kept(MINE), "it arrived, but nobody told her"
    write(page, THEIRS)
    wait_until_kept(page, say)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('writing:'))")
    assert kept(MINE + THEIRS) and page.locator("[data-both]").is_hidden()

    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach((field) => { field.value = 'dead'; })")
    write(page, "再见。")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('writing:'))")
    assert kept("再见。")


def test_who_signs_out_over_words_that_have_not_arrived_is_told_first(authors, desk, say, kept):
    page = desk(person=authors[0])
    page.goto(PAGE)
    page.route(f"**{PAGE}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    write(page, MINE)
    page.locator("form[action$='/sign-out'] button").click()
    page.get_by_role("link", name=say("Go back to what you were writing")).wait_for()
    assert left_in(page)
    page.unroute(f"**{PAGE}")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until_kept(page, say)
    assert kept(MINE)
    click_through(page, page.locator("form[action$='/sign-out'] button"))
    assert left_in(page) == []


def test_a_button_pressed_while_words_are_on_their_way_is_no_conflict_with_oneself(authors, desk, say, kept):
    page = desk(person=authors[0])
    page.goto(PAGE)
    for name, words in (("A tip", MINE), ("A note for lecturers", THEIRS)):
        write(page, words)
        with page.expect_navigation():
            page.get_by_role("button", name=say(name), exact=True).click()
        page.wait_for_timeout(500)
        assert not page.locator("[data-back]").is_visible() and not page.locator("[data-both]").is_visible()
        assert page.get_by_role("heading", name=say("Tip"), exact=True).is_visible()
    page.locator('textarea[name^="zh-"]').last.press_sequentially("多等一会儿。")
    wait_until_kept(page, say)
    assert kept(MINE) and kept(THEIRS) and kept("多等一会儿。")
