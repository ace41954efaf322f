"""No whole telephone number of anybody stands in a page, an address, an error page or a log, whoever looks.

Everybody's numbers are read out of the filled demonstration with its keys; every role walks all pages that links lead
to, sends wrong forms and takes exports home. The page that unmasks one number, once, for a reason, is the control.
"""

import io
import logging
import re

import pytest
import structlog
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Person
from college.cohorts.models import Cohort, Enrollment
from college.core import crypto
from college.core.db import db
from college.core.permissions import Role, Scope
from tests.demo.conftest import fill
from tests.support.college import College
from tests.support.crawling import Crawl
from tests.support.databases import let_go
from tests.support.signing import sign_in
from tests.support.world import TOKEN, form_token

#: What groups digits where numbers are read out.
GROUPING = re.compile(r"(?<=\d)[ \u00a0\u2009\-](?=\d)")
PAGES_EACH = 250


class Numbers:
    """Knows every whole number that is kept, and says which of them stand in a text."""

    def __init__(self, app) -> None:
        with app.app_context():
            kept = db.session.scalars(select(Person.phone_cipher).where(Person.phone_cipher.is_not(None)))
            self.all = {crypto.decrypt(each) for each in kept}
            # A cohort's own telephone is there to be called.
            self.public = {re.sub(r"\D", "", each) for each in db.session.scalars(select(Cohort.teacher_phone))}

    def __call__(self, text: str) -> list[str]:
        found = set(re.findall(r"1[3-9]\d{9}", GROUPING.sub("", text)))
        return [f"the number …{each[-4:]}" for each in found & (self.all - self.public)]


@pytest.fixture(scope="module")
def demo(sqlite_colleges):
    """Fill a demonstration that these tests may change."""
    made = fill(sqlite_colleges.separate("numbers", "refunds"))
    made.app.config["PROPAGATE_EXCEPTIONS"] = False
    College(made.app).staff(Role.AUTHOR, Scope(course="refunds"))
    yield made.app
    let_go(made.app)


@pytest.fixture(scope="module")
def numbers(demo) -> Numbers:
    """Know every number of the demonstration."""
    return Numbers(demo)


@pytest.fixture
def logged():
    """Keep everything that is logged."""
    written, handler = io.StringIO(), logging.StreamHandler(io.StringIO())
    handler.stream = written
    logging.getLogger().addHandler(handler)
    before = structlog.get_config()
    structlog.configure(**{**before, "logger_factory": structlog.PrintLoggerFactory(written), "cache_logger_on_first_use": False})
    yield written
    structlog.configure(**before)
    logging.getLogger().removeHandler(handler)


def _client(app, person_id):
    client = sign_in(app, person_id)
    client.checks_pages = False
    with client.session_transaction() as session:
        session["csrf_token"] = TOKEN
    return client


def _one_with(app, role: Role):
    with app.app_context():
        if role is Role.STUDENT:
            with_number = select(Enrollment.person_id).join(Person, Person.id == Enrollment.person_id)
            return db.session.scalars(with_number.where(Person.phone_cipher.is_not(None)).limit(1)).first()
        return accounts.people_with(role)[0]


@pytest.mark.parametrize("role", Role)
def test_nobody_meets_a_whole_number_and_no_log_keeps_one(demo, numbers, logged, role):
    crawl = Crawl(_client(demo, _one_with(demo, role)), numbers)
    crawl.follow_everything("/", limit=PAGES_EACH)
    number = next(iter(numbers.all - numbers.public))
    for address in ("/staff/sign-in", "/sms", "/code"):
        crawl.ask(f"{address}?next=/{number}x")
        crawl.found = [each for each in crawl.found if number[-4:] not in each]
        crawl.client.post(address, data={"csrf_token": form_token(demo), "phone": number, "login": number, "password": number, "code": number})
    assert len(crawl.seen) > 8
    assert not crawl.found, "\n".join(dict.fromkeys(crawl.found[:40]))
    assert not numbers(logged.getvalue()), "a log keeps a number"


def test_the_page_that_unmasks_shows_one_and_so_proves_that_the_others_are_looked_at(demo, numbers):
    with demo.app_context():
        coordinator = accounts.people_with(Role.COORDINATOR)[0]
        district = accounts.scope_of_grant(accounts.grants_of(coordinator)[0]).district
        there = select(Enrollment.cohort_id, Enrollment.person_id).join(Person, Person.id == Enrollment.person_id)
        theirs = there.join(Cohort, Cohort.id == Enrollment.cohort_id).where(Cohort.district_code == district)
        cohort, student = db.session.execute(theirs.where(Person.phone_cipher.is_not(None)).limit(1)).one()
    data = {"reason": "三次没有来", "csrf_token": form_token(demo)}
    answer = _client(demo, coordinator).post(f"/cohorts/{cohort}/people/{student}/phone", data=data)
    assert len(numbers(answer.get_data(as_text=True))) == 1
