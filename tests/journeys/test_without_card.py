"""A student without her card: digits read to her, a message to her telephone; each page on the way fit for her."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image

from college.accounts import service as accounts
from college.accounts import sms_sender
from college.core import clock, jobs
from college.core.permissions import Actor, Scope
from tests.support.axe import assert_accessible
from tests.support.college import SHANGCHENG
from tests.support.probes import assert_fit_for_desk, assert_fit_for_learners

PHONE = "14000001234"
SHAPES = [(320, "huge", "zh"), (412, "standard", "zh"), (360, "large", "en")]


@pytest.fixture
def cohort(people):
    """Make a cohort."""
    return people.cohort()


@pytest.fixture
def student(people, cohort):
    """Make 王桂明 with a telephone."""
    return people.student(cohort, "王桂明", phone=PHONE)


@pytest.fixture
def give(people, cohort):
    """Give a function that makes a handover."""
    helper = people.helper(cohort)

    def make(person_id):
        with people.work():
            place = Scope(district=SHANGCHENG, cohort=cohort)
            return accounts.give_handover(actor=people.actor(helper), person_id=person_id, scope=place)

    return make


def fit(page):
    """Look whether a page is fit for a learner."""
    assert_fit_for_learners(page)
    assert_accessible(page)


def press(page):
    """Press the page's main button."""
    page.locator("main .button-primary").first.click()


@pytest.mark.parametrize(("width", "size", "lang"), SHAPES)
def test_by_digits_that_are_read_to_her(phone, give, student, width, size, lang):
    given = give(student)
    page = phone(width, size=size, lang=lang)
    page.goto("/card/help")
    page.locator("main a[href='/code']").click()
    page.fill("#code", "1234")
    press(page)
    fit(page)
    page.fill("#code", accounts.in_groups(given.code))
    press(page)
    page.wait_for_url("**/card")
    fit(page)
    press(page)
    page.wait_for_url("**/card/phone")
    fit(page)
    press(page)
    page.wait_for_url("**/consent")
    page.context.clear_cookies(name="college")
    page.goto(given.url[given.url.index("/h/") :])
    fit(page)


@pytest.mark.parametrize(("width", "size", "lang"), SHAPES)
def test_by_a_message_to_a_telephone_that_two_share(phone, people, cohort, student, monkeypatch, width, size, lang):
    sent = []

    class Box:
        def send(self, number, code):
            sent.append(code)

    monkeypatch.setitem(sms_sender.SENDERS, "console", lambda config: Box())
    people.student(cohort, "李秀兰", phone=PHONE)
    page = phone(width, size=size, lang=lang)
    page.goto("/sms")
    page.fill("#phone", "+86 140 0000 1234")
    press(page)
    page.wait_for_url("**/sms/code")
    with people.app.app_context():
        jobs.run_pending()
    fit(page)
    page.fill("#code", sent[0])
    press(page)
    page.wait_for_url("**/sms/who")
    fit(page)
    page.locator("main .choice").first.click()
    press(page)
    page.wait_for_url("**/card/phone")
    press(page)
    page.wait_for_url("**/consent")


@pytest.mark.parametrize(("width", "size", "lang"), SHAPES)
def test_what_is_said_when_a_way_in_is_over_or_a_card_rests(phone, people, student, give, width, size, lang):
    old, _new = give(student), give(student)
    with people.work():
        card, token = accounts.issue_card(actor=Actor.system(), person_id=student, expires_on=clock.today())
        card.paused_at = clock.now()
    page = phone(width, size=size, lang=lang)
    for address in (old.url[old.url.index("/h/") :], f"/c/{token}"):
        page.goto(address)
        fit(page)
    assert page.url.endswith("/card/rests")
    assert page.locator("main a[href^='tel:']").count() == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_desk_shows_a_pattern_that_a_phone_reads(desk, people, cohort, student, lang):
    page = desk(lang=lang, person=people.coordinator())
    page.goto(f"/cohorts/{cohort}/people/{student}")
    page.locator(f"form[action$='{student}/handover'] button").click()
    page.wait_for_selector(".handover-digits")
    assert_fit_for_desk(page)
    assert_accessible(page)
    shot = Image.open(io.BytesIO(page.locator(".handover-picture").screenshot()))
    data = page.locator(".handover-picture").get_attribute("src").partition("base64,")[2]
    plain = Image.open(io.BytesIO(base64.b64decode(data)))
    assert zxingcpp.read_barcodes(shot)[0].text == zxingcpp.read_barcodes(plain)[0].text
