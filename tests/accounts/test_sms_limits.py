"""How often a code may be sent: to one number a minute, an hour, a day, and over the whole site; however many ask at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts.models_secrets import SmsCode
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from tests.accounts.conftest import PHONE
from tests.support.at_once import at_once


@pytest.fixture
def student(college):
    """Make 王桂明 with a telephone."""
    return college.student(college.cohort(), "王桂明", phone=PHONE)


@pytest.mark.both_databases
def test_one_a_minute_five_an_hour_ten_a_day_wherever_they_begin(app, student, outbox):
    began, sent = clock.now(), []
    for minute in range(0, 26 * 60, 9):
        moment = began + timedelta(minutes=minute)
        with clock.freeze(moment):
            if app.test_client().submit("/sms", {"phone": PHONE}).status_code == 303:
                sent.append(moment)
    for length, most in ((timedelta(hours=1), 5), (timedelta(days=1), 10)):
        fullest = max(sum(1 for each in sent if first <= each < first + length) for first in sent)
        assert fullest == most
    assert len(sent) > 10


def test_one_a_minute(app, client, student, outbox, ask):
    began = clock.now()
    for seconds, expected in ((0, 303), (1, 422), (59, 422), (61, 303), (119, 422)):
        with clock.freeze(began + timedelta(seconds=seconds)):
            assert ask(client).status_code == expected


@pytest.mark.both_databases
def test_24_who_ask_at_once_get_one(app, student, outbox):
    answers = at_once(
        app, 24, lambda client: client.get("/sms"), lambda client, page: client.submit(page, {"phone": PHONE}).status_code
    )
    assert sorted(answers) == [303] + [422] * 23
    with app.app_context():
        assert len(db.session.scalars(select(SmsCode)).all()) == 1


@pytest.mark.both_databases
def test_the_whole_site_has_a_cap_a_day(app, outbox):
    app.config["SMS_SITE_CAP"] = 6
    numbers = iter(f"1400000{number:04d}" for number in range(24))
    answers = at_once(
        app,
        24,
        lambda client: (client.get("/sms"), next(numbers)),
        lambda client, page: client.submit(page[0], {"phone": page[1]}).status_code,
    )
    assert sorted(answers) == [303] * 6 + [422] * 18
    with app.app_context():
        assert len(db.session.scalars(select(SmsCode)).all()) == 6
        alerts = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "alert.sms_site_cap")).all()
        assert len(alerts) == 1
    with clock.freeze(clock.now() + timedelta(hours=25)):
        assert app.test_client().submit("/sms", {"phone": PHONE}).status_code == 303
