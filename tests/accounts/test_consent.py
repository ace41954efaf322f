"""Consent to the privacy notice: without it nothing of a student is kept; given and taken back with one press."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from college.accounts import consent, rules, sessions
from college.accounts import service as accounts
from college.accounts.models import Consent
from college.core.db import db
from college.core.guard import access_of
from college.core.permissions import Permission
from college.progress.models import StepDone
from tests.support.rows import changed_tables, fingerprints

STEP = "/learn/refunds/find-order/open-my-taobao"
GIVE, DECLINE, WITHDRAW = "/consent", "/consent/decline", "/consent/withdraw"


@pytest.fixture
def student(college, refunds) -> UUID:
    """Make a student of the shipped course."""
    return college.student(college.cohort(courses=(refunds,)), "王桂明")


@pytest.fixture
def new(signed_in, student):
    """Give the phone of a student who has not been asked yet."""
    return signed_in(student, agrees=False)


def press(client, action: str, page=None):
    """Press the button that posts to an address of consent; twice may be pressed."""
    page = page or client.get("/consent")
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    return client.post(action, data={"csrf_token": token})


def consents(app) -> list[Consent]:
    """Give every consent, the first given first."""
    with app.app_context():
        return list(db.session.scalars(select(Consent).order_by(Consent.given_at)))


def test_a_student_is_asked_first_and_then_led_on(app, new, student):
    answer = new.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/consent")
    page = new.get("/consent")
    assert [form["action"] for form in page.page.main.find_all("form")] == [GIVE, DECLINE]
    assert page.page.find("a", href="tel:140-0000-0001")
    assert new.follow(press(new, GIVE)).request.path == "/"
    (row,) = consents(app)
    with app.app_context():
        device = accounts.sessions_of(student)[0].id
    assert (row.person_id, row.version, row.language, row.session_id) == (student, rules.PRIVACY_VERSION, "zh", device)
    assert row.given_at and row.withdrawn_at is None


def test_the_language_in_which_she_read_it_is_kept(app, new):
    new.set_cookie("language", "en")
    press(new, GIVE)
    assert consents(app)[0].language == "en"


def test_agreeing_twice_is_one_row(app, new):
    page = new.get("/consent")
    assert [press(new, GIVE, page).status_code for _ in range(2)] == [303, 303]
    assert len(consents(app)) == 1


def test_without_consent_a_step_is_read_like_a_visitors(app, new, client):
    page = new.get(STEP)
    assert page.status_code == 200
    forms = {form["action"] for form in page.page.find_all("form")}
    assert forms == {"/settings/display", "/sign-out"}
    assert page.page.main.find("a", href="/consent")
    assert client.get(STEP).page.main.find("a", href="/consent") is None


def test_without_consent_nothing_can_be_kept(app, new, student):
    token = new.get("/consent").page.find("input", attrs={"name": "csrf_token"})["value"]
    before = fingerprints(app)
    for path in (f"{STEP}/done", f"{STEP}/tap", "/questions/help"):
        refused = new.post(path, data={"csrf_token": token})
        assert refused.status_code == 403 and refused.page.main.find("a", href="/consent")
    assert changed_tables(before, fingerprints(app)) <= {"audit_entry"}


def test_no_address_that_keeps_something_of_a_student_is_left_out(app):
    """What lessons and questions keep stands behind a permission, which nobody holds without consent."""
    kept = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and rule.endpoint.split(".")[0] in {"lessons", "questions"}]
    assert len(kept) > 5
    # A chosen track is a cookie of hers; the college keeps nothing.
    for rule in (each for each in kept if each.endpoint != "lessons.choose_track"):
        assert isinstance(access_of(app, rule.endpoint).permission, Permission), rule


def test_declining_leaves_the_lessons_open_and_keeps_nothing(app, new):
    page, before = new.get("/consent"), fingerprints(app)
    answer = press(new, DECLINE, page)
    assert answer.headers["Location"] == "/"
    home = new.get("/")
    assert home.status_code == 200
    links = {each["href"] for each in home.page.main.find_all("a")}
    assert "/consent" in links and "/questions" not in links
    assert new.follow(new.get("/learn/refunds/find-order")).status_code == 200
    assert not changed_tables(before, fingerprints(app))


def test_who_declined_may_agree_later(app, new, student):
    press(new, DECLINE)
    press(new, GIVE)
    assert new.get("/").page.main.find("a", href="/questions")
    assert len(consents(app)) == 1


def test_taking_back_is_one_press_on_the_same_page_and_acts_at_once(app, signed_in, student):
    client = signed_in(student)
    client.submit(STEP, action="/done")
    page = client.get("/consent")
    assert [form["action"] for form in page.page.main.find_all("form")] == [WITHDRAW]
    for _ in range(2):
        assert press(client, WITHDRAW, page).headers["Location"] == "/"
    (row,) = consents(app)
    assert row.withdrawn_at
    assert {form["action"] for form in client.get(STEP).page.find_all("form")} == {"/settings/display", "/sign-out"}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StepDone)) == 1


def test_taking_back_acts_on_every_phone_of_hers(signed_in, student):
    one, other = signed_in(student), signed_in(student)
    press(one, WITHDRAW)
    assert other.get("/").headers["Location"] == "/consent"


def test_given_again_after_taking_back_is_a_second_row(app, signed_in, student):
    client = signed_in(student)
    press(client, WITHDRAW)
    press(client, GIVE)
    assert [bool(row.withdrawn_at) for row in consents(app)] == [True, False]


def test_a_new_version_of_the_notice_asks_again(app, signed_in, student, monkeypatch):
    client = signed_in(student)
    assert client.get("/").status_code == 200
    for module in (sessions, consent):
        monkeypatch.setattr(module, "PRIVACY_VERSION", "2027-01-01")
    assert client.get("/").headers["Location"] == "/consent"
    press(client, GIVE)
    assert client.get("/").status_code == 200
    assert [row.version for row in consents(app)] == [rules.PRIVACY_VERSION, "2027-01-01"]


def test_staff_are_not_asked_for_consent(college, signed_in):
    client = signed_in(college.operator())
    assert client.get("/").status_code == 200
    assert client.get("/consent").headers["Location"] == "/privacy"
    assert client.get("/privacy").page.main.find("form") is None


def test_a_stranger_reads_the_notice_and_cannot_agree(client):
    page = client.get("/privacy")
    assert page.status_code == 200 and page.page.main.find("form") is None
    assert client.get("/consent").status_code == 303
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert client.post(GIVE, data={"csrf_token": token}).status_code == 403


def test_the_public_notice_carries_a_students_own_choice(signed_in, student):
    page = signed_in(student).get("/privacy")
    assert page.page.main.find("form")["action"] == WITHDRAW


def test_the_notice_names_who_answers_for_it(app, client):
    app.config["CONTACT"] = "杭州某某学院 0571-0000 0000"
    assert "杭州某某学院" in client.get("/privacy").words


@pytest.mark.both_databases
def test_one_living_consent_for_each_version(college, app):
    person = college.person()
    for expected in (True, False):
        with college.work():
            assert accounts.give_consent(actor=college.actor(person), language="zh") is expected
    for expected in (True, False):
        with college.work():
            assert accounts.withdraw_consent(actor=college.actor(person)) is expected
    with college.work():
        assert accounts.give_consent(actor=college.actor(person), language="zh")
