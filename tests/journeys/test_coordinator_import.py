"""A coordinator with a difficult list: signed in by her password, asked who is meant, told what is wrong, taken back again."""

from datetime import timedelta

import pytest

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import clock
from college.core.permissions import Actor
from tests.support.axe import assert_accessible
from tests.support.codes import shown
from tests.support.probes import assert_fit_for_desk

PASSWORD = "four green apples on a chair"
ROSTER = (
    "上城区花名册\r\n姓名,手机号,年龄\r\n王桂兰,14000001001,67\r\n李建国,14000001002,72\r\n"
    "陈玉珍,140000010,66\r\n王秀英,14000001001,70\r\n合计,4,\r\n"
).encode("gb18030")


def fit(page) -> None:
    assert_fit_for_desk(page)
    assert_accessible(page)


def press(page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).or_(page.locator("main").get_by_role("link", name=words)).first.click()


def names(people, cohort) -> list[str]:
    with people.work():
        return sorted(person.name for _enrollment, person in cohorts.enrolled(cohort))


def upload(page, say, data: bytes, name: str = "名单.csv") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    press(page, say("Read this list"))


@pytest.fixture
def coordinator(people):
    """Make a coordinator who has not set her password yet; give her link."""
    person = people.coordinator()
    with people.work():
        return accounts.login_of(person), accounts.make_password_link(actor=Actor.system(), person_id=person)


def sign_in(page, say, coordinator) -> None:
    """Set the first password and the second factor, sign out, and sign in with both."""
    login, link = coordinator
    page.goto(link[link.index("/p/") :])
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, say("Set the password and sign in"))
    secret = set_up_phone(page, say)
    page.get_by_role("button", name=say("Sign out")).click()
    page.goto("/staff/sign-in")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, say("Sign in"))
    # A code opens once, so the phone shows the next one by now.
    page.locator("input[name=code]").fill(shown(secret, clock.now() + timedelta(seconds=30)))
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name=say("Sign out")).wait_for()


def set_up_phone(page, say) -> str:
    """Follow the start page to the second factor and type the first code; give the secret of the phone."""
    page.goto("/second-factor/new")
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.locator("input[name=code]").fill(shown(secret))
    press(page, say("Set up the second factor"))
    page.get_by_role("heading", name=say("Your recovery codes")).wait_for()
    return secret


@pytest.mark.parametrize("js", [pytest.param(True, marks=pytest.mark.full), False])
def test_a_difficult_list_is_decided_row_by_row_and_taken_back(people, refunds, coordinator, desk, say, js):
    cohort = people.cohort(courses=(refunds,))
    people.student(cohort, "刘志强", phone="14000001002")
    page = desk(js=js)
    sign_in(page, say, coordinator)
    page.goto(f"/cohorts/{cohort}/imports/new")
    upload(page, say, ROSTER)
    wait_for(page, say, say("Row by row"), js)
    assert page.get_by_role("button", name=say("Import %(num)d student", "Import %(num)d students", 2)).count() == 0
    press(page, say("Show only these rows"))
    page.wait_for_url("**fate=ask**")
    assert page.locator(".rows-table tbody tr").count() == 2
    for row in (4, 6):
        page.locator(f"#row-{row}").get_by_role("button", name=say("Somebody new")).click()
        page.locator(f"#row-{row} [aria-pressed=true]").wait_for()
    if js:
        fit(page)
    go = say("Import %(num)d student", "Import %(num)d students", 3)
    page.get_by_role("button", name=go).click()
    page.get_by_text(say("Please tick that the rows with mistakes are left out, or correct the file and upload it again.")).first.wait_for()
    page.locator("#leave_wrong").check()
    page.get_by_role("button", name=go).click()
    wait_for(page, say, say("Take this import back"), js)
    assert names(people, cohort) == ["刘志强", "李建国", "王桂兰", "王秀英"]
    press(page, say("Take this import back"))
    page.wait_for_url("**/undo")
    press(page, say("Take this import back"))
    page.get_by_text(say("%(num)d person was removed.", "%(num)d people were removed.", 3)).wait_for()
    assert names(people, cohort) == ["刘志强"]


def wait_for(page, say, words: str, js: bool) -> None:
    """Wait for the job as a person does: the page comes by itself, or she presses the link."""
    for _ in range(60):
        if not js and page.get_by_role("link", name=say("See whether it is ready")).count():
            press(page, say("See whether it is ready"))
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{words} never came: {page.locator('main').inner_text()}")


def test_a_list_without_headings_is_explained_by_hand(people, refunds, desk, say):
    cohort = people.cohort(courses=(refunds,))
    page = desk(person=people.coordinator())
    page.goto(f"/cohorts/{cohort}/imports/new")
    upload(page, say, "甲,乙\n王桂兰,14000001001\n李建国,14000001002\n".encode())
    wait_for(page, say, say("Which column is which?"), js=True)
    fit(page)
    page.locator("select[name=name]").select_option("0")
    page.locator("select[name=phone]").select_option("1")
    press(page, say("Check the rows"))
    page.get_by_role("button", name=say("Import %(num)d student", "Import %(num)d students", 2)).click()
    wait_for(page, say, say("Take this import back"), js=True)
    assert names(people, cohort) == ["李建国", "王桂兰"]


def test_one_more_student_by_hand_ended_and_taken_back_in(people, refunds, desk, say):
    cohort = people.cohort(courses=(refunds,))
    page = desk(person=people.coordinator())
    page.goto(f"/cohorts/{cohort}")
    press(page, say("Add one student"))
    page.get_by_label(say("Name"), exact=True).fill("何新来")
    press(page, say("Save the student"))
    page.get_by_role("heading", name="何新来").wait_for()
    assert names(people, cohort) == ["何新来"]
    press(page, say("End the enrollment"))
    page.wait_for_url("**/end")
    fit(page)
    page.locator("main form button").click()
    page.get_by_role("button", name=say("Take the end back")).wait_for()
    assert names(people, cohort) == []
    press(page, say("Take the end back"))
    page.get_by_role("link", name=say("End the enrollment")).wait_for()
    assert names(people, cohort) == ["何新来"]
