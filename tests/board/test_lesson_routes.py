"""The pages about lessons: what stands on them for lecturers, authors and people without cohorts."""

import csv
import io

import pytest
from sqlalchemy import select

from college.core.audit import AuditEntry
from college.core.db import db, new_id
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
    assert badge.text == "Taps: 2, people: 1"
    row = main.select_one(".library-practice tbody tr")
    assert [each.text for each in row.find_all("td")] == ["2", "1", "100%"]
    assert main.select_one(".library-phone")["role"] == "img"


def test_all_lessons_stand_in_a_list(college, signed_in, cohort):
    client = signed_in(college.lecturer(cohort))
    page = client.get("/board/lessons")
    assert page.status_code == 200
    assert page.page.main.find("a", href="/board/lessons/refunds/find-order")


def test_what_a_coordinator_saves_is_what_her_page_says(college, signed_in, cohort):
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    page = client.get("/board/lessons/refunds/find-order")
    file = client.submit(page, button="Save these numbers as a table")
    lines = list(csv.reader(io.StringIO(file.get_data().decode("utf-8-sig"))))
    rows = page.page.main.select(".lesson-funnel tbody tr")
    assert len({len(line) for line in lines}) == 1
    assert [line[1] for line in lines[2:]] == [row.th.text for row in rows]
    tapped = next(line for line in lines[2:] if line[6] != "0")
    assert (tapped[0], tapped[3], tapped[6:8]) == ("春季班 (上城区)", "1", ["2", "1"])
    with college.work():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "board.export")).one()
        assert (entry.subject, entry.detail["lesson"]) == ("course:refunds", "find-order")


def test_who_takes_no_board_out_is_offered_no_table_of_a_lesson(college, signed_in, cohort):
    page = signed_in(college.lecturer(cohort)).get("/board/lessons/refunds/find-order")
    assert not page.page.main.find("form", method="post")


def test_an_author_is_led_into_the_step_and_others_are_told_whom_to_tell(college, signed_in, cohort):
    mend = "/write/refunds/find-order/steps/open-my-taobao"
    writer = college.staff(Role.AUTHOR, Scope(course="refunds"), "孙作者")
    page = signed_in(writer).get("/board/lessons/refunds/find-order")
    assert page.page.main.find("a", href=mend)
    assert signed_in(writer).get(mend).status_code == 200
    page = signed_in(college.lecturer(cohort)).get("/board/lessons/refunds/find-order")
    assert not page.page.main.find("a", href=mend)
    assert "孙作者" in page.words


def test_no_students_name_stands_on_the_page_of_a_lesson(college, signed_in, cohort):
    for who in (college.lecturer(cohort), college.coordinator(), college.helper(cohort)):
        assert "李秀兰" not in signed_in(who).get("/board/lessons/refunds/find-order").words


def test_a_lesson_without_any_cohort_says_so(college, signed_in, cohort):
    page = signed_in(college.product_manager()).get("/board/lessons/refunds/find-order")
    assert page.status_code == 200
    assert not page.page.main.find("table")


def test_a_board_leads_to_its_lessons(college, signed_in, cohort):
    page = signed_in(college.lecturer(cohort)).get(f"/board/{cohort}")
    link = page.page.main.find("a", href=lambda href: href.startswith("/board/lessons/refunds/find-order?of="))
    assert link["href"].endswith(cohort.hex)
