"""Wrong guesses from one network address: a room is never refused nor held up, and the operator is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median
from time import process_time

import pytest
from sqlalchemy import event, select

from college.accounts import failures, passwords
from college.accounts import service as accounts
from college.accounts.models_secrets import AddressFailure, CredentialFailure
from college.accounts.rules import delay_after
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.permissions import Actor
from tests.accounts.conftest import PASSWORD

WRONG = "not the right words at all"


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0.0), (19, 0.0), (20, 0.0), (21, 0.05), (30, 0.5), (40, 1.0), (1000, 1.0)]
)
def test_how_much_later_a_wrong_guess_is_answered(count, seconds):
    assert delay_after(count) == pytest.approx(seconds)


@pytest.fixture
def waits(monkeypatch):
    """Note how long answers would have been held back."""
    slept = []
    monkeypatch.setattr(failures, "sleep", slept.append)
    return slept


def fill(college, address: str = "127.0.0.1", count: int = 50) -> None:
    """Let so many wrong guesses have come from an address within this hour."""
    with college.work():
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        hashed = failures.fingerprint(f"address:{address}")
        db.session.add(AddressFailure(address_hash=hashed, hour=hour, count=count))


def test_wrong_guesses_are_counted_by_the_hour_without_the_address(app, client, try_password):
    for number in range(3):
        try_password(client, f"nobody-{number}", WRONG)
    with app.app_context():
        (row,) = db.session.scalars(select(AddressFailure)).all()
        assert row.count == 3 and "127.0.0.1" not in row.address_hash and len(row.address_hash) == 64


def test_150_right_sign_ins_of_a_room_that_fails_a_lot_pass_without_delay(app, college, hire, try_password, waits, is_signed_in, devices, monkeypatch):
    monkeypatch.setattr(passwords, "_verify", lambda hashed, password: password == PASSWORD)
    person = hire()
    fill(college, count=500)
    for number in range(150):
        client = app.test_client()
        assert try_password(client).status_code == 303
        if number % 5 == 0:
            try_password(app.test_client(), f"nobody-{number}", WRONG)
    assert is_signed_in(client)
    assert len(waits) == 30 and set(waits) == {1.0}
    assert len(devices(person)) == 5


def test_students_with_cards_come_in_while_their_room_fails_a_lot(app, college, print_card, walk_in, try_password, waits, is_signed_in):
    cohort = college.cohort()
    fill(college, count=500)
    people = [college.student(cohort, f"王桂{number}") for number in range(30)]
    for number, person in enumerate(people):
        client = app.test_client()
        assert walk_in(client, print_card(person)).status_code == 303 and is_signed_in(client)
        try_password(app.test_client(), f"nobody-{number}", WRONG)
    assert len(waits) == len(people)


def elsewhere(work):
    """Do something in a thread of its own, as another worker would, and wait for it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def test_never_more_than_two_wait(app, college, try_password, monkeypatch):
    fill(college)
    asleep, most = [], []

    def doze(seconds: float) -> None:
        asleep.append(seconds)
        most.append(len(asleep))
        if len(asleep) < 4:
            elsewhere(lambda: try_password(app.test_client(), f"nobody-{len(asleep)}", WRONG))
        asleep.pop()

    monkeypatch.setattr(failures, "sleep", doze)
    try_password(app.test_client(), "nobody", WRONG)
    assert max(most) == 2


def test_nothing_waits_with_the_lock_on_the_database(app, college, hire, try_password, monkeypatch):
    hire()
    fill(college)
    others = []

    def doze(_seconds: float) -> None:
        others.append(elsewhere(lambda: try_password(app.test_client()).status_code))

    monkeypatch.setattr(failures, "sleep", doze)
    assert try_password(app.test_client(), "nobody", WRONG).status_code == 422
    assert others == [303]


def test_a_hundred_in_an_hour_are_told_once(app, college, client, try_password, waits, signed_in):
    fill(college, count=98)
    for _ in range(4):
        try_password(client, "nobody", WRONG)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_in.many_failures")).all()
        assert len(entries) == 1 and "127.0.0.1" not in str(entries[0].detail)
        assert accounts.noisy_addresses() == 1
    operator = college.operator()
    assert "100" in signed_in(operator).get("/").page.find("table").get_text()
    with clock.freeze(clock.now() + timedelta(hours=26)):
        with app.app_context():
            assert accounts.noisy_addresses() == 0


def test_twenty_wrong_ones_wait_for_a_reset_and_not_for_old_counts_to_be_thrown_away(app, college):
    with college.work():
        for login, count in (("locked", 20), ("tried", 4)):
            key = failures.credential_key("login", login)
            db.session.add(CredentialFailure(key=key, count=count, last_at=clock.now() - timedelta(days=9)))
    with college.work():
        assert accounts.SWEEPS["wrong_guesses"].purge(clock.now() - timedelta(days=1), 100) == 1
    with college.work():
        assert not failures.pay_for_guess(failures.credential_key("login", "locked"))
        assert failures.pay_for_guess(failures.credential_key("login", "tried"))


@pytest.fixture
def kinds(college, hire):
    """Make every kind of login name: login → the password to try."""
    hire("known")
    hire("locked")
    closed = hire("closed")
    with college.work():
        accounts.create_staff(actor=Actor.system(), name="新人", login="new")
        accounts.disable_person(actor=Actor.system(), person_id=closed)
        key = failures.credential_key("login", "locked")
        moment = clock.now()
        db.session.add(CredentialFailure(key=key, count=5, last_at=moment, locked_until=moment + timedelta(hours=9)))
    return {"known": WRONG, "unknown": WRONG, "locked": PASSWORD, "closed": PASSWORD, "new": WRONG}


def test_every_kind_of_login_name_asks_the_same_and_looks_at_one_hash(app, kinds, try_password, monkeypatch):
    verified, verify = [], passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda *both: verified.append(both) or verify(*both))
    counts = {}
    with app.app_context():
        engine = db.engine
    for login, password in kinds.items():
        client, asked = app.test_client(), []
        page = client.get("/staff/sign-in")
        note = lambda _c, _k, statement, *_rest: asked.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        assert client.submit(page, {"login": login, "password": password}).status_code == 422
        event.remove(engine, "before_cursor_execute", note)
        counts[login] = [each.split()[0] for each in asked]
    assert len({tuple(each) for each in counts.values()}) == 1, counts
    assert len(verified) == len(kinds)


def test_known_and_unknown_take_the_same_time(app, hire, try_password, monkeypatch):
    hire("known")
    monkeypatch.setattr(failures, "delay_after", lambda _count: 0.0)
    monkeypatch.setattr(failures, "wait_after", lambda _count: None)
    client, taken = app.test_client(), {"known": [], "unknown": []}
    client.checks_pages = False
    page = client.get("/staff/sign-in")
    for _ in range(9):
        for login, times in taken.items():
            began = process_time()
            client.submit(page, {"login": login, "password": WRONG})
            times.append(process_time() - began)
    apart = abs(median(taken["known"]) - median(taken["unknown"]))
    assert apart < 0.005, "PROMISES; by the processor's time, since other work disturbs that of the wall"
