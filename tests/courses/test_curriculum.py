"""What the shipped courses promise as a whole: thirteen courses in the order of beginners, enough lessons, enough screens."""

from pathlib import Path

import pytest

from college.library.reading import read_shelf
from college.library.screens import Screens

ROOT = Path(__file__).resolve().parents[2]
COURSES = (
    "meet-taobao", "account", "search", "product-page", "ordering", "pay-safely", "family", "parcels", "refunds",
    "after-sales", "discounts", "safe", "earn",
)  # fmt: skip
MONEY_AND_AFTER_SALES = {"pay-safely", "refunds", "after-sales", "discounts"}


@pytest.fixture(scope="module")
def courses():
    return read_shelf(ROOT / "courses").courses


def test_there_are_thirteen_courses_in_the_order_of_beginners(courses):
    assert tuple(course.text.id for course in courses) == COURSES


def test_there_are_sixty_lessons_and_fourteen_on_money_and_after_sales(courses):
    count = {course.text.id: len(course.lessons) for course in courses}
    assert sum(count.values()) >= 60
    assert sum(count[each] for each in MONEY_AND_AFTER_SALES) >= 14


def test_half_of_all_steps_are_practised(courses):
    steps = [step for course in courses for lesson in course.lessons for step in lesson.zh.steps]
    assert sum(1 for step in steps if step.practice) >= len(steps) / 2


def test_every_step_shows_a_screen_or_a_picture(courses):
    bare = [step.id for course in courses for lesson in course.lessons for step in lesson.zh.steps
            if not (step.practice or step.drawn or step.images)]
    assert not bare


def test_forty_five_screens_are_drawn_and_each_is_used(courses):
    used = {screen.screen for course in courses for lesson in course.lessons for step in lesson.zh.steps
            for screen in (*step.practice, *step.drawn)}
    names = set(Screens(ROOT / "templates").names())
    assert len(names) >= 45
    assert names == used


def test_some_practices_are_paths_of_several_screens(courses):
    paths = [step for course in courses for lesson in course.lessons for step in lesson.zh.steps if len(step.practice) > 1]
    assert len(paths) >= 40


def test_no_lesson_pretends_to_have_been_checked_on_a_phone(courses):
    for course in courses:
        for lesson in course.lessons:
            assert (lesson.zh.value("checked_on"), lesson.zh.value("app_version")) == ("", "")
