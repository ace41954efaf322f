"""Asking in a real browser: one tap that is kept, words that are not lost when the line is gone, pages fit for old eyes."""

import pytest
from sqlalchemy import func, select

from college.core.db import db
from college.progress.models import HelpCall
from college.questions import service
from college.questions.models import Question
from tests.questions.classroom import COURSE, LESSON, NEXT_STEP, STEP, Class
from tests.support.axe import assert_accessible
from tests.support.probes import assert_fit_for_desk, assert_fit_for_learners

AT_STEP = f"/learn/{COURSE}/{LESSON}/{STEP}"
HELP, SEND = "I cannot do this, please help me", "Send it to the teacher"


@pytest.fixture
def room(refunds, people) -> Class:
    """Have a class in the live college."""
    cohort = people.cohort(courses=(COURSE,))
    return Class(
        people, cohort,
        student=people.student(cohort, "王桂明"), other=people.student(cohort, "李秀兰"),
        lecturer=people.lecturer(cohort), colleague=people.lecturer(cohort), far_lecturer=cohort, far_student=cohort,
    )  # fmt: skip


def _count(room, model) -> int:
    with room.college.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def _tap_help(page) -> None:
    page.goto(AT_STEP)
    page.get_by_role("button", name=HELP).click()
    page.wait_for_url("**/words")


def _box(page):
    return page.get_by_label("What is difficult?")


@pytest.mark.parametrize("js", [True, False])
def test_from_the_tap_to_the_sent_question(phone, room, js):
    page = phone(lang="en", person=room.student, js=js)
    _tap_help(page)
    assert _count(room, HelpCall) == 1
    _box(page).fill("点了没有反应")
    page.get_by_role("button", name=SEND).click()
    page.get_by_role("heading", name="Your teacher has your question").wait_for()
    assert "点了没有反应" in page.locator("main").inner_text()
    assert _count(room, Question) == 1


def test_a_double_tap_is_one_call(phone, room):
    page = phone(lang="en", person=room.student)
    page.goto(AT_STEP)
    page.get_by_role("button", name=HELP).dblclick()
    page.wait_for_url("**/words")
    assert _count(room, HelpCall) == _count(room, Question) == 1


def test_words_are_kept_while_she_types_and_are_there_when_she_comes_back(phone, room):
    page = phone(lang="en", person=room.student)
    _tap_help(page)
    _box(page).press_sequentially("点了没有反应")
    page.get_by_text("We have kept your words").wait_for()
    page.goto(AT_STEP)
    page.get_by_role("button", name=HELP).click()
    page.wait_for_url("**/words")
    assert _box(page).input_value() == "点了没有反应"
    assert (_count(room, HelpCall), _count(room, Question)) == (2, 1)


def test_words_written_without_a_line_are_kept_on_the_phone_and_go_out_later(phone, room):
    page = phone(lang="en", person=room.student)
    _tap_help(page)
    page.route("**/draft", lambda route: route.abort())
    _box(page).press_sequentially("没有网")
    page.get_by_text("Your words are kept on this phone").wait_for()
    page.reload()
    assert _box(page).input_value() == "没有网"
    page.unroute("**/draft")
    page.get_by_text("We have kept your words").wait_for()
    with room.college.app.app_context():
        assert db.session.scalars(select(Question.text)).one() == "没有网"


def test_sending_without_a_line_says_that_it_is_kept_and_is_done_by_the_next_tap(phone, room):
    page = phone(lang="en", person=room.student)
    _tap_help(page)
    page.route("**/send", lambda route: route.abort())
    _box(page).fill("没有网")
    page.get_by_role("button", name=SEND).click()
    again = page.get_by_role("button", name="The network is poor.")
    again.wait_for()
    page.unroute("**/send")
    again.click()
    page.get_by_role("heading", name="Your teacher has your question").wait_for()
    # What stays says when her pages were looked at last, for the counting of minutes (static/js/here.js).
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key !== 'here')") == []


def test_a_call_without_a_line_reaches_the_teacher_from_the_next_page(phone, room):
    page = phone(lang="en", person=room.student)
    page.goto(AT_STEP)
    page.route("**/questions/help", lambda route: route.abort())
    page.get_by_role("button", name=HELP).click()
    page.get_by_role("button", name="The network is poor.").wait_for()
    page.unroute("**/questions/help")
    with page.expect_response("**/questions/help"):
        page.goto(f"/learn/{COURSE}/{LESSON}/{NEXT_STEP}")
    with room.college.app.app_context():
        assert db.session.scalars(select(HelpCall.step_id)).all() == [STEP]


def test_a_call_after_the_session_ended_reaches_the_teacher_once_she_signs_in_again(phone, visits, room, live_college):
    page = phone(lang="en", person=room.student)
    page.goto(AT_STEP)
    page.context.clear_cookies()
    page.get_by_role("button", name=HELP).click()
    page.wait_for_load_state()
    page.wait_for_url("**/questions/help")
    page.context.add_cookies(live_college.cookies(person=room.student, lang="en"))
    with page.expect_response("**/questions/help"):
        page.goto(f"/learn/{COURSE}/{LESSON}/{NEXT_STEP}")
    with room.college.app.app_context():
        assert db.session.scalars(select(HelpCall.step_id)).all() == [STEP]
    # The script was told no without a session: that is what this test is about.
    visits.watches[0].faults = [fault for fault in visits.watches[0].faults if not fault.startswith("400 for POST")]


@pytest.mark.parametrize(("width", "size", "lang"), [(320, "huge", "zh"), pytest.param(390, "standard", "zh", marks=pytest.mark.full), (360, "large", "en")])
def test_every_page_of_asking_is_fit_for_its_readers(phone, room, width, size, lang):
    sent, answered, asked = (room.ask("点了没有反应,屏幕上跳出来一个广告") for _ in range(3))
    draft = room.call(step=NEXT_STEP)
    room.answer(answered, "请看右下角。", link_step=NEXT_STEP)
    room.ask_back(asked)
    page = phone(width, size=size, lang=lang, person=room.student)
    for address in (
        AT_STEP, f"{AT_STEP}/practice", "/questions", f"/questions/{draft}/words", f"/questions/{sent}",
        f"/questions/{answered}", f"/questions/{asked}", f"/questions/{sent}/withdraw",
    ):  # fmt: skip
        page.goto(address)
        assert_fit_for_learners(page)
        assert_accessible(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_the_desk_is_fit_for_lecturers(desk, room, lang):
    question, held = room.ask("字" * 300), room.ask("点了没有反应", room.other)
    room.run(room.colleague, service.claim, question_id=held)
    page = desk(lang=lang, person=room.lecturer)
    for address in ("/desk/questions", "/desk/questions?show=answered", f"/desk/questions/{question}", f"/desk/questions/{held}"):
        page.goto(address)
        assert_fit_for_desk(page)
        assert_accessible(page)
