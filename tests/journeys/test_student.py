"""A student scans her card, follows a lesson with practice, leaves, comes back to the very step, and finishes."""

import pytest
from sqlalchemy import func, select

from college.accounts import service as accounts
from college.core.clock import today
from college.core.db import db
from college.core.permissions import Actor
from college.library import service as library
from college.progress.models import LessonProgress, StepDone, Tap
from tests.support.axe import assert_accessible
from tests.support.probes import assert_fit_for_learners

LOST = "网络不好，已替您存好，点这里再试"


@pytest.fixture
def lesson(people, refunds):
    """Give the first lesson of the shipped course."""
    with people.app.app_context():
        head = library.course(refunds).lessons[0]
        return library.lesson(refunds, head.id)


@pytest.fixture
def student(people, refunds):
    """Enroll one student and give her id."""
    return people.student(people.cohort(courses=(refunds,)), "王桂明")


def card_of(people, student):
    """Print the student's card; give the address in its square pattern."""
    with people.work():
        _, token = accounts.issue_card(actor=Actor.system(), person_id=student, expires_on=today())
    return f"/c/{token}"


def count(people, model):
    with people.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def place(people):
    with people.app.app_context():
        return db.session.scalars(select(LessonProgress)).one().place


def address(lesson, number):
    return f"/learn/{lesson.course_id}/{lesson.id}/{lesson.step_ids[number - 1]}"


def wrong_target(people, screen):
    with people.app.app_context():
        return min(library.screens().targets(screen.screen, screen.values) - {screen.target})


def press(page, words):
    """Press a button or follow a link by its words, in the page's own part or in the bar."""
    page.locator("main, .bar").get_by_role("button", name=words).or_(
        page.locator("main, .bar").get_by_role("link", name=words)
    ).first.click()


def sign_in(page, *, for_the_first_time=False):
    """Say that the name is hers and the phone too, the first time also that she agrees; then stand at her start page."""
    page.locator("main form .button-primary").click()
    page.locator('main button[value="own"]').click()
    if for_the_first_time:
        page.wait_for_url("**/consent")
        page.locator('main form[action="/consent"] button').click()
    page.locator(".lesson-now").wait_for()


def tap(page, target):
    page.locator(f'button[name="tap"][value="{target}"]').click()


def practise(page, people, lesson, number):
    """Practise a step: wrong three times on its first screen, then right on each."""
    screens = lesson.in_language("zh").steps[number - 1].practice
    press(page, "练一练")
    for _ in range(3):
        tap(page, wrong_target(people, screens[0]))
        page.locator(".lesson-wrong").wait_for()
    page.locator(".app-ringed").wait_for()
    for at, screen in enumerate(screens, 1):
        tap(page, screen.target)
        page.locator(".lesson-right").wait_for()
        assert "对了" in page.locator(".lesson-right").inner_text()
        if at < len(screens):
            press(page, "下一个画面")


@pytest.mark.parametrize("js", [True, False])
def test_from_the_card_to_the_end_of_a_lesson(people, phone, lesson, student, js):
    card, total = card_of(people, student), len(lesson.step_ids)
    page = phone(js=js)
    page.goto(card)
    assert "王*明" in page.locator("h1").inner_text()
    sign_in(page, for_the_first_time=True)
    press(page, "开始学这一课")
    page.wait_for_url(f"**{address(lesson, 1)}")
    assert f"第1步 共{total}步" in page.locator("main").inner_text()

    practise(page, people, lesson, 1)
    press(page, "下一步")
    page.wait_for_url(f"**{address(lesson, 2)}")
    press(page, "下一步")
    page.wait_for_url(f"**{address(lesson, 3)}")
    assert place(people).current_step_id == lesson.step_ids[2]

    later = phone(js=js)
    later.goto(card)
    sign_in(later)
    press(later, "继续学习")
    later.wait_for_url(f"**{address(lesson, 3)}")
    press(later, "上一步")
    later.wait_for_url(f"**{address(lesson, 2)}")
    later.goto(address(lesson, 3))
    for number in range(3, total):
        press(later, "下一步")
        later.wait_for_url(f"**{address(lesson, number + 1)}")
    press(later, "学完了")
    later.wait_for_url("**/finished")
    assert place(people).finished_at is not None
    assert count(people, StepDone) == total
    assert count(people, Tap) == 3 + len(lesson.in_language("zh").steps[0].practice)
    press(later, "下一课")
    assert f"/{lesson.id}/" not in later.url


def test_next_stands_in_the_same_place_on_every_step(people, phone, lesson, student):
    page, boxes = phone(person=student), []
    for number in range(1, len(lesson.step_ids)):
        page.goto(address(lesson, number))
        boxes.append(page.locator(".bar").get_by_role("button", name="下一步").bounding_box())
    assert all(box == boxes[0] for box in boxes)
    assert boxes[0]["height"] >= 64


def test_a_lost_line_keeps_the_step_and_sends_it_when_asked_again(people, phone, lesson, student):
    page = phone(person=student)
    page.goto(address(lesson, 1))
    page.context.set_offline(True)
    press(page, "下一步")
    page.get_by_role("button", name=LOST).wait_for()
    assert count(people, StepDone) == 0
    page.context.set_offline(False)
    press(page, LOST)
    page.wait_for_url(f"**{address(lesson, 2)}")
    assert count(people, StepDone) == 1


def test_taps_made_without_a_line_are_sent_when_it_is_back(people, phone, lesson, student):
    page = phone(person=student)
    screen = lesson.in_language("zh").steps[0].practice[0]
    page.goto(f"{address(lesson, 1)}/practice")
    page.context.set_offline(True)
    tap(page, wrong_target(people, screen))
    page.locator(".lesson-wrong").wait_for()
    assert count(people, Tap) == 0
    page.context.set_offline(False)
    for _ in range(100):
        if page.evaluate("() => sessionStorage.getItem('lesson-outbox')") == "[]":
            break
        page.wait_for_timeout(100)
    assert count(people, Tap) == 1


def test_a_hurried_double_tap_on_next_goes_one_step(people, phone, lesson, student):
    page = phone(person=student)
    page.goto(address(lesson, 1))
    page.locator(".bar").get_by_role("button", name="下一步").dblclick()
    page.wait_for_url(f"**{address(lesson, 2)}")
    page.wait_for_load_state()
    assert count(people, StepDone) == 1


def test_a_printed_step_opened_by_anybody_can_be_read_and_practised(people, phone, lesson):
    page = phone()
    page.goto(address(lesson, 1))
    assert page.get_by_role("link", name="用学员卡登录").is_visible()
    practise(page, people, lesson, 1)
    press(page, "下一步")
    page.wait_for_url(f"**{address(lesson, 2)}")
    assert count(people, Tap) == count(people, StepDone) == 0


@pytest.mark.parametrize(("width", "size"), [(320, "huge"), (412, "standard"), *(pytest.param(*each, marks=pytest.mark.full) for each in ((320, "standard"), (412, "huge")))])
def test_every_screen_of_a_lesson_is_fit(people, phone, lesson, student, width, size):
    page, screen = phone(width, size=size, person=student), lesson.in_language("zh").steps[0].practice[0]
    practice = f"{address(lesson, 1)}/practice"
    looked_at = [
        "/",
        "/learn",
        f"/learn/{lesson.course_id}",
        address(lesson, 1),
        address(lesson, len(lesson.step_ids)),
        practice,
        f"{practice}?tap={wrong_target(people, screen)}&tries=2",
        f"{practice}?tap={screen.target}",
    ]
    for where in looked_at:
        page.goto(where)
        assert_accessible(page)
        assert_fit_for_learners(page)
