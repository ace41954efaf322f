"""A lecturer's desk in a browser: what waits longest first, taken on, asked back, answered together, raised, parted."""

import pytest

from college.accounts import service as accounts
from tests.questions.classroom import NEXT_STEP, STEP, Class
from tests.support.axe import assert_accessible
from tests.support.browser import click_through
from tests.support.probes import assert_fit_for_desk, assert_fit_for_learners
from tests.support.words import words_of

FIRST, ALIKE, OTHER = "跳出来一个广告关不掉", "我也是广告，点不掉", "我的订单里是空的"
TITLE = "广告的“跳过”太小"


@pytest.fixture
def say(people):
    """Say sentences as the pages do in Chinese."""
    return words_of(people.app, "zh")


@pytest.fixture
def room(people, refunds) -> Class:
    """Have a class with two lecturers, and three questions that wait."""
    cohort = people.cohort(courses=(refunds,))
    room = Class(
        people, cohort,
        student=people.student(cohort, "王桂明", age_band="65-69"), other=people.student(cohort, "李秀兰"),
        lecturer=people.lecturer(cohort), colleague=people.lecturer(cohort), far_lecturer=cohort, far_student=cohort,
    )  # fmt: skip
    room.ask(FIRST)
    room.ask(ALIKE, room.other)
    room.ask(OTHER, room.other, step=NEXT_STEP)
    return room


def waiting(page) -> list[str]:
    """Give the words of the questions on the desk, from the top."""
    page.goto("/desk/questions")
    return page.locator("a.desk-words").all_inner_texts()


def open_question(page, words: str) -> None:
    page.goto("/desk/questions?show=all")
    click_through(page, page.get_by_role("link", name=words))


def press(page, words: str) -> None:
    click_through(page, page.locator("main").get_by_role("button", name=words, exact=True).first)


def test_what_waits_longest_is_first_and_what_one_takes_on_a_colleague_sees(room, desk, say):
    mine, theirs = desk(person=room.lecturer), desk(person=room.colleague)
    assert waiting(mine) == [FIRST, ALIKE, OTHER]
    open_question(mine, FIRST)
    assert "李秀兰" in mine.locator("aside").inner_text(), "who else called for help at this step"
    press(mine, say("Take it on"))
    theirs.goto("/desk/questions")
    assert say("%(name)s has it", name="钱讲师") in theirs.locator("tbody tr").first.inner_text()
    open_question(mine, FIRST)
    press(mine, say("Put it back"))
    open_question(theirs, FIRST)
    assert theirs.get_by_role("button", name=say("Take it on")).count() == 1


def test_a_step_can_be_chosen_and_is_empty_when_answered(room, desk, say):
    page = desk(person=room.lecturer)
    page.goto("/desk/questions")
    chosen = page.locator(f'#at option[value$="{NEXT_STEP}"]').get_attribute("value")
    page.locator("#at").select_option(chosen)
    press(page, say("Show these"))
    assert page.locator("a.desk-words").all_inner_texts() == [OTHER]
    assert_accessible(page)
    assert_fit_for_desk(page)


def test_asked_back_replied_and_answered_together_reaches_both(room, desk, phone, say):
    page, hers = desk(person=room.lecturer), phone(person=room.student)
    open_question(page, FIRST)
    page.locator('form[action$="/ask-back"] textarea').fill("广告上有没有“跳过”两个字？")
    press(page, say("Ask the student"))
    assert waiting(page) == [ALIKE, OTHER]

    hers.goto("/")
    click_through(hers, hers.locator(".home-notice-open"))
    hers.wait_for_url("**/questions/*")
    assert "广告上有没有" in hers.locator("main").inner_text()
    assert_fit_for_learners(hers)
    hers.locator("textarea").fill("有，很小，在右上角")
    press(hers, say("Send the reply to the teacher"))

    assert FIRST in waiting(page)
    open_question(page, FIRST)
    assert "有，很小，在右上角" in page.locator("main").inner_text()
    answer_both(page, say)
    assert waiting(page) == [OTHER]
    for person in (room.student, room.other):
        screen = phone(person=person)
        screen.goto("/")
        click_through(screen, screen.locator(".home-notice-open").first)
        screen.wait_for_url("**/questions/*")
        assert "等几秒，它自己会走" in screen.locator("main").inner_text()
        assert screen.locator(f'main a[href$="/{STEP}"]').count() >= 1


