"""The courses that ship with the college pass their own check, in both languages and on the drawn screens."""

from pathlib import Path

import pytest

from college.library.checks import check_shelf
from college.library.content import lesson_content, source_hash
from college.library.reading import read_shelf
from college.library.screens import Screens

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shelf():
    return read_shelf(ROOT / "courses")


def test_the_check_finds_nothing_to_mend(shelf):
    problems = check_shelf(shelf, Screens(ROOT / "templates"))
    assert not problems, "\n".join(str(problem) for problem in problems)


def test_every_text_can_be_rendered(shelf):
    for course in shelf.courses:
        for lesson in course.lessons:
            content, _ = lesson_content(lesson, course.folder)
            assert set(content["texts"]) == {"zh", "en"}
            assert len(source_hash(lesson, course.folder)) == 64


def test_the_first_course_is_a_whole_one(shelf):
    """Issue "From a printed card to a finished step" asked for 4 lessons, 24 steps, 16 practised on 10 screens; two lessons grew on."""
    (course,) = [course for course in shelf.courses if course.text.id == "refunds"]
    steps = [step for lesson in course.lessons for step in lesson.zh.steps]
    practised = [step for step in steps if step.practice]
    assert len(course.lessons) == 6
    assert len(steps) >= 24
    assert len(practised) >= 16
    assert len({screen.screen for step in practised for screen in step.practice}) >= 10
