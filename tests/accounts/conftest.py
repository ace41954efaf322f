"""What the tests of accounts share: a printed card, a member of staff with a password, and whoever is signed in."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts import sms_sender
from college.accounts.models import DeviceSession
from college.core import jobs
from college.core.clock import today
from college.core.db import db
from college.core.permissions import COLLEGE, Actor, Role

#: The telephone of whoever is sent codes.
PHONE = "14000001234"
PASSWORD = "four green apples on a chair"


@dataclass(frozen=True)
class Printed:
    """A card as it lies on the table: `path` is what its pattern leads to."""

    id: UUID
    person_id: UUID
    token: str

    @property
    def path(self) -> str:
        """The address, without the host."""
        return f"/c/{self.token}"


@pytest.fixture
def print_card(college):
    """Give a function that prints a new card for a person."""

    def make(person_id: UUID, expires_on: date | None = None) -> Printed:
        with college.work():
            card, token = accounts.issue_card(
                actor=Actor.system(), person_id=person_id, expires_on=expires_on or today() + timedelta(days=90)
            )
            return Printed(card.id, person_id, token)

    return make


@pytest.fixture
def student(college) -> UUID:
    """Make 王桂明, who is in a cohort."""
    return college.student(college.cohort(), "王桂明", phone="14000001234")


@pytest.fixture
def card(print_card, student) -> Printed:
    """Print a card for 王桂明."""
    return print_card(student)


@pytest.fixture
def walk_in():
    """Give a function that goes all the way from a card to being signed in."""

    def go(client, card: Printed, phone: str = "own"):
        client.get(card.path)
        client.submit("/card", action="/card")
        return client.submit("/card/phone", {"phone": phone})

    return go


@pytest.fixture
def is_signed_in():
    """Give a function: is anybody signed in on this client? An answer without a form to sign out says no."""
    return lambda client: client.follow(client.get("/")).page.find("form", action="/sign-out") is not None


@pytest.fixture
def devices(app):
    """Give a function: person → kinds of the devices on which she is signed in now, the newest first."""

    def count(person_id: UUID) -> list[str]:
        with app.app_context():
            return [each.kind for each in accounts.sessions_of(person_id)]

    return count


@pytest.fixture
def last_device(app):
    """Give a function: person → her newest device, over or not."""

    def find(person_id: UUID) -> DeviceSession:
        with app.app_context():
            mine = select(DeviceSession).where(DeviceSession.person_id == person_id)
            return db.session.scalars(mine.order_by(DeviceSession.started_at.desc(), DeviceSession.id.desc())).first()

    return find


@pytest.fixture
def hire(college, app):
    """Give a function that adds a member of staff who can sign in, and gives her id."""

    def make(login: str = "zhou", name: str = "周老师", role: Role | None = Role.PRODUCT_MANAGER) -> UUID:
        with college.work():
            person = accounts.create_staff(actor=Actor.system(), name=name, login=login)
            if role:
                accounts.grant(actor=Actor.system(), person_id=person.id, role=role, scope=COLLEGE)
            person_id = person.id
            link = accounts.make_password_link(actor=Actor.system(), person_id=person_id)
        client = app.test_client()
        client.get(link[link.index("/p/") :])
        assert client.submit("/staff/password", {"password": PASSWORD}).status_code == 303
        assert client.post("/sign-out", data={"csrf_token": _token(client)}).status_code == 303
        return person_id

    return make


def _token(client) -> str:
    return client.get("/staff/sign-in").page.find("input", attrs={"name": "csrf_token"})["value"]


@pytest.fixture
def try_password():
    """Give a function that fills in the form for staff."""
    return lambda client, login="zhou", password=PASSWORD, **more: client.submit(
        "/staff/sign-in", {"login": login, "password": password, **more}
    )


@pytest.fixture
def outbox(monkeypatch) -> list[tuple[str, str]]:
    """Catch what the terminal would print of messages: (phone, code) of each."""
    sent = []
    box = SimpleNamespace(send=lambda phone, code: sent.append((phone, code)))
    monkeypatch.setitem(sms_sender.SENDERS, "console", lambda config: box)
    return sent


@pytest.fixture
def ask(app):
    """Give a function that asks for a code by message and does the job that sends it."""

    def press(client, phone: str = PHONE):
        answer = client.submit("/sms", {"phone": phone})
        with app.app_context():
            jobs.run_pending()
        return answer

    return press
