"""The whole loop: from the tap on 我不会，帮帮我, over lecturer and product manager, to the notice on her start page."""

import pytest

from tests.support.axe import assert_accessible
from tests.support.browser import click_through
from tests.support.probes import assert_fit_for_desk, assert_fit_for_learners
from tests.support.words import words_of

AT_STEP = "/learn/refunds/find-order/find-apply"
NAME, PHONE, MASKED = "王桂明", "14000000007", "140****0007"
ASKED = f"我叫{NAME}，电话{PHONE}，点到确认收货去了，怎么办"
ANSWER = "不要紧，打开那一单，再找“申请售后”。"
TITLE = "“确认收货”点错了也不问一声"
SENTENCES = {"looking": "我们在看这一页。", "planned": "我们打算先问您一句。", "changed": "点它的时候，会先问您：东西收好了吗？"}
FEATURE = {"zh": "申请退货退款", "en": "Asking for a return and refund"}
TOLD = {
    "zh": "您问过“申请退货退款”，现在改好了：点它的时候，会先问您：东西收好了吗？",
    "en": "You asked about “Asking for a return and refund”. It has been improved now: 点它的时候，会先问您：东西收好了吗？",
}


class Loop:
    """The three people of the loop, each at her own screen, in one language."""

    def __init__(self, people, phone, desk, lang: str) -> None:
        self.lang, self.say = lang, words_of(people.app, lang)
        cohort = people.cohort(courses=("refunds",))
        self.student_id = people.student(cohort, NAME, phone=PHONE, age_band="65-69")
        self.phone = phone(lang=lang, person=self.student_id)
        self.lecturer = desk(lang=lang, person=people.lecturer(cohort))
        self.manager = desk(lang=lang, person=people.product_manager())

    def press(self, page, sentence: str, **values) -> None:
        """Press a button or follow a link by what it says."""
        words = self.say(sentence, **values)
        main = page.locator("main, .bar, .help-call")
        click_through(page, main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first)

    def start(self, page) -> str:
        """Open the start page; give what it says."""
        page.goto("/")
        return page.locator("main").inner_text()


@pytest.fixture
def loop(request, people, phone, desk, refunds):
    """Have a student, her lecturer and the product manager read in one language."""
    return Loop(people, phone, desk, request.param)


def ask(loop) -> None:
    """The student is stuck, taps, writes and sends."""
    loop.phone.goto(AT_STEP)
    loop.press(loop.phone, "I cannot do this, please help me")
    loop.phone.wait_for_url("**/words")
    loop.phone.locator("textarea").fill(ASKED)
    loop.press(loop.phone, "Send it to the teacher")
    loop.phone.get_by_role("heading", name=loop.say("Your teacher has your question")).wait_for()
    assert_fit_for_learners(loop.phone)
    assert loop.phone.locator(".home-notice").count() == 0


def answer(loop) -> None:
    """The lecturer sees on her start page that one waits, and answers it."""
    assert loop.say("Answer questions") in loop.start(loop.lecturer)
    loop.press(loop.lecturer, "Answer questions")
    click_through(loop.lecturer, loop.lecturer.locator("a.desk-words"))
    assert NAME in loop.lecturer.locator("h1").inner_text()
    loop.lecturer.locator('form[action$="/answer"] textarea').fill(ANSWER)
    loop.press(loop.lecturer, "Send the answer")
    loop.lecturer.wait_for_url("**/desk/questions")
    assert loop.lecturer.locator("a.desk-words").count() == 0


def read_the_answer(loop) -> None:
    """The student finds on her start page that an answer has come, and reads it."""
    assert loop.start(loop.phone).count(loop.say("A message for you")) == 1
    assert_fit_for_learners(loop.phone)
    loop.press(loop.phone, "Read it")
    loop.phone.wait_for_url("**/questions/*")
    assert ANSWER in loop.phone.locator("main").inner_text()
    assert loop.say("A message for you") not in loop.start(loop.phone)


def raise_it(loop) -> None:
    """The lecturer reads the proposal, in which neither name nor number is, and raises it."""
    loop.lecturer.goto("/desk/questions?show=answered")
    click_through(loop.lecturer, loop.lecturer.locator("a.desk-words"))
    loop.press(loop.lecturer, "Raise it to a theme")
    marked = loop.lecturer.locator("mark").all_inner_texts()
    assert any(NAME in each for each in marked) and any(MASKED in each for each in marked)
    assert PHONE not in loop.lecturer.locator("body").inner_text(), "what she typed is whole for herself alone"
    excerpt = loop.lecturer.locator("textarea").input_value()
    assert NAME not in excerpt and PHONE not in excerpt and "点到确认收货去了" in excerpt
    assert_accessible(loop.lecturer)
    assert_fit_for_desk(loop.lecturer)
    loop.lecturer.get_by_label(loop.say("Title of a new theme")).fill(TITLE)
    loop.lecturer.get_by_label(loop.say("I have read the excerpt. Nobody can tell from it who asked.")).check()
    loop.press(loop.lecturer, "Raise it without a name")
    loop.lecturer.wait_for_url("**/desk/questions/*")


def decide(loop) -> None:
    """The product manager finds the theme, reads what people say, and decides three times."""
    assert loop.say("Look at the new themes") in loop.start(loop.manager)
    loop.press(loop.manager, "Look at the new themes")
    click_through(loop.manager, loop.manager.get_by_role("link", name=TITLE))
    text = loop.manager.locator("main").inner_text()
    assert "点到确认收货去了" in text and FEATURE[loop.lang] in text
    for to, sentence in SENTENCES.items():
        loop.press(loop.manager, "Decide")
        loop.manager.locator(f'input[name="to"][value="{to}"]').check()
        loop.manager.locator("textarea").fill(sentence)
        loop.press(loop.manager, "See how people will read it")
        assert sentence in loop.manager.locator(f'.reads[lang^="{loop.lang}"]').inner_text()
        loop.press(loop.manager, "Keep it and tell everybody" if to == "changed" else "Keep this decision")
        loop.manager.locator(".notice").wait_for()
        for nobody in (NAME, PHONE):
            assert nobody not in loop.manager.content()


def hear_of_it(loop) -> None:
    """The student reads on her start page, once and in her language, what became of it."""
    assert TOLD[loop.lang] in loop.start(loop.phone)
    assert_accessible(loop.phone)
    assert_fit_for_learners(loop.phone)
    assert loop.phone.locator(".home-notice").count() == 1
    loop.press(loop.phone, "Read it")
    loop.phone.wait_for_url("**/questions/*")
    assert TOLD[loop.lang] in loop.phone.locator("main").inner_text()
    assert loop.say("A message for you") not in loop.start(loop.phone)


def check_the_lessons(loop) -> None:
    """The lecturer finds the lessons that show the feature, and looks at each."""
    loop.start(loop.lecturer)
    loop.press(loop.lecturer, "Look at these lessons")
    count = loop.lecturer.locator(".to-check > li").count()
    assert count >= 2
    for left in range(count, 0, -1):
        assert loop.lecturer.locator(".to-check > li").count() == left
        loop.press(loop.lecturer, "I looked: it is all right")
    assert loop.say("Look at these lessons") not in loop.start(loop.lecturer)


@pytest.mark.parametrize("loop", ["zh", pytest.param("en", marks=pytest.mark.full)], indirect=True)
def test_from_the_tap_to_the_notice(loop):
    ask(loop)
    answer(loop)
    read_the_answer(loop)
    raise_it(loop)
    decide(loop)
    hear_of_it(loop)
    check_the_lessons(loop)