def answer_both(page, say) -> None:
    form = page.locator('form[action$="/answer"]')
    form.locator("textarea").fill("不用点它。等几秒，它自己会走。")
    form.locator("select").select_option(STEP)
    form.get_by_label(ALIKE).check()
    assert form.get_by_label(OTHER).count() == 1, "of the same lesson"
    press(page, say("Send the answer"))


def test_two_lecturers_answer_at_once_and_no_word_is_lost(room, desk, say):
    mine, theirs = desk(person=room.lecturer), desk(person=room.colleague)
    for page in (mine, theirs):
        open_question(page, FIRST)
        page.locator('form[action$="/answer"] textarea').fill("等几秒，它自己会走。")
    press(mine, say("Send the answer"))
    press(theirs, say("Send the answer"))
    assert theirs.locator(".notice-bad").count() == 1
    assert theirs.locator('form[action$="/answer"] textarea').input_value() == "等几秒，它自己会走。"
    assert_accessible(theirs)


def raise_to(page, say, words: str, choose) -> None:
    """Raise a question to what `choose` chooses on the form."""
    open_question(page, words)
    click_through(page, page.get_by_role("link", name=say("Raise it to a theme")))
    choose(page)
    page.locator("#confirmed").check()
    press(page, say("Raise it without a name"))
    page.wait_for_url("**/desk/questions/*")


def test_two_questions_become_one_theme_and_one_is_parted_again(room, desk, say):
    page = desk(person=room.lecturer)
    raise_to(page, say, FIRST, lambda form: form.locator("#title").fill(TITLE))
    raise_to(page, say, ALIKE, lambda form: form.get_by_label(TITLE).check())
    page.goto("/desk/questions?show=all")
    click_through(page, page.get_by_role("link", name=ALIKE))
    click_through(page, page.get_by_role("link", name=say("Raise it to a theme")))
    assert TITLE in page.locator("main").inner_text()
    assert_fit_for_desk(page)
    press(page, say("Part it from this theme"))
    assert page.locator("#confirmed").count() == 1


def test_nothing_is_raised_before_she_has_read_and_confirmed(room, desk, say):
    room.ask("我叫王桂明，住在梧桐新村3幢，电话14000000007")
    page = desk(person=room.lecturer)
    open_question(page, "我叫")
    click_through(page, page.get_by_role("link", name=say("Raise it to a theme")))
    assert len(page.locator("mark").all()) >= 3
    page.locator("#title").fill(TITLE)
    press(page, say("Raise it without a name"))
    assert page.locator("#errors").count() == 1
    page.locator("textarea").fill("电话14000000007")
    page.locator("#confirmed").check()
    press(page, say("Raise it without a name"))
    assert page.locator("#errors").count() == 1
    assert page.locator("textarea").input_value() == "电话14000000007", "what was typed is kept"
    assert_accessible(page)


def test_words_written_over_the_end_of_a_session_are_still_there(room, desk, say, people, live_college):
    page = desk(person=room.lecturer)
    open_question(page, FIRST)
    address, box = page.url, page.locator("textarea").first
    box.fill("请先点右上角的小叉，慢慢来。")
    with people.work():
        accounts.end_sessions([room.lecturer])
    press(page, say("Send the answer"))
    assert "/staff/sign-in" in page.url, "what she sent came too late"
    page.context.add_cookies(live_college.cookies(person=room.lecturer))
    page.goto(address)
    assert page.locator("textarea").first.input_value() == "请先点右上角的小叉，慢慢来。"
    assert page.get_by_text(say("What you had written is still here.")).is_visible()
    press(page, say("Send the answer"))
    page.goto(address)
    assert "请先点右上角的小叉，慢慢来。" in page.locator("main").inner_text(), "sent once"
    assert not any(page.locator("textarea").nth(at).input_value() for at in range(page.locator("textarea").count()))
