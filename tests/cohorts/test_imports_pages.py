"""What a coordinator presses on an import's page beside importing: its mode, a correction, who stays, headings forgotten."""

import io

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.cohorts import imports_removing, service
from college.cohorts.models import ENDED
from college.cohorts.roster_models import RosterImport
from college.core import jobs
from college.core.db import db

HEAD = "姓名,学号,手机号,年龄"
PEOPLE = ["王桂兰,S1,14000001001,66", "李建国,S2,14000001002,66", "陈玉珍,S3,,66"]


@pytest.fixture
def cohort(college):
    """Make a cohort of 上城区."""
    return college.cohort()


@pytest.fixture
def coordinator(college, cohort, signed_in):
    """Give the client of the coordinator of 上城区, in English."""
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def upload(app, coordinator, cohort):
    """Give a function: rows → the page of their import, once the job has read them."""

    def send(*rows, head=HEAD):
        data = "\n".join([head, *rows]).encode()
        page = f"/cohorts/{cohort}/imports/new"
        answer = coordinator.submit(page, {"roster": (io.BytesIO(data), "名单.csv")}, button="Read this list")
        work(app)
        return coordinator.follow(answer)

    return send


@pytest.fixture
def press(app, coordinator):
    """Give a function that presses a button, lets the jobs run and gives the page that follows."""

    def do(page, data=None, **which):
        answer = coordinator.submit(page, data, **which)
        work(app)
        return coordinator.follow(answer) if answer.status_code == 303 else answer

    return do


def work(app) -> None:
    with app.app_context():
        jobs.run_pending()


def people(college, cohort):
    with college.work():
        return {person.name: (each.status, person.phone_masked, person.age_band) for each, person in service.enrolled(cohort, with_ended=True)}


def test_a_row_is_corrected_on_the_page(college, cohort, upload, coordinator, press):
    page = upload("王桂兰,S1,12,66")
    form = coordinator.get(page.request.path + "?mend=2")
    assert "Correct this row" not in form.page.find(id="row-2").text
    wrong = press(form, {"phone": "345"}, button="Save this row")
    assert wrong.status_code == 422
    assert wrong.page.find("input", attrs={"name": "phone"})["value"] == "345"
    assert wrong.page.title.text.startswith("Error")
    done = press(wrong, {"phone": "14000001001"}, button="Save this row")
    assert "corrected here" in done.page.find(id="row-2").text
    assert "14000001001" not in done.text, "the whole number is never shown"
    press(done, button="Import 1 student")
    assert people(college, cohort)["王桂兰"][1] == "140****1001"


def test_before_and_after_are_shown_and_taken_over(college, cohort, upload, coordinator, press):
    press(upload(*PEOPLE), button="Import 3 students")
    page = upload("王桂兰,S1,14000009001,71", *PEOPLE[1:])
    assert "there is nothing to import" in page.words
    page = press(page, {"mode": "update"}, button="Show what this would do")
    row = page.page.find(id="row-2").get_text(" ", strip=True)
    assert "140****1001 →" in row and "140****9001" in row and "65-69 →" in row
    shown = coordinator.get(page.request.path + "?fate=changes")
    assert len(shown.page.select(".rows-table tbody tr")) == 1
    done = press(page, button="Import: 0 join, 1 are changed")
    assert "Changed as the list says" in done.words
    assert people(college, cohort)["王桂兰"][1:] == ("140****9001", "70-74")


def test_what_a_hand_changed_is_marked_with_who_and_taken_over_by_one_button(college, cohort, upload, coordinator, press):
    press(upload(*PEOPLE), button="Import 3 students")
    with college.work():
        person = next(each.id for _row, each in service.enrolled(cohort) if each.name == "王桂兰")
    press(f"/cohorts/{cohort}/people/{person}/edit", {"age_band": "80-84"}, button="Save")
    page = press(upload(*PEOPLE), {"mode": "update"}, button="Show what this would do")
    assert "Changed by hand by 孙协调" in page.page.find(id="row-2").get_text(" ", strip=True)
    assert "there is nothing to import" in page.words
    page = press(page, action="overwrite")
    press(page, button="Import: 0 join, 1 are changed")
    assert people(college, cohort)["王桂兰"][2] == "65-69"


def test_the_missing_are_listed_by_name_and_go_after_a_yes(college, cohort, upload, coordinator, press):
    press(upload(*PEOPLE), button="Import 3 students")
    page = press(upload(PEOPLE[0]), {"mode": "absent"}, button="Show what this would do")
    listed = coordinator.get(page.request.path + "?fate=missing")
    assert {"李建国", "陈玉珍"} <= set(listed.page.find("ul", class_="rows").stripped_strings)
    refused = press(page, button="Import: 0 join, 2 leave")
    assert refused.status_code == 422 and people(college, cohort)["李建国"][0] != ENDED
    kept = press(listed, action="missing")
    assert "Stays, because you said so" in kept.words
    page = coordinator.get(page.request.path)
    done = press(page, {"ending": "1"}, button="Import: 0 join, 1 leave")
    assert "Enrollment ended" in done.words
    assert sorted(each[0] for each in people(college, cohort).values()).count(ENDED) == 1
    undo = coordinator.get(done.request.path + "/undo")
    assert "1 person whose enrollment it ended" in undo.words


def test_who_stays_is_named_with_what_has_grown(college, cohort, upload, coordinator, press):
    done = press(upload(*PEOPLE), button="Import 3 students")
    with college.work():
        person = next(each.id for _row, each in service.enrolled(cohort) if each.name == "王桂兰")
        accounts.start_session(person_id=person, kind="own", way="card")
    undo = coordinator.get(done.request.path + "/undo")
    assert "王桂兰 has signed in" in undo.words
    assert "李建国" not in undo.words


def test_headings_are_remembered_shown_and_forgotten(upload, coordinator, press, cohort):
    odd = {"head": "称谓,联络"}
    first = press(upload("王桂兰,14000001001", **odd), {"name": "0", "phone": "1"}, button="Check the rows")
    assert "Import 1 student" in first.words
    again = upload("李建国,14000001002", **odd)
    assert "The columns are read as was said on" in again.words
    page = coordinator.get(f"/cohorts/{cohort}/imports/new")
    assert "称谓 · 联络" in page.words
    page = press(page, action="forget")
    assert "称谓" not in page.words
    assert "Which column is which?" in upload("陈玉珍,14000001003", **odd).words


@pytest.mark.both_databases
def test_many_are_deleted_a_few_at_a_time_and_a_dead_worker_leaves_a_button(app, college, cohort, upload, coordinator, press, monkeypatch):
    monkeypatch.setattr(imports_removing, "AT_ONCE", 1)
    done = press(upload(*PEOPLE), button="Import 3 students")
    own, calls = imports_removing._removed, []

    def once(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the lights went out")
        return own(*args)

    monkeypatch.setattr(imports_removing, "_removed", once)
    page = press(coordinator.get(done.request.path + "/undo"), button="Take this import back")
    assert "What was kept of 2 people is not deleted yet." in page.words
    assert {each[0] for each in people(college, cohort).values()} == {ENDED}
    page = press(page, button="Delete the rest")
    assert "3 people were removed." in page.words and people(college, cohort) == {}
    with college.work():
        record = db.session.scalars(select(RosterImport)).one()
        assert record.undone_counts["removing"] == 0
