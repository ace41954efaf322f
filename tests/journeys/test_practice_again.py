"""A practice begins anew where she stands, and the first step tells the story its lesson begins with."""

import pytest

from college.library import service as library


@pytest.fixture
def lesson(people, refunds):
    """Give the first lesson of the shipped course."""
    with people.app.app_context():
        return library.lesson(refunds, library.course(refunds).lessons[0].id)


def address(lesson, number):
    return f"/learn/{lesson.course_id}/{lesson.id}/{lesson.step_ids[number - 1]}"


def wrong_target(people, screen):
    with people.app.app_context():
        return min(library.screens().targets(screen.screen, screen.values) - {screen.target})


def tap_wrong(page, people, screen, times):
    for _ in range(times):
        page.locator(f'button[name="tap"][value="{wrong_target(people, screen)}"]').click()


@pytest.mark.parametrize("js", [True, False])
def test_a_practice_starts_again_as_if_nothing_had_been_tapped(people, phone, lesson, js):
    page, screen = phone(js=js), lesson.in_language("zh").steps[0].practice[0]
    page.goto(f"{address(lesson, 1)}/practice")
    again = page.get_by_role("link", name="从头再练一遍")
    assert again.count() == 0, "there is nothing to start again yet"
    tap_wrong(page, people, screen, 3)
    page.locator(".app-ringed").wait_for()
    again.click()
    page.locator(".app-ringed").wait_for(state="detached")
    assert page.locator(".lesson-wrong:visible").count() == again.count() == 0
    tap_wrong(page, people, screen, 1)
    page.locator(".lesson-wrong").wait_for()
    assert page.locator(".app-ringed").count() == 0, "the three taps are counted anew"
    page.locator(f'button[name="tap"][value="{screen.target}"]').click()
    page.locator(".lesson-right").wait_for()


def test_the_story_of_a_lesson_stands_on_its_first_step_only(phone, lesson):
    page, story = phone(), lesson.in_language("zh").intro_html.striptags()
    page.goto(address(lesson, 1))
    assert story[:12] in page.locator("main").inner_text()
    page.goto(address(lesson, 2))
    assert story[:12] not in page.locator("main").inner_text()
