"""A coordinator's first day: she makes a cohort, imports 150 people, prints their cards, and sees on the board who came."""

import time

import pytest
from sqlalchemy import func, select

from college.accounts.models import Card
from college.cohorts.models import Enrollment
from college.core.db import db
from tests.support.axe import assert_accessible
from tests.support.paper import codes_on_sheets, words_on_sheets
from tests.support.probes import assert_fit_for_desk

PEOPLE = 150
#: How long she may wait for her preview, in seconds: 2 for the work itself, 2 until the page asks again, and
#: some for a test machine that does other things meanwhile.
PREVIEW_SECONDS = 2 + 2 + 6


def roster(count: int) -> bytes:
    """Write a list as an office in China does: a title above the heading, GB18030, a total at the end."""
    surnames, given = "王李张刘陈杨赵黄周吴徐孙胡朱高", "桂秀玉美凤国建志文德"
    rows = ["上城区老年大学淘宝班名单,,", "姓名,手机号码,年龄"]
    for number in range(count):
        name = surnames[number % 15] + given[number // 15 % 10] + "兰英芳华明强军平荣珍"[number % 10]
        rows.append(f"{name},140 0000 {number:04d},{60 + number % 25}")
    return "\r\n".join([*rows, f"合计,{count}人,"]).encode("gb18030")


def fit(page, address: str = "**") -> None:
    """Wait for the page at this address and look whether it is fit."""
    page.wait_for_url(address)
    assert_fit_for_desk(page)
    assert_accessible(page)


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first.click()


def count(people, model) -> int:
    with people.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def office(people, refunds, desk):
    """Sit down at the desk of 上城区's coordinator."""
    return desk(person=people.coordinator())


def make_cohort(page, say) -> None:
    page.goto("/")
    fit(page)
    page.goto("/cohorts/new")
    fit(page)
    page.get_by_label(say("Name of the cohort")).fill("秋季一班")
    page.get_by_label(say("First day")).fill("2026-11-02")
    page.get_by_label(say("Last day")).fill("2099年1月5日")
    page.get_by_label(say("Teacher's name")).fill("周老师")
    page.get_by_label(say("Teacher's telephone")).fill("0571-87654321")
    page.locator("input[name=courses][value=refunds]").check()
    press(page, say("Save the cohort"))
    page.get_by_text("秋季一班").first.wait_for()
    fit(page)


def import_people(page, say) -> None:
    press(page, say("Import a list of students"))
    fit(page, "**/imports/new")
    page.locator("input[type=file]").set_input_files({"name": "名单.csv", "mimeType": "text/csv", "buffer": roster(PEOPLE)})
    began = time.monotonic()
    press(page, say("Read this list"))
    button = page.get_by_role("button", name=say("Import %(num)d student", "Import %(num)d students", PEOPLE))
    button.wait_for()
    assert time.monotonic() - began < PREVIEW_SECONDS
    fit(page)
    assert "140****0007" in page.content() and "14000000007" not in page.content().replace(" ", "")
    button.click()
    page.get_by_role("link", name=say("Print students' cards")).wait_for()
    fit(page)


def print_cards(page, say) -> bytes:
    press(page, say("Print students' cards"))
    fit(page, "**/cards")
    press(page, say("Make and print %(num)d card", "Make and print %(num)d cards", PEOPLE))
    page.get_by_role("button", name=say("Open the PDF")).wait_for(timeout=60_000)
    fit(page)
    with page.expect_download() as waiting:
        press(page, say("Open the PDF"))
    return waiting.value.path().read_bytes()


def scan(page, address: str, *, for_the_first_time: bool = True) -> None:
    """Open the card's address on a phone, say yes twice, and the first time agree to what is kept."""
    page.goto(address)
    page.locator("main form .button-primary").click()
    page.locator('main button[value="own"]').click()
    if for_the_first_time:
        page.wait_for_url("**/consent")
        page.locator('main form[action="/consent"] button').click()
    page.locator(".lesson-now").wait_for()


def finish_first_step(page) -> None:
    page.goto("/learn/refunds/find-order")
    page.get_by_role("button", name="下一步").click()
    page.wait_for_url("**/open-orders")


def test_from_an_empty_college_to_the_first_student_on_the_board(people, live_college, office, phone, say):
    make_cohort(office, say)
    import_people(office, say)
    assert count(people, Enrollment) == PEOPLE
    cohort = office.url.split("/cohorts/")[1].split("/")[0]

    sheets = print_cards(office, say)
    addresses = codes_on_sheets(sheets)
    assert len(addresses) == len(set(addresses)) == PEOPLE == count(people, Card)
    assert all(address.startswith(f"{live_college.url}/c/") for address in addresses)
    assert "1400000" not in words_on_sheets(sheets).replace(" ", "")

    student = phone(360)
    scan(student, addresses[0])
    finish_first_step(student)

    office.goto(f"/board/{cohort}")
    fit(office)
    numbers = [each.inner_text() for each in office.locator(".numbers .big").all()]
    assert numbers[:4] == [str(PEOPLE), "1", "0", "1"], "enrolled, opened, came, started"
    office.locator(".numbers a").nth(3).click()
    fit(office, "**/people?show=started")
    assert office.locator("main tbody tr").count() == 1


def test_a_card_made_again_kills_the_old_one_at_once(people, refunds, live_college, desk, phone, say):
    cohort = people.cohort(courses=(refunds,))
    student, office = people.student(cohort, "王桂明"), desk(person=people.coordinator())
    first = _print_one(office, say, cohort, student)
    hers = phone(390)
    scan(hers, first)
    second = _print_one(office, say, cohort, student)
    assert first != second
    hers.goto("/learn")
    hers.wait_for_url("**/card/help")
    assert phone(390).goto(first).status == 404
    scan(phone(390), second, for_the_first_time=False)


def _print_one(page, say, cohort, student) -> str:
    page.goto(f"/cohorts/{cohort}/people/{student}/card")
    page.locator("main form button").first.click()
    page.get_by_role("button", name=say("Open the PDF")).wait_for(timeout=60_000)
    with page.expect_download() as waiting:
        press(page, say("Open the PDF"))
    (address,) = codes_on_sheets(waiting.value.path().read_bytes())
    return address
