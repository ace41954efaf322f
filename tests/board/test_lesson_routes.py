"""The pages about lessons: what stands on them for lecturers, authors and people without cohorts."""

import pytest

from college.core.clock import now
from college.core.db import new_id
from college.core.permissions import Role, Scope
from college.library import service as library
from college.progress import service as progress


@pytest.fixture
def cohort(college, refunds):
    """Make a cohort with somebody who tapped wrong once at the first step that has a practice."""
    cohort_id = college.cohort(courses=(refunds,))
    student = college.student(cohort_id, "李秀兰")
    with college.work():
        lesson = library.lesson(refunds, "find-order")
        step = next(each for each in lesson.in_language("zh").steps if each.practice)
        screen = step.practice[0]
        target = sorted(library.screens().targets(screen.screen, screen.values) - {screen.target})[0]
        for tapped in (target, target, screen.target):
            progress.keep_tap(
                person_id=student, client_id=new_id(), course_id=refunds, step_id=step.id, screen=screen.screen,
                target=tapped, expected=screen.target,
            )  # fmt: skip
    return cohort_id


def test_a_lesson_shows_what_was_tapped_on_its_screen_and_beside_it(college, signed_in, cohort):
    client = signed_in(college.lecturer(cohort))
    client.set_cookie("language", "en")
    page = client.get("/board/lessons/refunds/find-order")
    assert page.status_code == 200
    main = page.page.main
    badge = main.select_one(".app-tapped-3 .app-tap-count")
    assert badge.text == "2 taps, 1 people"
    row = main.select_one(".library-practice tbody tr")
    assert [each.text for each in row.find_all("td")] == ["2", "1", "100%"]
    assert main.select_one(".library-phone")["role"] == "img"


def test_all_lessons_stand_in_a_list(college, signed_in, cohort):
    client = signed_in(college.lecturer(cohort))
    page = client.get("/board/lessons")
    assert page.status_code == 200
    assert page.page.main.find("a", href="/board/lessons/refunds/find-order")
