"""The pages of a board: its numbers, the people behind them and the files."""

from datetime import timedelta
from uuid import uuid4

import pytest

from college.cohorts import service as cohorts
from college.core.clock import now
from college.core.db import db
from college.core.permissions import Actor
from college.library import service as library
from college.meetings.models import Attendance, Meeting
from college.progress import service as progress


@pytest.fixture
def cohort(college, refunds):
    """Make a cohort with two students, one at the second step: she came to the only meeting and called for help."""
    cohort_id = college.cohort(courses=(refunds,))
    college.student(cohort_id, "王小明")
    began = college.student(cohort_id, "李秀兰")
    with college.work():
        head = library.course(refunds).lessons[0]
        progress.keep_step(
            person_id=began, course_id=refunds, lesson_id=head.id, step_ids=head.step_ids, step_id=head.step_ids[0]
        )
        place = {"course_id": refunds, "lesson_id": head.id, "step_id": head.step_ids[1]}
        progress.call_help(person_id=began, client_id=uuid4(), **place)
        begins = now() - timedelta(days=1)
        meeting = Meeting(cohort_id=cohort_id, starts_at=begins, ends_at=begins + timedelta(hours=2))
        db.session.add(meeting)
        db.session.flush()
        db.session.add(Attendance(meeting_id=meeting.id, person_id=began, standing="late", how="self", marked_at=begins))
    return cohort_id


@pytest.fixture
def coordinator(college, signed_in):
    """Give the client of the coordinator, in English."""
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


def test_every_number_opens_as_many_people(coordinator, cohort):
    page = coordinator.get(f"/board/{cohort}")
    links = page.page.main.find_all("a", href=lambda href: "/people?" in href)
    assert len(links) >= 30
    assert {1} <= {int(link.text.split()[0]) for link in page.page.main.select("svg a")}
    for link in links:
        number = int((link.get("aria-label") or link.text).split()[0])
        shown = coordinator.get(link["href"])
        rows = shown.page.main.select("tbody tr")
        is_told = "show=there" in link["href"] and f"On that day {number} of" in shown.words
        assert len(rows) == number or is_told, link


def test_a_board_shows_where_people_stand(coordinator, cohort):
    words = coordinator.get(f"/board/{cohort}").words
    assert "Step 2:" in words
    assert "1 have not started yet" in words


def test_an_empty_cohort_says_what_comes_next(college, coordinator):
    words = coordinator.get(f"/board/{college.cohort()}").words
    assert "Nobody is in this cohort yet." in words


def test_a_cohort_without_courses_says_so(college, coordinator):
    cohort = college.cohort()
    college.student(cohort)
    assert "This cohort follows no course yet." in coordinator.get(f"/board/{cohort}").words


def test_people_come_fifty_to_a_page_and_keep_their_number(college, coordinator):
    cohort = college.cohort()
    people = [college.person(f"学员{number:03d}") for number in range(51)]
    with college.work():
        cohorts.bulk_enroll(actor=Actor.system(), cohort_id=cohort, person_ids=people)
    page = coordinator.get(f"/board/{cohort}/people?show=waiting")
    assert len(page.page.main.select("tbody tr")) == 50
    following = page.page.find("a", string="Next page")
    assert "show=waiting" in following["href"]
    assert len(coordinator.get(following["href"]).page.main.select("tbody tr")) == 1


def test_what_was_asked_wrongly_shows_everybody(coordinator, cohort):
    assert len(coordinator.get(f"/board/{cohort}/people?show=nonsense&page=x").page.main.select("tbody tr")) == 2


def test_the_file_of_a_page_holds_the_same_people(coordinator, cohort):
    page = coordinator.get(f"/board/{cohort}/people?show=started")
    file = coordinator.submit(page, button="Save these people as a table")
    assert file.mimetype == "text/csv"
    assert file.headers["Cache-Control"] == "no-store"
    assert "filename*=UTF-8''" in file.headers["Content-Disposition"]
    lines = file.get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and "李秀兰" in lines[1]


def test_the_numbers_come_as_a_file(coordinator, cohort):
    file = coordinator.submit(f"/board/{cohort}", button="Save the numbers as a table")
    assert "Enrolled,2" in file.get_data().decode("utf-8-sig")


@pytest.mark.parametrize(
    ("button", "line"),
    [("Save the weeks as a table", ["Week", "From Monday"]), ("Save the meetings as a table", ["Meeting", "Begins at"])],
)
def test_weeks_and_meetings_come_as_files(coordinator, cohort, button, line):
    lines = coordinator.submit(f"/board/{cohort}", button=button).get_data().decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:2] == line
    assert len(lines) >= 2


def test_a_chart_is_drawn_without_inline_styles_and_told_in_words(coordinator, cohort):
    charts = coordinator.get(f"/board/{cohort}").page.main.select("svg")
    assert len(charts) == 3
    for chart in charts:
        assert chart.title.text and chart.desc.text
        assert not chart.select("[style], style, script")
        assert chart.find_parent("section").table.tbody.find_all("tr")


@pytest.mark.parametrize("asked", ["active&week=2000-01-03", "done&week=", "there", "there&meeting=nonsense"])
def test_a_week_or_meeting_that_the_board_does_not_show_is_not_found(coordinator, cohort, asked):
    assert coordinator.get(f"/board/{cohort}/people?show={asked}").status_code == 404


def test_a_helper_is_offered_no_file(college, signed_in, cohort):
    helper = signed_in(college.helper(cohort))
    page = helper.get(f"/board/{cohort}")
    assert page.status_code == 200
    assert not page.page.main.find("form")
    assert page.page.main.find("svg")
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert helper.post(f"/board/{cohort}/export", data={"csrf_token": token}).status_code == 403
